import { minor, type Minor } from '../../../shared/domain/money.ts';

/** The notes of the drawer, smallest first. */
export const NOTES_MINOR = [500, 1_000, 2_000, 5_000, 10_000].map((note) => minor(note));

/**
 * What a customer is likely to hand over: exactly the rest, the next whole yuan, and the next sums
 * that notes make. Each once, smallest first; never less than what is due.
 */
export function quickTenders(restMinor: Minor): readonly Minor[] {
  if (restMinor <= 0) return [];
  const sums = [1, 100, ...NOTES_MINOR].map((step) => Math.ceil(restMinor / step) * step);
  return [...new Set(sums)].sort((a, b) => a - b).map((sum) => minor(sum));
}
