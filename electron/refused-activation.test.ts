import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { devicesHere } from './testing/devices-here.ts';
import { createNodeTillHost } from './till-host.ts';

const bankUrl = 'http://127.0.0.1:9';

/** What a till that nobody activated says of itself after a launcher has brought this code. */
async function afterLauncher(code: string): Promise<unknown> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'twintill-host-'));
  onTestFinished(() => rm(dataFolder, { recursive: true }));
  const host = await createNodeTillHost({
    ...devicesHere(),
    dataFolder,
    appVersion: '0.1.0',
    runtimeVersion: '45.4.1',
    developmentRuntime: false,
    keyring: null,
    whenOpen: async (open) => void (await open.activate({ code, bankUrl })),
  });
  onTestFinished(async () => void (await host.close()));
  const about = await host.about();
  return about.ok ? about.value : about.error;
}

it('P25 F39 a code of the launcher that is refused is told, with the bank that was meant', async () => {
  expect(await afterLauncher('not a code')).toMatchObject({
    terminal: null,
    refusedActivation: { bankUrl, failure: { code: 'activation-code-invalid' } },
  });
});

it('P25 a launcher that knows a bank and no code leaves the code to a person', async () => {
  expect(await afterLauncher('')).toMatchObject({
    terminal: null,
    refusedActivation: { bankUrl, failure: { code: 'not-activated' } },
  });
});
