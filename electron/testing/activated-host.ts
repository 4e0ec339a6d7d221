import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { LocalTillHost } from '../../shared/host/till-host.ts';
import { devicesHere } from './devices-here.ts';
import { createNodeTillHost, type HostOptions } from '../till-host.ts';
import { fakeBank } from './fake-bank.ts';
import { fakeKeyring } from './fake-keyring.ts';

/** A host with its real files and keys, activated at a bank that answers nothing but that. */
export async function activatedHost(
  mode: 'demo' | 'training' | 'live' = 'demo',
  devices: Partial<ReturnType<typeof devicesHere>> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'twintill-host-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const bank = await fakeBank(mode);
  onTestFinished(bank.close);
  const start = async (options: Partial<HostOptions> = {}): Promise<LocalTillHost> => {
    const host = await createNodeTillHost({
      ...devicesHere(),
      ...devices,
      dataFolder: folder,
      appVersion: '0.1.0',
      runtimeVersion: '45.4.1',
      developmentRuntime: false,
      keyring: mode === 'live' ? fakeKeyring() : null,
      ...options,
    });
    onTestFinished(async () => void (await host.close()));
    await host.openJournal();
    return host;
  };
  const host = await start();
  const activated = await host.activate({ code: bank.code, bankUrl: bank.url });
  if (!activated.ok) throw new Error(activated.error.code);
  return { host, bank, folder, restarted: start };
}
