import { localTimeText } from './business-day.ts';
import { decimalText } from './money.ts';
import type { Payment } from './payment.ts';
import { chipRows } from './receipt-chip.ts';
import { ENTRY_LETTER } from './receipt-hold.ts';
import { row, voucherText, type ReceiptRow } from './receipt-rows.ts';
import type { ReceiptWords } from './receipt-words.ts';
import type { Sale } from './sale.ts';

type Reversing = Payment & {
  readonly status: Extract<Payment['status'], { state: 'reversing' }>;
};

/** Of what came to nothing: given up, and no bank has answered the reversal yet (P6). */
export function openReversalsOf({ state, payments }: Sale): readonly Reversing[] {
  return state === 'not-paid' ? payments.filter(isReversing) : [];
}

function isReversing(payment: Payment): payment is Reversing {
  return payment.status.state === 'reversing';
}

/**
 * A fault report 故障报告单, and no voucher (TERMINAL 2d): which payment is on its way back, so that a
 * customer whose card was charged, and whoever asks the bank, have its numbers in hand.
 */
export function faultRows(
  sale: Sale,
  { utcOffsetMinutes }: { readonly utcOffsetMinutes: number },
  words: ReceiptWords,
): ReceiptRow[] {
  return openReversalsOf(sale).flatMap(({ core, card, chip, status }) => [
    // A refund, or a step with a hold, has named its payment above.
    ...(core.kind === 'purchase'
      ? [
          row(words.typePurchase, card.scheme),
          row(words.card, `${card.maskedNumber}/${ENTRY_LETTER[card.entryMode]}`),
          row(words.expiry, card.expiry),
          row(words.paymentVoucher, voucherText(core)),
          ...chipRows(chip, words),
          row(words.askedAmount, decimalText(core.amountMinor)),
        ]
      : []),
    row(words.reversingSince, localTimeText(status.sinceMs, utcOffsetMinutes)),
    row(words.stateReversing, '', 'strong'),
  ]);
}
