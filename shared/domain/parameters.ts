import { fromHex } from '../lib/bytes.ts';
import type { RsaKey } from './emv/data-authentication.ts';
import type { TerminalSettings } from './emv/kernel/settings.ts';
import type { CashRounding } from './cash.ts';
import type { Minor } from './money.ts';

/** What the bank signs and a till obeys (P15, P21): versioned, never downgraded. */
export interface TerminalParameters {
  readonly version: number;
  readonly currency: string;
  readonly offline: OfflinePolicy;
  readonly wait: WaitParameters;
  /** Local hour at which a business day ends (P22). */
  readonly dayCutOffHour: number;
  /** Contactless up to this amount needs no PIN (TERMINAL 2c: 1,000 yuan). */
  readonly noPinLimitMinor: Minor;
  /** How the shop rounds cash (A19); absent: not at all. */
  readonly cashRounding?: CashRounding;
  /** The largest batch that the bank takes at once (P12, A06). */
  readonly mostRecordsPerBatch: number;
  /** Of the hot list, and of the certification authorities' keys: each on its own (P21). */
  readonly hotListVersion: number;
  readonly keysVersion: number;
  /** Cards that must be refused at once, as card tokens (P16). */
  readonly hotCardTokens: readonly string[];
  readonly chip: ChipParameters;
}

/** What a chip transaction is decided by (P17), but for the two limits that stand elsewhere here. */
export interface ChipParameters extends Omit<TerminalSettings, 'floorLimitMinor' | 'contactless'> {
  /** A tap above it must be put in. */
  readonly contactlessMaxMinor: Minor;
  /** Keys of the certification authorities whose cards can be proved without a line. */
  readonly authorityKeys: readonly AuthorityKey[];
}

/** Hex, as on the wire. */
export interface AuthorityKey {
  readonly index: number;
  readonly modulus: string;
  readonly exponent: string;
}

/** As the kernel reads them. */
export function terminalSettings({
  chip,
  offline,
  noPinLimitMinor,
}: TerminalParameters): TerminalSettings {
  const { contactlessMaxMinor: transactionLimitMinor, authorityKeys: _keys, ...settings } = chip;
  return {
    ...settings,
    floorLimitMinor: offline.floorLimitMinor,
    contactless: { noPinLimitMinor, transactionLimitMinor },
  };
}

export function authorityKeysOf({
  chip: { authorityKeys },
}: TerminalParameters): Readonly<Record<number, RsaKey>> {
  return Object.fromEntries(
    authorityKeys.map(({ index, modulus, exponent }) => [
      index,
      { modulus: fromHex(modulus), exponent: fromHex(exponent) },
    ]),
  );
}

/** Caps on promised money (P15). `hard…` is the bank's own limit, which no supervisor lifts. */
export interface OfflinePolicy {
  readonly enabled: boolean;
  readonly perSaleMinor: Minor;
  readonly hardPerSaleMinor: Minor;
  readonly perCardMinor: Minor;
  readonly totalExposureMinor: Minor;
  readonly hardTotalExposureMinor: Minor;
  readonly maxCount: number;
  /** From the first stored sale that is still unsent. */
  readonly maxAgeMs: number;
  /** Chip's own floor limit; at or above it the chip must go online (P17). */
  readonly floorLimitMinor: Minor;
}

/** Time-outs of an attended payment (P5). */
export interface WaitParameters {
  readonly attemptMs: number;
  readonly attendedMs: number;
  readonly leftAloneMs: number;
}

/** The whole, and what of it is numbered on its own too (P21). */
const NUMBERED = ['version', 'hotListVersion', 'keysVersion'] as const;

/** A till that was activated before the parts were numbered has the whole's alone. */
type Versions = Partial<Pick<TerminalParameters, (typeof NUMBERED)[number]>> & {
  readonly version: number;
};

/** By name; what is held once stays: an older list would let a stolen card through again (P15). */
export function olderParts(offered: Versions, known: Versions): (typeof NUMBERED)[number][] {
  return NUMBERED.filter((name) => (offered[name] ?? 0) < (known[name] ?? 0));
}

/** A download takes the place of what is held only if it is newer and no part of it is older. */
export function mayReplace(offered: Versions, known: Versions): boolean {
  return isNewer(offered, known) && olderParts(offered, known).length === 0;
}

/** Versions only go up: an older one, however well signed, is a replay (P15). */
export function isNewer(
  offered: { readonly version: number },
  known: { readonly version: number },
): boolean {
  return offered.version > known.version;
}
