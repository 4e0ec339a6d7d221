import { localTimeText } from './business-day.ts';
import { certaintyOfSale } from './certainty.ts';
import { cashPaid } from './cash-returned.ts';
import { add, decimalText, negate } from './money.ts';
import { goodsName, quantityText } from './receipt-goods.ts';
import {
  approvalRows,
  bankRows,
  row,
  voucherText,
  type ReceiptMark,
  type ReceiptRow,
} from './receipt-rows.ts';
import type { ReceiptWords } from './receipt-words.ts';
import type { RefundOf } from './refund-of.ts';
import type { Sale } from './sale.ts';

/** While its outcome is open, or it came to nothing, its slip says so above everything (I9). */
export function refundMarks(sale: Sale, words: ReceiptWords): ReceiptMark[] {
  const ink = certaintyOfSale(sale);
  if (ink === 'unknown') return [{ kind: 'unknown', text: words.stateRefundUnknown }];
  return ink === 'certain' ? [] : [{ kind: 'voided', text: words.markNotRefunded }];
}

/** What goes back, with the original that it names (TERMINAL 2d: remarks). */
export function refundRows(
  sale: Sale,
  { utcOffsetMinutes }: { readonly utcOffsetMinutes: number },
  words: ReceiptWords,
): ReceiptRow[] {
  const { refundOf: original } = sale;
  if (original?.cash !== undefined) return cashRefundRows(sale, original, utcOffsetMinutes, words);
  const payment = sale.payments.at(-1);
  if (original === undefined || payment === undefined) return [];
  const { core, card, status, supervisorId = '' } = payment;
  const isDone = sale.state === 'refunded';
  return [
    row(words.typeRefund, card.scheme, 'strong'),
    ...bankRows(status, words),
    row(words.card, card.maskedNumber),
    row(words.paymentVoucher, voucherText(core)),
    row(words.originalTerminal, original.terminalId),
    row(words.originalVoucher, voucherText(original)),
    row(words.originalReference, original.referenceNumber),
    row(words.originalDate, localTimeText(original.bookedAtMs, utcOffsetMinutes)),
    row(words.originalAmount, decimalText(original.amountMinor)),
    ...goodsRows(original, words),
    ...approvalRows(status, words),
    row(words.supervisor, supervisorId),
    ...(isDone
      ? [
          row(words.cardAmount, decimalText(negate(core.amountMinor)), 'strong'),
          row(words.stateRefunded, '', 'strong'),
        ]
      : []),
  ];
}

/** No bank has said yes to it, and none had to: the money went over the counter. */
function cashRefundRows(
  sale: Sale,
  original: RefundOf,
  utcOffsetMinutes: number,
  words: ReceiptWords,
): ReceiptRow[] {
  const { amountMinor, roundingMinor } = cashPaid(sale);
  const rounding = roundingMinor === 0 ? [] : [row(words.rounding, decimalText(roundingMinor))];
  return [
    row(words.typeCashRefund, words.cash, 'strong'),
    row(words.originalTerminal, original.terminalId),
    row(words.originalVoucher, voucherText(original)),
    row(words.originalDate, localTimeText(original.bookedAtMs, utcOffsetMinutes)),
    row(words.originalAmount, decimalText(original.amountMinor)),
    ...goodsRows(original, words),
    row(words.supervisor, original.supervisorId ?? ''),
    ...rounding,
    row(words.cashReturned, decimalText(negate(add(amountMinor, roundingMinor))), 'strong'),
  ];
}

/** What came back for it, where that was goods. */
function goodsRows({ goods = [] }: RefundOf, words: ReceiptWords): ReceiptRow[] {
  return goods.map((one) =>
    row(`${goodsName(one, words)} × ${quantityText(one)}`, decimalText(negate(one.amountMinor))),
  );
}
