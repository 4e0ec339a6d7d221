import type { ChipFault, GenuineChip } from './chip-check.ts';

/**
 * Which of a card's counters its issuer has seen (P17): each is used once, and a question that is
 * asked live counts upwards. A promise may come late, after questions that were asked since; so the
 * highest alone is not enough, and the last ones are remembered one by one, as those who guard a line
 * against replays do (RFC 4303, 3.4.3). What is older than the window counts as used.
 *
 * Kept for each terminal: the cards of a virtual reader lie in the tray of one till, and every till
 * has a set of its own.
 */
export interface ChipCounters {
  /** Of the questions that were asked live. */
  readonly highestAsked: number;
  readonly highest: number;
  /** Hex; bit n says that the counter `highest` − n was used. */
  readonly seen: string;
}

export const UNSEEN_CHIP: ChipCounters = { highestAsked: 0, highest: 0, seen: '0' };

const WINDOW = 512;
const WINDOW_MASK = (1n << BigInt(WINDOW)) - 1n;

/** @param isAskedLive false for a promise, which may have waited. */
export function counterFault(
  { type, transactionCounter }: Pick<GenuineChip, 'type' | 'transactionCounter'>,
  counters: ChipCounters,
  isAskedLive: boolean,
): Extract<ChipFault, 'counter-used' | 'counter-went-back'> | null {
  if (isUsed(counters, transactionCounter)) return 'counter-used';
  const isQuestion = isAskedLive && type === 'ARQC';
  return isQuestion && transactionCounter <= counters.highestAsked ? 'counter-went-back' : null;
}

export function countersAfter(
  counters: ChipCounters,
  transactionCounter: number,
  isAskedLive: boolean,
): ChipCounters {
  const highest = Math.max(counters.highest, transactionCounter);
  const moved =
    BigInt(`0x${counters.seen}`) << BigInt(Math.min(highest - counters.highest, WINDOW));
  const back = highest - transactionCounter;
  const seen = back < WINDOW ? moved | (1n << BigInt(back)) : moved;
  return {
    highestAsked: isAskedLive
      ? Math.max(counters.highestAsked, transactionCounter)
      : counters.highestAsked,
    highest,
    seen: (seen & WINDOW_MASK).toString(16),
  };
}

function isUsed({ highest, seen }: ChipCounters, counter: number): boolean {
  const back = highest - counter;
  if (back < 0) return false;
  return back >= WINDOW || ((BigInt(`0x${seen}`) >> BigInt(back)) & 1n) === 1n;
}
