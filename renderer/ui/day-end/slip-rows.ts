import type { TFunction } from 'i18next';
import { localTimeText } from '../../../shared/domain/business-day.ts';
import { sixDigits } from '../../../shared/domain/field-numbers.ts';
import { row, type ReceiptRow } from '../../../shared/domain/receipt-rows.ts';
import { recoveredPercent, type RecoveryTally } from '../../../shared/domain/recovery-rate.ts';
import type { Decided, NamedDifference, Settlement } from '../../../shared/domain/settlement.ts';
import { money } from '../kit/money.ts';
import { utcOffsetMinutesAt } from '../kit/time.ts';
import { errorTexts, phaseOf } from './day-end-phase.ts';

type SlipWords = TFunction<['dayEnd', 'recovery', 'signature']>;

/** How far the day is with what the bank refused later, and with what cardholders have signed. */
interface BesideTotals {
  readonly recovery: RecoveryTally;
  readonly signatures: { readonly unsent: number; readonly refused: number };
}

/** The settlement slip (TERMINAL 2b): both sides' totals, the verdict, and each failed item by name. */
export function slipRowsOf(
  settlement: Settlement,
  { recovery, signatures }: BesideTotals,
  t: SlipWords,
): readonly ReceiptRow[] {
  const { batchNumber, businessDay, totals, bank, atMs, supervisorId } = settlement;
  const phase = phaseOf(settlement);
  const at = localTimeText(atMs, utcOffsetMinutesAt(atMs));
  const { unsent, watched = [], differences } = settlement;
  const side = (name: string, one: { readonly sumMinor: number; readonly count: number }) =>
    row(name, `${one.count} / ${money(one.sumMinor)}`);
  const counted = (name: string, count: number) => (count === 0 ? [] : [row(name, String(count))]);
  const recordRow = (one: NamedRecord): ReceiptRow => rowOfRecord(one, t);
  const banks =
    bank === null
      ? [row(t('slip.bankSilent'), '')]
      : [side(t('slip.bankDebit'), bank.debit), side(t('slip.bankCredit'), bank.credit)];
  return [
    row(t('slip.batch'), sixDigits(batchNumber)),
    row(t('slip.day'), businessDay),
    row(t('slip.time'), at),
    row(t('slip.supervisor'), supervisorId),
    row(t(`phase.${phase}`), '', 'strong'),
    ...(phase === 'error'
      ? errorTexts(settlement).map((key) => row(t(key, { batch: sixDigits(batchNumber) }), ''))
      : []),
    side(t('slip.debit'), totals.debit),
    side(t('slip.credit'), totals.credit),
    ...banks,
    ...(totals.promised.count > 0 ? [side(t('promised'), totals.promised)] : []),
    ...(totals.open.count > 0 ? [side(t('open'), totals.open)] : []),
    ...recoveryRows(recovery, t),
    ...counted(t('signature:slipUnsent'), signatures.unsent),
    ...counted(t('signature:slipRefused'), signatures.refused),
    ...unsent.map(({ saleNumber, amountMinor, state }) =>
      row(`${saleNumber} ${t(state)}`, money(amountMinor)),
    ),
    ...watched.map(({ saleNumber, amountMinor }) =>
      row(`${saleNumber} ${t('slip.watched')}`, money(amountMinor)),
    ),
    ...differences.map(recordRow),
    ...decidedIn(settlement).flatMap((one) => [
      recordRow(one),
      row(`  ${one.supervisorId} ${one.reason}`, ''),
    ]),
  ];
}

function recoveryRows(tally: RecoveryTally, t: SlipWords): ReceiptRow[] {
  const percent = recoveredPercent(tally);
  if (percent === null) return [];
  const part = ({ count, amountMinor }: RecoveryTally['refused']): string =>
    `${count} / ${money(amountMinor)}`;
  return [
    row(t('recovery:rateToday'), part(tally.refused)),
    row(`  ${t('recovery:rateOf', { percent })}`, part(tally.recovered)),
    row(`  ${t('recovery:part.written-off')}`, part(tally.writtenOff)),
    row(`  ${t('recovery:part.open')}`, part(tally.open)),
  ];
}

function rowOfRecord(
  { saleNumber, kind, cure, till, bank }: NamedRecord,
  t: SlipWords,
): ReceiptRow {
  const name = `${saleNumber} ${t(`kind.${kind}`)} ${t(`cure.${cure}`)}`.trim();
  return row(name, money(till?.amountMinor ?? bank?.amountMinor ?? 0));
}

type NamedRecord = Pick<NamedDifference, 'saleNumber' | 'kind' | 'cure' | 'till' | 'bank'>;

/** Of a day end from before each decision was kept, only those in favour of the bank are known. */
function decidedIn({ decided, accepted }: Settlement): readonly Decided[] {
  return decided ?? accepted.map((one) => ({ ...one, saleNumber: '' }));
}
