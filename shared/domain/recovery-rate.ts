import type { InkPart } from './certainty.ts';
import { add, minor } from './money.ts';
import type { CardTender, Sale } from './sale.ts';
import { LATE_STATES } from './try-that-counts.ts';

/**
 * Of what the bank refused later, how much has come back (P13). Counted by tender, since all tries of
 * one promise are one piece of money; taken from the sales as the journal made them, never from a
 * counter of its own.
 */
export interface RecoveryTally {
  /** All of it: recovered, written off and open together. */
  readonly refused: InkPart;
  readonly recovered: InkPart;
  readonly writtenOff: InkPart;
  /** Somebody has still to decide, or a further try is under way. */
  readonly open: InkPart;
}

const NONE: InkPart = { count: 0, amountMinor: minor(0) };
export const NOTHING_REFUSED: RecoveryTally = {
  refused: NONE,
  recovered: NONE,
  writtenOff: NONE,
  open: NONE,
};

export function recoveryTally(sales: readonly Pick<Sale, 'tenders' | 'payments'>[]): RecoveryTally {
  let tally = NOTHING_REFUSED;
  for (const sale of sales) {
    for (const tender of sale.tenders) {
      const end = tender.kind === 'card' ? endOf(sale, tender) : null;
      if (end === null) continue;
      const { amountMinor } = tender;
      const more = (part: InkPart): InkPart => ({
        count: part.count + 1,
        amountMinor: add(part.amountMinor, amountMinor),
      });
      tally = { ...tally, refused: more(tally.refused), [end]: more(tally[end]) };
    }
  }
  return tally;
}

/** Null where nothing of it was ever refused late. */
function endOf(
  { payments }: Pick<Sale, 'payments'>,
  { paymentIds }: CardTender,
): 'recovered' | 'writtenOff' | 'open' | null {
  const states = paymentIds.flatMap(
    (id) => payments.find((payment) => payment.id === id)?.status.state ?? [],
  );
  if (!states.some((state) => LATE_STATES.has(state))) return null;
  if (states.includes('refused')) return 'open';
  return states.includes('recovered') ? 'recovered' : 'writtenOff';
}

/** Share of the money, in whole percent and never rounded up; null where nothing was refused. */
export function recoveredPercent({ refused, recovered }: RecoveryTally): number | null {
  if (refused.amountMinor === 0) return null;
  return Math.floor((recovered.amountMinor * 100) / refused.amountMinor);
}
