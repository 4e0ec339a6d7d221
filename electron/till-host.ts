import { createHmac, randomBytes, scrypt } from 'node:crypto';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { createTillHost, type LocalTillHost } from '../shared/host/till-host.ts';
import { pinPadHere, type StartPinPad } from '../shared/host/pin-pad.ts';
import { chipCrypto } from './platform/card-crypto.ts';
import { createSealer } from './platform/card-sealing.ts';
import { createHttpTransport } from './platform/http-transport.ts';
import { createJournalFiles } from './platform/journal-files.ts';
import { JsonFile } from './platform/json-file.ts';
import { openKeyStore, type Keyring } from './platform/key-store.ts';
import { freeBytesOf, machineTime } from './platform/machine.ts';
import { POWER_SUPPLY_FOLDER, powerOf } from './platform/power-supply.ts';
import { createJournalCrypto, createLineCrypto } from './platform/node-crypto.ts';
import { pinPadPorts } from './platform/pin-pad-ports.ts';
import { makeFolder, syncFolder } from './platform/sync-folder.ts';
import { VirtualPrinter } from './virtual-printer.ts';

export interface HostOptions {
  readonly dataFolder: string;
  readonly appVersion: string;
  /** Null (or left out): not known, and not told to the bank. */
  readonly programHash?: string | null;
  readonly runtimeVersion: string;
  readonly developmentRuntime: boolean;
  /** The system's safe for keys; null where there is none to trust (P25). */
  readonly keyring?: Keyring | null;
  /** Another way to ask how much room is left; that of the data folder otherwise. */
  readonly freeBytes?: () => Promise<number | null>;
  /** A PIN pad in a process of its own (P27); without one it runs in this one, for tests. */
  readonly startPinPad?: StartPinPad;
  /** Another place that tells of mains and battery; the system's own otherwise. */
  readonly powerSupplyFolder?: string | undefined;
}

const derive = promisify(scrypt) as (pin: string, salt: Buffer, bytes: number) => Promise<Buffer>;

/** The till's host on Node: real files, real HTTP, keys in the system's safe or on this disk. */
export async function createNodeTillHost(options: HostOptions): Promise<LocalTillHost> {
  const { dataFolder, appVersion, runtimeVersion, developmentRuntime } = options;
  await makeFolder(dataFolder);
  // Chromium may have made it, without syncing its name. Where the folder above is closed to us, the
  // till works all the same.
  await syncFolder(dirname(dataFolder)).catch(() => undefined);
  const hostFolder = join(dataFolder, 'host');
  const kept = <Value>(name: string): JsonFile<Value> =>
    new JsonFile<Value>(join(hostFolder, `${name}.json`));
  const {
    level,
    secrets,
    kept: keptSafely,
  } = await openKeyStore(hostFolder, options.keyring ?? null);
  return createTillHost({
    facts: {
      host: 'electron',
      appVersion,
      programHash: options.programHash ?? null,
      runtimeVersion,
      developmentRuntime,
      keyStoreLevel: level,
    },
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
    // The merchant's card token key is in it (P16).
    identity: keptSafely('identity'),
    settings: kept('settings'),
    operators: kept('operators'),
    session: kept('session'),
    forcedOffline: kept('forced-offline'),
    cardCounters: kept('card-counters'),
    chipCrypto,
    hashPin: async (pin, salt) => {
      const key = await derive(`${pin}\n${secrets.pepper}`, Buffer.from(salt, 'base64'), 32);
      return key.toString('hex');
    },
    randomBytes,
    hmac: (key, text) =>
      createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('hex'),
    sealerFor: createSealer,
    startPinPad: options.startPinPad ?? pinPadHere(pinPadPorts),
    // What later keys are derived from is as secret as they are.
    pinKeys: keptSafely('pin-keys'),
    printer: new VirtualPrinter(join(dataFolder, 'slips')),
    freeBytes: options.freeBytes ?? (() => freeBytesOf(dataFolder)),
    machine: machineTime,
    power: () => powerOf(options.powerSupplyFolder ?? POWER_SUPPLY_FOLDER),
  });
}
