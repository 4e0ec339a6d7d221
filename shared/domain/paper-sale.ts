/**
 * A sale that was written on paper while the till was gone, and is entered later (补录). It was paid
 * in cash: what nobody at the bank has said yes to becomes no card payment by being typed in (I9).
 */
export interface PaperOrigin {
  /** The number that stands on the paper. */
  readonly paperNumber: string;
  /** When the customer had the goods; the sale counts for the business day of that moment (P22). */
  readonly soldAtMs: number;
  /** Who vouched for it with a PIN. */
  readonly supervisorId: string;
}

export const MAX_PAPER_NUMBER = 20;

/** Older paper belongs to days that were closed and counted long ago. */
const OLDEST_MS = 31 * 24 * 60 * 60 * 1000;

export type PaperFault = 'number' | 'ahead' | 'too-old';

/** What is wrong with what was read off the paper, or null. */
export function paperFault(
  { paperNumber, soldAtMs }: Omit<PaperOrigin, 'supervisorId'>,
  nowMs: number,
): PaperFault | null {
  const length = paperNumber.trim().length;
  if (length === 0 || length > MAX_PAPER_NUMBER) return 'number';
  if (soldAtMs > nowMs) return 'ahead';
  return soldAtMs < nowMs - OLDEST_MS ? 'too-old' : null;
}

/** Whether two slips of paper carry the same number, whatever the spaces and the case. */
export function isSamePaper(one: string, other: string): boolean {
  const plain = (text: string): string => text.replaceAll(/\s/g, '').toLowerCase();
  return plain(one) === plain(other);
}
