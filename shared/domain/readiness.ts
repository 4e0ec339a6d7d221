import { CLOCK_TOLERANCE_MS } from './clock-watch.ts';
import { diskSpace } from './disk-space.ts';

/**
 * The check before the first sale of a day: what a till needs for all its ways to sell, each point
 * by itself, so that whoever opens the shop can put it right while nobody waits. The check stops
 * nothing: cash is taken with a dead reader and a full window. A full disk stops by itself (F08).
 *
 * Ages follow the field: a reader that was not online for 24 hours takes no promises at one vendor,
 * for 30 days at another (TERMINAL section 1, R9). They are this till's warnings, not the bank's
 * caps: those are in its parameters.
 */
export const READINESS_POINTS = [
  'power',
  'printer',
  'paper',
  'reader',
  'clock',
  'disk',
  'storage',
  'keys',
  'parameters',
  'bank',
] as const;
export type ReadinessPoint = (typeof READINESS_POINTS)[number];

/** What the system says of its mains and its battery; null where a machine has neither to tell of. */
export interface Power {
  readonly onMains: boolean;
  /** 0 to 100; null without a battery. */
  readonly batteryPercent: number | null;
}

/** What is connected to the till, as its host sees it. */
export interface DeskDevices {
  readonly printerConnected: boolean;
  readonly paperLoaded: boolean;
  readonly readerConnected: boolean;
}

export interface ReadinessFacts extends DeskDevices {
  readonly nowMs: number;
  /** Null where nobody can say. */
  readonly power: Power | null;
  readonly clockTrusted: boolean;
  /** Bank's clock minus ours; null until the bank was heard once. */
  readonly bankOffsetMs: number | null;
  readonly freeBytes: number | null;
  /** Whether the system may clear the database when it wants room; null where nobody can say. */
  readonly storageDurable: boolean | null;
  readonly keysMadeAtMs: number | null;
  readonly signedOnAtMs: number | null;
  readonly bankHeardAtMs: number | null;
}

/** `ready` and `unknown` ask for nothing; `look` soon, `missing` takes a way to sell away. */
export type ReadinessState = 'ready' | 'look' | 'missing' | 'unknown';

/** What was found at a point: its words and its remedy are the reason's (i18n `readiness`). */
export interface ReadinessFinding {
  readonly point: ReadinessPoint;
  readonly state: ReadinessState;
  readonly reason: ReadinessReason;
  /**
   * Per cent, minutes, days or hours; of disk space gigabytes while there is enough, else megabytes.
   * What is fresh is so within so many hours, what is old has been so for so many.
   */
  readonly count: number;
}

export type ReadinessReason =
  | 'unknown'
  | 'mains'
  | 'battery'
  | 'battery-low'
  | 'connected'
  | 'disconnected'
  | 'loaded'
  | 'out'
  | 'right'
  | 'off'
  | 'behind'
  | 'enough'
  | 'low'
  | 'none'
  | 'durable'
  | 'clearable'
  | 'fresh'
  | 'old'
  | 'too-old'
  | 'never';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const MEGABYTE = 1_000_000;
const GIGABYTE = 1_000 * MEGABYTE;

/** Below this a shift without mains does not end well. */
const BATTERY_LOW_PERCENT = 25;
const KEYS_OLD_MS = 365 * DAY_MS;
const PARAMETERS_OLD_MS = DAY_MS;
const PARAMETERS_TOO_OLD_MS = 7 * DAY_MS;
const BANK_OLD_MS = DAY_MS;
const BANK_TOO_OLD_MS = 30 * DAY_MS;

type Judgement = Omit<ReadinessFinding, 'point'>;

const JUDGES: Readonly<Record<ReadinessPoint, (facts: ReadinessFacts) => Judgement>> = {
  power: ({ power }) => judgePower(power),
  printer: ({ printerConnected }) => judgeCable(printerConnected),
  paper: ({ printerConnected, paperLoaded }) => judgePaper(printerConnected, paperLoaded),
  reader: ({ readerConnected }) => judgeCable(readerConnected),
  clock: judgeClock,
  disk: ({ freeBytes }) => judgeDisk(freeBytes),
  storage: ({ storageDurable }) => judgeStorage(storageDurable),
  keys: ({ nowMs, keysMadeAtMs }) => judgeKeys(nowMs, keysMadeAtMs),
  parameters: ({ nowMs, signedOnAtMs }) =>
    judgeAge(nowMs, signedOnAtMs, PARAMETERS_OLD_MS, PARAMETERS_TOO_OLD_MS),
  bank: ({ nowMs, bankHeardAtMs }) => judgeAge(nowMs, bankHeardAtMs, BANK_OLD_MS, BANK_TOO_OLD_MS),
};

/** Every point once, in the order in which a person goes round the till. */
export function readinessOf(facts: ReadinessFacts): readonly ReadinessFinding[] {
  return READINESS_POINTS.map((point) => ({ point, ...JUDGES[point](facts) }));
}

export function asksForSomebody({ state }: ReadinessFinding): boolean {
  return state === 'look' || state === 'missing';
}

/** Of all points together. Only a full disk takes cash away too: nothing could be written down. */
export type ReadinessVerdict = 'ready' | 'ready-as-far-as-known' | 'cash-goes-on' | 'stopped';

export function verdictOf(findings: readonly ReadinessFinding[]): ReadinessVerdict {
  if (findings.some(({ point, state }) => point === 'disk' && state === 'missing')) {
    return 'stopped';
  }
  if (findings.some(asksForSomebody)) return 'cash-goes-on';
  return findings.every(({ state }) => state === 'ready') ? 'ready' : 'ready-as-far-as-known';
}

function found(state: ReadinessState, reason: ReadinessReason, count = 0): Judgement {
  return { state, reason, count };
}

const UNKNOWN = found('unknown', 'unknown');

function judgePower(power: Power | null): Judgement {
  if (power === null) return UNKNOWN;
  const { onMains, batteryPercent } = power;
  if (onMains) return found('ready', 'mains');
  if (batteryPercent === null) return UNKNOWN;
  return batteryPercent < BATTERY_LOW_PERCENT
    ? found('missing', 'battery-low', batteryPercent)
    : found('look', 'battery', batteryPercent);
}

function judgeCable(connected: boolean): Judgement {
  return connected ? found('ready', 'connected') : found('missing', 'disconnected');
}

/** A printer that does not answer says nothing about its paper. */
function judgePaper(printerConnected: boolean, paperLoaded: boolean): Judgement {
  if (!printerConnected) return UNKNOWN;
  return paperLoaded ? found('ready', 'loaded') : found('missing', 'out');
}

function judgeClock({ clockTrusted, bankOffsetMs }: ReadinessFacts): Judgement {
  if (!clockTrusted) return found('missing', 'behind');
  if (bankOffsetMs === null) return UNKNOWN;
  const skewMs = Math.abs(bankOffsetMs);
  if (skewMs <= CLOCK_TOLERANCE_MS) return found('ready', 'right');
  return found('look', 'off', Math.round(skewMs / MINUTE_MS));
}

function judgeDisk(freeBytes: number | null): Judgement {
  if (freeBytes === null) return UNKNOWN;
  const space = diskSpace(freeBytes);
  const state = { enough: 'ready', low: 'look', none: 'missing' } as const;
  return found(
    state[space],
    space,
    Math.floor(freeBytes / (space === 'enough' ? GIGABYTE : MEGABYTE)),
  );
}

function judgeStorage(isDurable: boolean | null): Judgement {
  if (isDurable === null) return UNKNOWN;
  return isDurable ? found('ready', 'durable') : found('look', 'clearable');
}

function judgeKeys(nowMs: number, madeAtMs: number | null): Judgement {
  if (madeAtMs === null) return UNKNOWN;
  const ageMs = Math.max(0, nowMs - madeAtMs);
  const days = Math.floor(ageMs / DAY_MS);
  return ageMs > KEYS_OLD_MS ? found('look', 'old', days) : found('ready', 'fresh', days);
}

function judgeAge(nowMs: number, atMs: number | null, oldMs: number, tooOldMs: number): Judgement {
  if (atMs === null) return found('look', 'never');
  const ageMs = Math.max(0, nowMs - atMs);
  const hours = Math.floor(ageMs / HOUR_MS);
  if (ageMs > tooOldMs) return found('missing', 'too-old', hours);
  return ageMs > oldMs ? found('look', 'old', hours) : found('ready', 'fresh', hours + 1);
}
