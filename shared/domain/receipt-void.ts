import { add, decimalText, negate } from './money.ts';
import type { Payment } from './payment.ts';
import { approvalRows, bankRows, row, voucherText, type ReceiptRow } from './receipt-rows.ts';
import type { ReceiptWords } from './receipt-words.ts';
import type { Sale } from './sale.ts';
import { standingVoids } from './voiding.ts';

/** What took the sale back, with the originals that are named (TERMINAL 2d: remarks). */
export function voidRows(sale: Sale, words: ReceiptWords): ReceiptRow[] {
  const rows = standingVoids(sale).flatMap((one) => voidedRows(sale, one, words));
  if (sale.state !== 'voided') return rows;
  const cash = sale.tenders.flatMap((tender) => (tender.kind === 'cash' ? tender : []));
  const back = cash.map(({ amountMinor, roundingMinor }) =>
    row(words.cashReturned, decimalText(negate(add(amountMinor, roundingMinor))), 'strong'),
  );
  return [...rows, ...withdrawnRows(sale, words), ...cashReturnRows(sale, words), ...back];
}

/** A promise that the bank never hears of: who took it back, and that nothing comes of it. */
function withdrawnRows({ payments }: Sale, words: ReceiptWords): ReceiptRow[] {
  // A try before it that had been asked for may have been paid: it goes back by itself (P7).
  const isGoingBack = payments.some(({ status }) => status.state === 'reversing');
  const rows = payments.flatMap(({ card, core, status }) =>
    status.state === 'withdrawn'
      ? [
          row(words.typeVoid, card.scheme),
          row(words.card, card.maskedNumber),
          row(words.originalVoucher, voucherText(core)),
          row(words.supervisor, status.supervisorId),
          row(words.stateWithdrawn, '', 'strong'),
        ]
      : [],
  );
  const isWithdrawn = rows.length > 0;
  return isWithdrawn && isGoingBack ? [...rows, row(words.earlierGoesBack, '', 'small')] : rows;
}

/** The void of a sale in cash has a transaction of its own too; the bank's words do not come with it. */
function cashReturnRows({ cashReturned, report }: Sale, words: ReceiptWords): ReceiptRow[] {
  if (cashReturned === undefined || report === null) return [];
  return [
    row(words.typeVoid, words.cash),
    row(words.paymentVoucher, voucherText(cashReturned)),
    row(words.originalVoucher, voucherText(report)),
    row(words.supervisor, cashReturned.supervisorId),
  ];
}

function voidedRows({ payments }: Sale, voided: Payment, words: ReceiptWords): ReceiptRow[] {
  const original = payments.find(({ id }) => id === voided.core.originalId);
  if (original === undefined) return [];
  const isCompletion = original.core.kind === 'completion';
  return [
    row(isCompletion ? words.typeCompletionVoid : words.typeVoid, voided.card.scheme),
    ...bankRows(voided.status, words),
    row(words.card, voided.card.maskedNumber),
    row(words.paymentVoucher, voucherText(voided.core)),
    row(words.originalVoucher, voucherText(original.core)),
    ...approvalRows(voided.status, words),
    row(words.supervisor, voided.supervisorId ?? ''),
    row(words.cardAmount, decimalText(negate(voided.core.amountMinor)), 'strong'),
  ];
}
