import type { PrintJob } from '../../../shared/contracts/host.ts';
import type { Terminal } from '../../../shared/contracts/host-facts.ts';
import { strokesSvg } from '../../../shared/domain/card-signature.ts';
import { certaintyOfSale } from '../../../shared/domain/certainty.ts';
import { openReversalsOf } from '../../../shared/domain/receipt-fault.ts';
import { receiptOf, type Receipt } from '../../../shared/domain/receipt.ts';
import type { ReceiptRow } from '../../../shared/domain/receipt-rows.ts';
import type { ReceiptWords } from '../../../shared/domain/receipt-words.ts';
import { isRefund } from '../../../shared/domain/refunding.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { qrLines } from './qr-code.ts';

/** Characters across a 58 mm roll; a Chinese one takes two. */
export const SLIP_WIDTH = 32;

const TEAR_HERE = `${'- '.repeat(SLIP_WIDTH / 2 - 1)}-`;

/**
 * The slip as lines for a narrow printer. It draws the same document as the preview on the screen
 * (`shared/domain/receipt.ts`): what is said about the money is decided there, not here. With a card
 * on it comes one copy for the shop and one for the customer, on one strip: neither without the other.
 */
export function slipOf(
  sale: Sale,
  terminal: Terminal,
  slip: {
    readonly copyNumber: number;
    readonly words: ReceiptWords;
    readonly utcOffsetMinutes: number;
    /** Of its promises; below each copy. */
    readonly codes?: readonly string[];
  },
): PrintJob {
  const { copyNumber, words, utcOffsetMinutes, codes = [] } = slip;
  const place = { ...terminal, utcOffsetMinutes };
  // What is signed for stays with the shop: a card, and cash that goes back.
  const isVoucher = openReversalsOf(sale).length === 0;
  const isSigned =
    isVoucher && (sale.tenders.some(({ kind }) => kind === 'card') || isRefund(sale));
  const copies = isSigned ? (['merchant', 'customer'] as const) : ([null] as const);
  const receipts = copies.map((copy) => receiptOf(sale, place, copyNumber, words, copy));
  const below = codes.flatMap((code) => [
    ...wrapped(words.codeHint, SLIP_WIDTH),
    ...qrLines(code, SLIP_WIDTH),
  ]);
  const parts = receipts.map((receipt) => [...receiptLines(receipt, SLIP_WIDTH), ...below]);
  const signatures = receipts.flatMap(({ sections }) =>
    sections.flatMap(({ rows }) =>
      rows.flatMap(({ strokes }) => (strokes === undefined ? [] : strokesSvg(strokes))),
    ),
  );
  return {
    saleId: sale.id,
    saleNumber: sale.number,
    amountMinor: sale.totals.dueMinor,
    certainty: certaintyOfSale(sale),
    copyNumber,
    lines: parts.flatMap((lines, i) => (i === 0 ? lines : [TEAR_HERE, ...lines])),
    ...(signatures.length === 0 ? {} : { signatures }),
  };
}

/** Marks stand above everything, and the training mark below it too, where paper is torn off. */
export function receiptLines(
  receipt: Pick<Receipt, 'marks' | 'sections'>,
  width: number,
): string[] {
  const marks = receipt.marks.flatMap(({ text }) => wrapped(text, width - 4).map(starred));
  const bottom = receipt.marks.filter(({ kind }) => kind === 'training');
  return [
    ...marks,
    ...receipt.sections.flatMap(({ rows }, i) => [
      ...(i === 0 ? [] : ['-'.repeat(width)]),
      ...rows.flatMap((row) => rowLines(row, width)),
    ]),
    ...bottom.flatMap(({ text }) => wrapped(text, width - 4).map(starred)),
  ];
}

function starred(text: string): string {
  return `* ${text} *`;
}

/** Left and right on one line where they fit, else the right one alone on the next. */
function rowLines({ left, right }: ReceiptRow, width: number): string[] {
  if (right === '') return wrapped(left, width);
  const gap = width - columns(left) - columns(right);
  if (gap >= 1) return [`${left}${' '.repeat(gap)}${right}`];
  const below = wrapped(right, width).map((line) => ' '.repeat(width - columns(line)) + line);
  return [...wrapped(left, width), ...below];
}

/** Broken at blanks where there are any: an amount or a name never loses a character. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(BREAKS)) {
    for (const piece of columns(word) > width ? word : [word]) {
      if (columns(line + piece.trimEnd()) > width) {
        lines.push(line.trimEnd());
        line = '';
      }
      line += piece;
    }
  }
  return [...lines, line.trimEnd()];
}

const HAN = String.raw`\u3000-\u9fff`;
const [OPENING, CLOSING] = ['（《「『【', '、。》」』】！），：；？'];
/** Behind a space or a dash, and beside Chinese characters: no line begins with a closing mark. */
const BREAKS = new RegExp(
  `(?<=[ ·—-])|(?:(?<=[${HAN}])|(?=[${HAN}]))(?<![${OPENING}])(?![${CLOSING}])`,
  'u',
);

function columns(text: string): number {
  let count = 0;
  for (const character of text) {
    count +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return count;
}
