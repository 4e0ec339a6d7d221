import { localTimeText } from './business-day.ts';
import { certaintyOfSale } from './certainty.ts';
import type { HoldAct, HoldOf } from './hold.ts';
import { decimalText } from './money.ts';
import type { Payment } from './payment.ts';
import { chipRows } from './receipt-chip.ts';
import {
  approvalRows,
  bankRows,
  row,
  voucherText,
  type ReceiptMark,
  type ReceiptRow,
} from './receipt-rows.ts';
import { stateWord } from './receipt-state.ts';
import type { ReceiptWords } from './receipt-words.ts';
import type { Sale } from './sale.ts';

/** Above everything, while its outcome is open or where it came to nothing: of a completion, as of any sale. */
export function holdMarks(sale: Sale, words: ReceiptWords): ReceiptMark[] {
  const isRelease = sale.hold?.act === 'release';
  const ink = certaintyOfSale(sale);
  if (ink === 'unknown') {
    const text = isRelease ? words.stateReleaseUnknown : words.stateHoldUnknown;
    return [{ kind: 'unknown', text }];
  }
  const text = isRelease ? words.markNotReleased : words.markNotHeld;
  return ink === 'certain' ? [] : [{ kind: 'voided', text }];
}

const TYPE_OF = {
  hold: 'typeHold',
  complete: 'typeCompletion',
  release: 'typeRelease',
} as const satisfies Readonly<Record<HoldAct, keyof ReceiptWords>>;

/** What is held, taken of it or let go, with the hold that is meant (TERMINAL 2d: remarks). */
export function holdRows(
  sale: Sale,
  { utcOffsetMinutes }: { readonly utcOffsetMinutes: number },
  words: ReceiptWords,
): ReceiptRow[] {
  const { hold, payments } = sale;
  const payment = payments.find(({ core }) => core.kind !== 'void');
  if (hold === undefined || payment === undefined) return [];
  const { core, card, status, supervisorId } = payment;
  return [
    row(words[TYPE_OF[hold.act]], card.scheme, 'strong'),
    ...bankRows(status, words),
    ...(hold.act === 'hold' ? readCardRows(payment, words) : [row(words.card, card.maskedNumber)]),
    row(words.paymentVoucher, voucherText(core)),
    ...(hold.act === 'hold' ? [] : heldRows(hold.of, utcOffsetMinutes, words)),
    ...approvalRows(status, words),
    ...chipRows(payment.chip, words),
    ...(supervisorId === undefined ? [] : [row(words.supervisor, supervisorId)]),
    ...endRows(sale, payment, words),
  ];
}

function readCardRows({ card }: Payment, words: ReceiptWords): ReceiptRow[] {
  return [
    row(words.card, `${card.maskedNumber}/${ENTRY_LETTER[card.entryMode]}`),
    row(words.expiry, card.expiry),
  ];
}

/** As printed by terminals in the field: I = chip inserted, C = contactless, N = no card. */
export const ENTRY_LETTER = { chip: 'I', contactless: 'C', link: 'N' } as const;

function heldRows(of: HoldOf, utcOffsetMinutes: number, words: ReceiptWords): ReceiptRow[] {
  return [
    row(words.originalTerminal, of.terminalId),
    row(words.originalVoucher, voucherText(of)),
    row(words.originalReference, of.referenceNumber),
    row(words.originalAuthorisation, of.authorisationCode),
    row(words.originalDate, localTimeText(of.bookedAtMs, utcOffsetMinutes)),
    row(words.heldAmount, decimalText(of.amountMinor)),
  ];
}

/** The amount stands there once it is so; the slip of what came to nothing names none. */
function endRows(sale: Sale, payment: Payment, words: ReceiptWords): ReceiptRow[] {
  const amount = decimalText(payment.core.amountMinor);
  switch (sale.state) {
    case 'held':
      return [row(words.heldAmount, amount, 'strong'), row(words.stateHeld, '', 'strong')];
    case 'released':
      return [row(words.stateReleased, '', 'strong')];
    case 'completed':
    case 'voided':
      return [
        row(words.cardAmount, amount, 'strong'),
        row(stateWord(sale, payment, words), '', 'strong'),
      ];
    default:
      return [];
  }
}
