import { expect } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ElectronTill } from '../electron-till.ts';
import { test as base } from '../fixtures.ts';

interface PackagedProgram {
  /** Where it lies now, unpacked. */
  readonly executable: string;
}

/** The program as a shop installs it: out of the .deb where one was made (build/package.ts). */
const MADE = resolve(import.meta.dirname, '../../.cache/packaged');

export const test = base.extend<object, PackagedProgram>({
  executable: [
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'twintill-packaged-'));
      await use(unpack(folder));
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],

  machine: async ({ bank, terminal, executable }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'twintill-e2e-'));
    const { activationCode } = terminal;
    const bankUrl = bank.ready.url;
    const machine = new ElectronTill({ folder, bankUrl, activationCode, executable });
    await use(machine);
    await machine.close();
    await rm(folder, { recursive: true, force: true });
  },
});

function unpack(into: string): string {
  const [deb] = globSync('*.deb', { cwd: MADE });
  if (deb !== undefined) {
    const { status } = spawnSync('dpkg-deb', ['--extract', join(MADE, deb), into]);
    expect(status, `dpkg-deb unpacks ${deb}`).toBe(0);
  }
  const home = deb === undefined ? MADE : join(into, 'opt');
  const [found] = globSync('*/{twintill,twintill-dev}', { cwd: home });
  if (found === undefined) {
    throw new Error('nothing is packaged: npm run e2e -- --project packaged does it');
  }
  return join(home, found);
}

export { expect } from '@playwright/test';
