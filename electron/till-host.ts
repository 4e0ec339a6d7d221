import { createHmac, randomBytes, scrypt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTillHost, type LocalTillHost } from '../shared/host/till-host.ts';
import { createSealer } from './platform/card-sealing.ts';
import { createHttpTransport } from './platform/http-transport.ts';
import { createJournalFiles } from './platform/journal-files.ts';
import { JsonFile } from './platform/json-file.ts';
import { freeBytesOf, machineTime } from './platform/machine.ts';
import {
  createJournalCrypto,
  createLineCrypto,
  generateDeviceKey,
  type DeviceKey,
} from './platform/node-crypto.ts';
import { VirtualPrinter } from './virtual-printer.ts';

export interface HostOptions {
  readonly dataFolder: string;
  readonly appVersion: string;
  readonly runtimeVersion: string;
  readonly developmentRuntime: boolean;
  /** Another way to ask how much room is left; that of the data folder otherwise. */
  readonly freeBytes?: () => Promise<number | null>;
}

/** Secrets of this device (P25, level `file`: 0600, for the demo merchant and tests). */
interface DeviceSecrets {
  readonly deviceKey: DeviceKey;
  readonly journalKey: string;
  readonly pepper: string;
}

const derive = promisify(scrypt) as (pin: string, salt: Buffer, bytes: number) => Promise<Buffer>;

/** The till's host on Node: real files, real HTTP, keys on this disk. */
export async function createNodeTillHost(options: HostOptions): Promise<LocalTillHost> {
  const { dataFolder, appVersion, runtimeVersion, developmentRuntime } = options;
  await mkdir(dataFolder, { recursive: true });
  const kept = <Value>(name: string): JsonFile<Value> =>
    new JsonFile<Value>(join(dataFolder, 'host', `${name}.json`));
  const secrets = await secretsOf(kept('device-secrets'));
  const keyStoreLevel = 'file';
  return createTillHost({
    facts: { host: 'electron', appVersion, runtimeVersion, developmentRuntime, keyStoreLevel },
    clock: {
      nowMs: () => Date.now(),
      sleep: (waitMs) => new Promise((resolve) => setTimeout(resolve, waitMs)),
    },
    transport: createHttpTransport(),
    lineCrypto: createLineCrypto(secrets.deviceKey),
    devicePublicKey: secrets.deviceKey.publicJwk,
    journalCrypto: createJournalCrypto(Buffer.from(secrets.journalKey, 'base64')),
    journalFiles: createJournalFiles(
      join(dataFolder, 'till-journal'),
      join(dataFolder, 'till-sentinel'),
    ),
    identity: kept('identity'),
    settings: kept('settings'),
    operators: kept('operators'),
    session: kept('session'),
    forcedOffline: kept('forced-offline'),
    cardCounters: kept('card-counters'),
    hashPin: async (pin, salt) => {
      const key = await derive(`${pin}\n${secrets.pepper}`, Buffer.from(salt, 'base64'), 32);
      return key.toString('hex');
    },
    randomBytes,
    hmac: (key, text) =>
      createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('hex'),
    sealerFor: createSealer,
    printer: new VirtualPrinter(join(dataFolder, 'slips')),
    freeBytes: options.freeBytes ?? (() => freeBytesOf(dataFolder)),
    machine: machineTime,
  });
}

async function secretsOf(file: JsonFile<DeviceSecrets>): Promise<DeviceSecrets> {
  const known = await file.read();
  if (known !== null) return known;
  const random = (): string => randomBytes(32).toString('base64');
  const made = { deviceKey: generateDeviceKey(), journalKey: random(), pepper: random() };
  await file.write(made);
  return made;
}
