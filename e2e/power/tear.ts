import type { Dice } from '../sim/dice.ts';
import { GrowingBytes, type Edit } from './growing-bytes.ts';

/**
 * What a disk may have kept of writes that nobody synced:
 *
 *   front    the first of them, the last of these torn in the middle
 *   sectors  any sectors of any of them; a file may be longer than its bytes, then zeros stand there
 */
export const TEARS = ['front', 'sectors'] as const;
export type TearKind = (typeof TEARS)[number];

const SECTOR_BYTES = 512;

/** Seeded; one tear for one cut. */
export class Tear {
  readonly kind: TearKind;
  readonly dice: Dice;

  constructor(kind: TearKind, dice: Dice) {
    this.kind = kind;
    this.dice = dice;
  }

  /** Of the names of one folder: the first so many. */
  names<Change>(pending: readonly Change[]): readonly Change[] {
    return pending.slice(0, this.dice.between(0, pending.length));
  }
}

export function torn(durable: GrowingBytes, edits: readonly Edit[], tear: Tear): Uint8Array {
  if (edits.length === 0) return durable.copy();
  return tear.kind === 'front'
    ? front(durable, edits, tear.dice)
    : sectors(durable, edits, tear.dice);
}

function front(durable: GrowingBytes, edits: readonly Edit[], dice: Dice): Uint8Array {
  const file = GrowingBytes.from(durable.copy());
  const whole = dice.between(0, edits.length);
  for (const edit of edits.slice(0, whole)) file.perform(edit);
  const last = edits[whole];
  if (last !== undefined && 'bytes' in last) {
    const bytes = last.bytes.slice(0, dice.between(0, last.bytes.length));
    file.write(last.offset, bytes);
  }
  return file.copy();
}

function sectors(durable: GrowingBytes, edits: readonly Edit[], dice: Dice): Uint8Array {
  const written = GrowingBytes.from(durable.copy());
  for (const edit of edits) written.perform(edit);
  const live = written.copy();
  const [shorter, longer] = [durable.length, live.length].sort((a, b) => a - b) as [number, number];
  const length = dice.chance(0.5) ? longer : dice.between(shorter, longer);
  const file = GrowingBytes.from(durable.copy());
  file.setLength(length);
  const old = file.copy();
  for (let from = 0; from < length; from += SECTOR_BYTES) {
    const bytes = live.subarray(from, Math.min(from + SECTOR_BYTES, length));
    const isSame = bytes.every((byte, i) => byte === old[from + i]);
    if (!isSame && dice.chance(0.5)) file.write(from, bytes);
  }
  return file.copy();
}
