import { signatureOf } from './card-signature.ts';
import type { Payment } from './payment.ts';
import type { CardTender, Sale } from './sale.ts';
import { tryThatCounts } from './try-that-counts.ts';

/** Whether somebody has to sign, and for what. */

const METHOD = 0x3f;
const SIGNATURE = 0x1e;

/** By the card's own list, as the kernel went through it; what was tapped is signed by nobody. */
export function asksSignature({ chip }: Pick<Payment, 'chip'>): boolean {
  const method = Number.parseInt(chip?.cardholderResults.slice(0, 2) ?? '', 16);
  return (method & METHOD) === SIGNATURE;
}

const YES: ReadonlySet<Payment['status']['state']> = new Set([
  'approved',
  'approved-in-part',
  'posted',
  'stored',
  'offline-approved',
]);

/** The payment that its cardholder has still to sign for; of several the first. */
export function paymentToSign(sale: Sale): Payment | null {
  if (sale.state !== 'completed') return null;
  const cards = sale.tenders.filter((tender): tender is CardTender => tender.kind === 'card');
  const counting = cards.flatMap((tender) => tryThatCounts(sale, tender) ?? []);
  const open = counting.find(
    (payment) =>
      YES.has(payment.status.state) &&
      asksSignature(payment) &&
      signatureOf(sale, payment.id) === null,
  );
  return open ?? null;
}
