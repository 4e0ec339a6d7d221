import {
  createTillHost,
  DEFAULT_SETTINGS,
  type HostPorts,
  type LocalTillHost,
} from '../../shared/host/till-host.ts';
import { lockedHost } from '../../shared/host/locked-host.ts';
import { withJournalNumber } from '../../shared/host/journal-number.ts';
import { DeviceKeys } from '../../shared/host/device-keys.ts';
import { pinPadHere } from '../../shared/host/pin-pad-program.ts';
import type { TillHost } from '../../shared/contracts/host.ts';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { TillFigures } from '../../renderer/services/queue/figures.ts';
import type { FoundSale } from '../../renderer/services/paying/found-sales.ts';
import { isKept } from '../../renderer/db/memory-till-store.ts';
import { openTill } from '../../renderer/services/open-till.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import type { TillPorts } from '../../renderer/ports.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { BANK_URL, SEALING_KEY } from './bank-identity.ts';
import type { Dice } from './dice.ts';
import { typeCodeInstead, underNewKeys } from './forgotten-passphrase.ts';
import { newActivationCode } from './sim-activation.ts';
import type { Life } from './life.ts';
import { readerWithLiars } from './lying-cards.ts';
import type { Line } from './line.ts';
import type { Machine } from './machine.ts';
import { withoutNoReceipt } from './step-up.ts';
import {
  CHIP_CRYPTO,
  deviceKeyCrypto,
  macHex,
  journalCrypto,
  lineCrypto,
  publicKeyOf,
  seal,
} from './sim-crypto.ts';

/** What a program finds where it is started. */
export interface Site {
  readonly name: string;
  readonly machine: Machine;
  readonly line: Line;
  readonly dice: Dice;
  /** Of new device keys. */
  readonly keyDice: Dice;
  readonly lockDice: Dice;
  /** Cards that lie, and how likely one does. */
  readonly liars: { readonly share: number; readonly dice: Dice };
  /** Somebody has typed a passphrase, the right one or another; whether the keys are open now. */
  readonly typed: (isRight: boolean, isOpen: boolean) => void;
  /** Somebody calls the bank, whose people give out a code (P25). */
  readonly telephones: () => string;
  readonly told: (line: string) => void;
  /** The machine's own clock, right or wrong. */
  readonly nowMs: () => number;
  /** Since the machine was switched on; nobody sets it. */
  readonly uptimeMs: () => number;
  readonly figures: (figures: TillFigures) => void;
  readonly found: (found: readonly FoundSale[]) => void;
}

/** The till's real host over this world's ports; it activates itself at its first start. */
export async function startHost(site: Site, life: Life): Promise<LocalTillHost> {
  const isLocked = site.machine.passphrase !== null;
  const host = isLocked
    ? await unlockedHost(site, life)
    : await createTillHost(await hostPorts(site, life));
  const about = await host.about();
  if (about.ok && about.value.terminal === null) {
    const code = site.machine.codeTyped ?? newActivationCode(site.dice.bytes(16));
    while (!(await host.activate({ code, bankUrl: BANK_URL })).ok) await life.wait(5_000);
  }
  return host;
}

/** Somebody has to type the passphrase first, and may mistype it; until then the till is nobody. */
async function unlockedHost(site: Site, life: Life): Promise<LocalTillHost> {
  const { machine, lockDice, typed } = site;
  const host = lockedHost({
    ...aboutMachine(site),
    settings: machine.kept('settings', life),
    defaultSettings: DEFAULT_SETTINGS,
    unlock: async (tried) => {
      await life.wait(1);
      if (tried !== machine.passphrase) return null;
      return createTillHost(await hostPorts(site, life));
    },
    startAnew: async (request) => {
      const done = await underNewKeys(site, life, request);
      return done.ok ? ok(await createTillHost(await hostPorts(site, life))) : done;
    },
  });
  for (;;) {
    await life.wait(lockDice.between(500, 15_000));
    if (lockDice.chance(0.15)) {
      await typeCodeInstead(site, host, life);
      const about = await host.about();
      if (about.ok && !about.value.keysLocked) return host;
      continue;
    }
    const isRight = lockDice.chance(0.7);
    const opened = await host.unlockKeys(`${machine.passphrase ?? ''}${isRight ? '' : '!'}`);
    typed(isRight, opened.ok);
    if (opened.ok) return host;
  }
}

/** What a host says of where it runs, locked or not. */
function aboutMachine({ name, machine, uptimeMs }: Site) {
  return {
    facts: {
      host: 'electron',
      appVersion: '0.1.0',
      programHash: null,
      developmentRuntime: false,
      runtimeVersion: '45.4.1',
      get keyStoreLevel() {
        return machine.passphrase === null ? 'file' : 'passphrase';
      },
    },
    // Whoever asks how much room is left hears the truth; between question and write it may change.
    freeBytes: () => Promise.resolve(machine.isFull ? 0 : 10_000_000_000),
    machine: () => ({ bootId: `${name} boot`, uptimeMs: uptimeMs() }),
  } as const;
}

async function hostPorts(site: Site, life: Life): Promise<HostPorts> {
  const { name, machine, line, dice, keyDice, nowMs } = site;
  const keptKeys = machine.keptDeviceKeys(life);
  const deviceKeys = new DeviceKeys(
    keptKeys,
    (await keptKeys.read()) ?? { deviceKey: publicKeyOf(name) },
    deviceKeyCrypto(name, (count) => keyDice.bytes(count)),
  );
  const kept = machine.kept.bind(machine);
  return {
    ...aboutMachine(site),
    // Nobody sleeps there but before the sentinel and the pages are written.
    clock: { nowMs, sleep: (waitMs) => life.wait(waitMs, 'beside') },
    transport: line.transport(life),
    lineCrypto: lineCrypto(
      () => deviceKeys.inUse,
      (count) => dice.bytes(count),
    ),
    get devicePublicKey() {
      return deviceKeys.inUse;
    },
    journalCrypto: journalCrypto(machine.journalKey),
    journalFiles: machine.journalFiles(life),
    // A world is short: some pages, and something behind them.
    journalPageBytes: 30_000,
    identity: withJournalNumber(kept('journal-number', life), kept('identity', life)),
    settings: kept('settings', life),
    operators: kept('operators', life),
    session: kept('session', life),
    forcedOffline: kept('forced-offline', life),
    cardCounters: kept('card-counters', life),
    cipher: CHIP_CRYPTO.cipher,
    reader: readerWithLiars(
      {
        chipCrypto: CHIP_CRYPTO,
        hmac: macHex,
        randomBytes: (count) => dice.bytes(count),
        sealerFor: () => (info, context, plain) =>
          Promise.resolve(seal(SEALING_KEY, info, context, plain)),
      },
      site,
    ),
    hashPin: (pin, salt) => Promise.resolve(macHex(salt, pin)),
    randomBytes: (count) => dice.bytes(count),
    hmac: macHex,
    startPinPad: pinPadHere({
      cipher: CHIP_CRYPTO.cipher,
      randomBytes: (count) => dice.bytes(count),
      sealerFor: () => (info, context, plain) =>
        Promise.resolve(seal(SEALING_KEY, info, context, plain)),
    }),
    pinKeys: kept('pin-keys', life),
    printer: { print: (job, atMs) => machine.print(life, job, atMs) },
    power: () => Promise.resolve({ onMains: true, batteryPercent: null }),
    protectKeys: async (passphrase) => {
      await life.wait(1);
      machine.passphrase = passphrase;
      machine.version += 1;
      return true;
    },
    deviceKeys: deviceKeys.ring(),
  };
}

/** The window's real services over that host, as `composition.ts` puts them together. */
export function openWindow(
  site: Site,
  host: LocalTillHost,
  life: Life,
): Promise<Result<OpenTill, Failure>> {
  const ports: TillPorts = {
    host: withoutNoReceipt(heardBy(host, life)),
    store: site.machine.tillStore(life),
    clock: {
      nowMs: site.nowMs,
      passedMs: site.uptimeMs,
      utcOffsetMinutes: () => 480,
      sleep: (waitMs, signal) => life.sleep(waitMs, signal),
    },
    random: { uuid: uuids(site), unit: () => site.dice.unit() },
    network: { saysOffline: () => false, onChange: () => () => undefined },
    drainLock: { ifFree: (work) => work() },
    isStorageDurable: () => Promise.resolve(true),
  };
  return openTill(ports, {
    figures: site.figures,
    hostKnows: () => Promise.resolve(),
    found: site.found,
  });
}

/** A call goes through the gate between window and program, and back: neither way takes no time. */
export function heardBy(host: TillHost, life: Life): TillHost {
  return new Proxy(host, {
    get: (target, name: keyof TillHost) => {
      const member = target[name] as (...args: unknown[]) => Promise<unknown>;
      return async (...args: unknown[]) => {
        await life.wait(0);
        return life.hears(member(...args.map(byText)));
      };
    },
  });
}

/** As between window and program (`contracts/ipc-text.ts`). */
function byText(argument: unknown): unknown {
  if (Array.isArray(argument)) return argument.map(byText);
  if (typeof argument !== 'object' || argument === null) return argument;
  const read = readBefore.get(argument);
  if (read !== undefined) return read;
  const copy = JSON.parse(JSON.stringify(argument)) as object;
  if (isKept(argument)) readBefore.set(argument, copy);
  return copy;
}

/** What the database keeps does not change, and a journal is compared at each start: it is read once. */
const readBefore = new WeakMap<object, object>();

/** UUID v7: time, then a counter, then chance, so that they rise within a till. */
function uuids({ dice, nowMs }: Site): () => string {
  return () => {
    const time = Math.floor(nowMs()).toString(16).padStart(12, '0');
    const chance = [...dice.bytes(10)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const a = `7${chance.slice(0, 3)}`;
    const b = `8${chance.slice(3, 6)}`;
    return `${time.slice(0, 8)}-${time.slice(8)}-${a}-${b}-${chance.slice(6, 18)}`;
  };
}
