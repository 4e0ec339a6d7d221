import { createHmac, randomBytes, scrypt } from 'node:crypto';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { HostSettings } from '../shared/contracts/host-facts.ts';
import { failure } from '../shared/contracts/error-codes.ts';
import { err, ok } from '../shared/lib/result.ts';
import { NewKeys } from './platform/new-keys.ts';
import { withJournalNumber } from '../shared/host/journal-number.ts';
import { lockedHost } from '../shared/host/locked-host.ts';
import { DeviceKeys, type KeptDeviceKeys } from '../shared/host/device-keys.ts';
import {
  createTillHost,
  DEFAULT_SETTINGS,
  type LocalTillHost,
  type SteadyFacts,
} from '../shared/host/till-host.ts';
import type { CardReader } from '../shared/host/card-reader.ts';
import type { StartPinPad } from '../shared/host/pin-pad.ts';
import { chipCrypto } from './platform/card-crypto.ts';
import { createHttpTransport } from './platform/http-transport.ts';
import { createJournalFiles } from './platform/journal-files.ts';
import { JsonFile } from './platform/json-file.ts';
import type { LockCost } from './platform/key-lock.ts';
import {
  openKeyStore,
  type Keyring,
  type KeyStore,
  type KeyStoreLevel,
} from './platform/key-store.ts';
import { freeBytesOf, machineTime } from './platform/machine.ts';
import { POWER_SUPPLY_FOLDER, powerOf } from './platform/power-supply.ts';
import {
  createJournalCrypto,
  createLineCrypto,
  DEVICE_KEY_CRYPTO,
  type DeviceKey,
} from './platform/node-crypto.ts';
import { makeFolder, syncFolder } from './platform/sync-folder.ts';
import { underNewKeys } from './forgotten-passphrase.ts';
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
  /** Reader and PIN pad, each in a process of its own: this one never has a card's number (P27). */
  readonly reader: CardReader;
  readonly startPinPad: StartPinPad;
  /** Another place that tells of mains and battery; the system's own otherwise. */
  readonly powerSupplyFolder?: string | undefined;
  /** What a try at the shop's passphrase costs, where it is set here; for tests. */
  readonly lockCost?: LockCost;
  /** Once the keys are open, and before anybody may ask: at the start, or after the passphrase. */
  readonly whenOpen?: (host: LocalTillHost) => Promise<void> | undefined;
}

const derive = promisify(scrypt) as (pin: string, salt: Buffer, bytes: number) => Promise<Buffer>;

/** The till's host on Node: real files, real HTTP, keys in the system's safe or on this disk. */
export async function createNodeTillHost(options: HostOptions): Promise<LocalTillHost> {
  const { dataFolder } = options;
  await makeFolder(dataFolder);
  // Chromium may have made it, without syncing its name. Where the folder above is closed to us, the
  // till works all the same.
  await syncFolder(dirname(dataFolder)).catch(() => undefined);
  const hostFolder = join(dataFolder, 'host');
  const kept = keptIn(dataFolder);
  const newKeys = new NewKeys(dataFolder);
  await newKeys.finish();
  const opened = await openKeyStore(hostFolder, options.keyring ?? null, options.lockCost);
  if (!('unlock' in opened)) return openedHost(options, opened);
  return lockedHost({
    facts: steadyFacts(options, () => 'passphrase'),
    settings: settingsIn(dataFolder),
    defaultSettings: DEFAULT_SETTINGS,
    freeBytes: options.freeBytes ?? (() => freeBytesOf(dataFolder)),
    machine: machineTime,
    unlock: async (passphrase) => {
      const store = await opened.unlock(passphrase);
      return store === null ? null : openedHost(options, store);
    },
    // A disk that is full, most of all; what is cut short after the bank's yes goes on at the next start.
    startAnew: async (request) => {
      const journalNumber = kept<number>('journal-number');
      try {
        const store = await underNewKeys(
          { ...options, hostFolder, newKeys, journalNumber },
          request,
        );
        return store.ok ? ok(await openedHost(options, store.value)) : store;
      } catch (error) {
        return err(failure('journal-write-failed', String(error)));
      }
    },
  });
}

function steadyFacts(
  { appVersion, programHash, runtimeVersion, developmentRuntime }: HostOptions,
  level: () => KeyStoreLevel,
): SteadyFacts {
  return {
    host: 'electron',
    appVersion,
    programHash: programHash ?? null,
    runtimeVersion,
    developmentRuntime,
    // Asked each time: it moves up when the shop sets a passphrase.
    get keyStoreLevel() {
      return level();
    },
  };
}

async function openedHost(options: HostOptions, store: KeyStore): Promise<LocalTillHost> {
  const { dataFolder } = options;
  const { secrets, kept: keptSafely } = store;
  const kept = keptIn(dataFolder);
  const deviceKeys = deviceKeysIn(store);
  const host = await createTillHost({
    facts: steadyFacts(options, () => store.level),
    protectKeys: store.protect,
    clock: {
      nowMs: () => Date.now(),
      sleep: (waitMs) => new Promise((resolve) => setTimeout(resolve, waitMs)),
    },
    transport: createHttpTransport(),
    lineCrypto: createLineCrypto(() => deviceKeys.inUse),
    deviceKeys: deviceKeys.ring(),
    get devicePublicKey() {
      return deviceKeys.inUse.publicJwk;
    },
    journalCrypto: createJournalCrypto(Buffer.from(secrets.journalKey, 'base64')),
    journalFiles: createJournalFiles(
      join(dataFolder, 'till-journal'),
      join(dataFolder, 'till-sentinel'),
    ),
    // The merchant's card token key is in it (P16).
    identity: withJournalNumber(kept('journal-number'), keptSafely('identity')),
    settings: settingsIn(dataFolder),
    operators: kept('operators'),
    session: kept('session', { isExpendable: true }),
    forcedOffline: kept('forced-offline'),
    cardCounters: kept('card-counters'),
    cipher: chipCrypto.cipher,
    reader: options.reader,
    hashPin: async (pin, salt) => {
      const key = await derive(`${pin}\n${secrets.pepper}`, Buffer.from(salt, 'base64'), 32);
      return key.toString('hex');
    },
    randomBytes,
    hmac: (key, text) =>
      createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('hex'),
    startPinPad: options.startPinPad,
    // What later keys are derived from is as secret as they are.
    pinKeys: keptSafely('pin-keys'),
    printer: new VirtualPrinter(join(dataFolder, 'slips')),
    freeBytes: options.freeBytes ?? (() => freeBytesOf(dataFolder)),
    machine: machineTime,
    power: () => powerOf(options.powerSupplyFolder ?? POWER_SUPPLY_FOLDER),
  });
  await options.whenOpen?.(host);
  return host;
}

/** They are renewed; what else is secret stays what it is. */
function deviceKeysIn({ secrets, keptSecrets }: KeyStore): DeviceKeys<DeviceKey> {
  const { journalKey, pepper } = secrets;
  const write = (keys: KeptDeviceKeys<DeviceKey>): Promise<void> =>
    keptSecrets.write({ ...keys, journalKey, pepper });
  return new DeviceKeys({ write }, secrets, DEVICE_KEY_CRYPTO);
}

const keptIn =
  (dataFolder: string) =>
  <Value>(name: string, options?: { readonly isExpendable: boolean }): JsonFile<Value> =>
    new JsonFile<Value>(join(dataFolder, 'host', `${name}.json`), options);

/** Language and colours: nobody waits for a till because of them. */
const settingsIn = (dataFolder: string): JsonFile<HostSettings> =>
  keptIn(dataFolder)('settings', { isExpendable: true });
