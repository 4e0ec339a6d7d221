import { localTimeText } from './business-day.ts';
import { signatureOf } from './card-signature.ts';
import { certaintyOfPayment, certaintyOfTender } from './certainty.ts';
import { isHeldMoney, namedMinor } from './holding.ts';
import { decimalText, negate, type Minor } from './money.ts';
import type { Payment } from './payment.ts';
import { chipRows } from './receipt-chip.ts';
import { faultRows, openReversalsOf } from './receipt-fault.ts';
import { lineRows } from './receipt-goods.ts';
import { ENTRY_LETTER, holdMarks, holdRows } from './receipt-hold.ts';
import { refundMarks, refundRows } from './receipt-refund.ts';
import {
  approvalRows,
  bankRows,
  row,
  voucherText,
  type ReceiptMark,
  type ReceiptRow,
} from './receipt-rows.ts';
import { stateWord } from './receipt-state.ts';
import { voidRows } from './receipt-void.ts';
import type { ReceiptWords } from './receipt-words.ts';
import { isRefund } from './refunding.ts';
import { wasSold, type CardTender, type CashTender, type Sale, type Tender } from './sale.ts';
import { tryThatCounts } from './try-that-counts.ts';
import { asksSignature } from './signing.ts';
import { standingVoids } from './voiding.ts';

/**
 * The slip 签购单 as a document, not as paper: sections of rows, left and right, with the marks
 * that stand above everything. The preview on the screen and the text printer both draw this one
 * document, so that the paper cannot be more certain than the screen (P19, I9).
 *
 * Pure: the words of the language, the terminal and the offset of the shop's clock are handed in.
 */
export interface Receipt {
  readonly saleId: string;
  readonly saleNumber: string;
  readonly copyNumber: number;
  readonly amountMinor: Minor;
  /** In the order in which they are shown; a slip without marks is a plain, certain one. */
  readonly marks: readonly ReceiptMark[];
  readonly sections: readonly ReceiptSection[];
}

export interface ReceiptSection {
  readonly name:
    | 'heading'
    | 'identity'
    | 'lines'
    | 'totals'
    | 'cash'
    | 'card'
    | 'void'
    | 'refund'
    | 'fault'
    | 'hold'
    | 'promise'
    | 'footer';
  readonly rows: readonly ReceiptRow[];
}

/** The merchant keeps the one that is signed; the other goes with the goods (TERMINAL 2d). */
export type ReceiptCopy = 'merchant' | 'customer';

/** What the slip must know of the till that prints it. */
export interface ReceiptPlace {
  readonly merchantName: string;
  readonly merchantId: string;
  readonly terminalId: string;
  readonly mode: 'demo' | 'training' | 'live';
  readonly utcOffsetMinutes: number;
}

export function receiptOf(
  sale: Sale,
  place: ReceiptPlace,
  copyNumber: number,
  words: ReceiptWords,
  copy: ReceiptCopy | null = null,
): Receipt {
  const counting = countingPayments(sale);
  return {
    saleId: sale.id,
    saleNumber: sale.number,
    copyNumber,
    amountMinor: namedMinor(sale, sale.totals.dueMinor),
    marks: marksOf(sale, place, copyNumber, words),
    sections: [
      section('heading', headingRows(place, words, copy)),
      section('identity', identityRows(sale, place, words)),
      section(
        'lines',
        sale.lines.flatMap((line) => lineRows(line, words)),
      ),
      section('totals', totalRows(sale, words)),
      ...tendersShown(sale).map((tender) =>
        tender.kind === 'cash'
          ? section('cash', cashRows(tender, words))
          : section('card', cardRows(sale, tender, words)),
      ),
      ...(sale.recoveredInCash ?? []).map((cash) => section('cash', cashRows(cash, words))),
      section('hold', holdRows(sale, place, words)),
      section('void', voidRows(sale, words)),
      section('refund', refundRows(sale, place, words)),
      section('fault', faultRows(sale, place, words)),
      section('promise', promiseRows(counting, place, words)),
      section('footer', footerRows(sale, counting, words, copy)),
    ].filter(({ rows }) => rows.length > 0),
  };
}

function headingRows(
  { merchantName }: ReceiptPlace,
  words: ReceiptWords,
  copy: ReceiptCopy | null,
): ReceiptRow[] {
  const rows = [row(merchantName, '', 'strong')];
  if (copy === null) return rows;
  return [...rows, row(copy === 'merchant' ? words.copyMerchant : words.copyCustomer, '', 'small')];
}

/** Of what is on its way back the fault report tells, and nothing else as if it counted. */
function tendersShown(sale: Sale): readonly Tender[] {
  if (!hasGoods(sale)) return [];
  const isFault = openReversalsOf(sale).length > 0;
  return sale.tenders.filter(({ kind }) => !isFault || kind === 'cash');
}

/** The try of each card tender that stands for it; earlier ones were refused or taken back. */
function countingPayments(sale: Sale): Payment[] {
  return sale.tenders.flatMap((tender) => {
    const payment = tender.kind === 'card' ? tryThatCounts(sale, tender) : undefined;
    return payment === undefined ? [] : [payment];
  });
}

/** On whatever is printed where money is not real. */
export function trainingMarks(mode: ReceiptPlace['mode'], words: ReceiptWords): ReceiptMark[] {
  return mode === 'live' ? [] : [{ kind: 'training', text: words.markTraining }];
}

function marksOf(
  sale: Sale,
  { mode }: ReceiptPlace,
  copyNumber: number,
  words: ReceiptWords,
): ReceiptMark[] {
  const marks = trainingMarks(mode, words);
  if (sale.paper !== undefined) marks.push({ kind: 'paper', text: words.markPaper });
  if (copyNumber > 1) marks.push({ kind: 'duplicate', text: words.markDuplicate });
  if (openReversalsOf(sale).length > 0) marks.push({ kind: 'fault', text: words.markFault });
  if (isRefund(sale)) return [...marks, ...refundMarks(sale, words)];
  if (isHeldMoney(sale)) return [...marks, ...holdMarks(sale, words)];
  if (sale.state === 'not-paid') return [...marks, { kind: 'voided', text: words.markVoided }];
  if (sale.state === 'voided') {
    const text = hasGoods(sale) ? words.markTakenBack : words.markCompletionTakenBack;
    return [...marks, { kind: 'voided', text }];
  }
  const taken = standingVoids(sale).map(({ tenderId }) => tenderId);
  if (taken.length > 0) marks.push({ kind: 'voided', text: words.markPartTakenBack });
  const inks = sale.tenders
    .filter(({ id }) => !taken.includes(id))
    .map((tender) => certaintyOfTender(sale, tender));
  if (inks.includes('refused')) marks.push({ kind: 'refused', text: words.markRefused });
  if (inks.includes('unknown')) marks.push({ kind: 'unknown', text: words.stateUnknown });
  if (inks.includes('promised')) marks.push({ kind: 'provisional', text: words.markProvisional });
  return marks;
}

function identityRows(sale: Sale, place: ReceiptPlace, words: ReceiptWords): ReceiptRow[] {
  const rows = [
    row(words.merchantNumber, place.merchantId),
    row(words.terminalNumber, place.terminalId),
    row(words.operator, sale.operatorId),
    row(words.saleNumber, sale.number),
    row(words.dateAndTime, localTimeText(sale.createdAtMs, place.utcOffsetMinutes)),
  ];
  if (sale.paper !== undefined) {
    const { paperNumber, soldAtMs, supervisorId } = sale.paper;
    rows.push(row(words.paperNumber, paperNumber));
    rows.push(row(words.soldAt, localTimeText(soldAtMs, place.utcOffsetMinutes)));
    rows.push(row(words.supervisor, supervisorId));
  }
  if (sale.report !== null) {
    rows.push(row(words.reportVoucher, voucherText(sale.report)));
  }
  return rows;
}

function totalRows(sale: Sale, words: ReceiptWords): ReceiptRow[] {
  if (!hasGoods(sale)) return [];
  const { totals } = sale;
  const rows: ReceiptRow[] = [];
  if (totals.discountMinor > 0) {
    rows.push(row(words.gross, decimalText(totals.grossMinor)));
    rows.push(row(words.discount, decimalText(negate(totals.discountMinor))));
  }
  rows.push(row(words.tax, decimalText(totals.taxMinor)));
  rows.push(row(words.total, `${words.currencySign}${decimalText(totals.dueMinor)}`, 'strong'));
  return rows;
}

function cashRows(tender: Omit<CashTender, 'kind'>, words: ReceiptWords): ReceiptRow[] {
  const rows = [row(words.cash, decimalText(tender.amountMinor))];
  if (tender.roundingMinor !== 0) {
    rows.push(row(words.rounding, decimalText(tender.roundingMinor)));
  }
  rows.push(row(words.received, decimalText(tender.receivedMinor)));
  rows.push(row(words.change, decimalText(tender.changeMinor)));
  return rows;
}

function cardRows(sale: Sale, tender: CardTender, words: ReceiptWords): ReceiptRow[] {
  const payment = tryThatCounts(sale, tender);
  if (payment === undefined) return [];
  const { card, core, status } = payment;
  const rows = [
    row(words.typePurchase, card.scheme),
    ...bankRows(status, words),
    row(words.card, `${card.maskedNumber}/${ENTRY_LETTER[card.entryMode]}`),
    row(words.expiry, card.expiry),
    row(words.paymentVoucher, voucherText(core)),
  ];
  rows.push(...approvalRows(status, words));
  if (status.state === 'offline-approved') {
    rows.push(row(words.certificate, `${status.code} ${status.certificate}`, 'small'));
  }
  rows.push(...chipRows(payment.chip, words));
  if (status.state === 'approved-in-part') {
    rows.push(row(words.askedAmount, decimalText(core.amountMinor), 'small'));
  }
  rows.push(row(words.cardAmount, decimalText(tender.amountMinor)));
  rows.push(row(stateWord(sale, payment, words), '', 'strong'));
  return rows;
}

function promiseRows(
  counting: readonly Payment[],
  { utcOffsetMinutes }: ReceiptPlace,
  words: ReceiptWords,
): ReceiptRow[] {
  const rows: ReceiptRow[] = [];
  for (const { status } of counting) {
    if (status.state !== 'stored' && status.state !== 'offline-approved') continue;
    rows.push(row(words.lossBearer, '', 'small'));
    const latest = localTimeText(status.latestSendingMs, utcOffsetMinutes);
    rows.push(row(words.latestSending, latest, 'small'));
  }
  return rows;
}

function footerRows(
  sale: Sale,
  counting: readonly Payment[],
  words: ReceiptWords,
  copy: ReceiptCopy | null,
): ReceiptRow[] {
  const rows: ReceiptRow[] = [];
  if (sale.note !== '') rows.push(row(sale.note, '', 'small'));
  if (sale.state === 'not-paid' || sale.state === 'voided') return rows;
  if (!hasGoods(sale)) {
    if (!wasSold(sale) || copy === 'customer') return rows;
    // Cash that goes back is signed for too, and enters no card's account.
    const isCard = sale.tenders.some(({ kind }) => kind === 'card');
    const consent = isCard ? [row(words.consent, '', 'small')] : [];
    return [...rows, ...consent, row(words.signature, '______________')];
  }
  for (const payment of counting) {
    const ink = certaintyOfPayment(payment.status);
    // Nobody agrees to pay, or has paid, what was refused or is in doubt.
    if (ink === 'refused' || ink === 'unknown') continue;
    if (payment.card.verification !== 'none') rows.push(row(words.pinVerified, '', 'small'));
    else if (!isSigned(payment)) rows.push(row(words.noSignature, '', 'small'));
    else if (copy !== 'customer') {
      rows.push(row(words.consent, '', 'small'));
      rows.push(signatureRow(sale, payment, words));
    }
  }
  return rows;
}

/** As terminal and card agreed (P17); records from before that was kept are signed as they were then. */
function isSigned(payment: Payment): boolean {
  const { card, chip } = payment;
  if (card.entryMode !== 'chip') return false;
  return (chip?.cardholderResults ?? '') === '' || asksSignature(payment);
}

/** What was drawn on the screen, or the line for a pen. */
function signatureRow(sale: Sale, { id }: Payment, words: ReceiptWords): ReceiptRow {
  const strokes = signatureOf(sale, id)?.strokes ?? null;
  return strokes === null
    ? row(words.signature, '______________')
    : { ...row(words.signature, words.signedOnScreen), strokes };
}

/** A refund has none, nor has what is held on a card; each has rows of its own. */
function hasGoods({ refundOf, hold }: Sale): boolean {
  return refundOf === undefined && hold === undefined;
}

function section(name: ReceiptSection['name'], rows: readonly ReceiptRow[]): ReceiptSection {
  return { name, rows };
}
