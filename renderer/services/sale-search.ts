import { sixDigits } from '../../shared/domain/field-numbers.ts';
import { decimalText } from '../../shared/domain/money.ts';
import type { Sale } from '../../shared/domain/sale.ts';

/**
 * Sales that somebody with a slip in hand means: by the number of the sale, the voucher, the end of
 * the card or the amount, whatever of it was typed.
 */
export function salesMeant(sales: readonly Sale[], typed: string): readonly Sale[] {
  const text = typed.trim().toLowerCase();
  return text === '' ? sales : sales.filter((sale) => namesOf(sale).some(isAbout(text)));
}

function isAbout(text: string): (name: string) => boolean {
  return (name) => name.includes(text);
}

function namesOf({ number, totals, payments, report }: Sale): readonly string[] {
  return [
    number,
    decimalText(totals.dueMinor),
    ...(report === null ? [] : [sixDigits(report.traceNumber)]),
    ...payments.flatMap(({ core, card }) => [sixDigits(core.traceNumber), card.maskedNumber]),
  ];
}
