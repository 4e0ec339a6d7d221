import { useTranslation } from 'react-i18next';
import { row, type ReceiptRow } from '../../../shared/domain/receipt-rows.ts';
import { movedIn, toTheSafe, type Shift } from '../../../shared/domain/shift.ts';
import { money } from '../kit/money.ts';
import { dateAndMinuteText } from '../kit/time.ts';

/** The slip of a count: what should be there, what was, why it differs, and where it goes. */
export function useCountRows(): (shift: Shift) => readonly ReceiptRow[] {
  const { t } = useTranslation('drawer');
  return ({ businessDay, openedAtMs, floatMinor, movements, closing }) => {
    if (closing === null) return [];
    const { expectedMinor, countedMinor, varianceMinor, reason, approverId } = closing;
    const movedMinor = movedIn(movements);
    const soldMinor = expectedMinor - floatMinor - movedMinor;
    const sign = varianceMinor < 0 ? 'variance.short' : 'variance.over';
    const amount = money(Math.abs(varianceMinor));
    return [
      row(t('slip.day'), businessDay),
      row(t('slip.from'), dateAndMinuteText(openedAtMs)),
      row(t('slip.to'), dateAndMinuteText(closing.closedAtMs)),
      row(t('slip.by'), closing.operatorId),
      row(t('float'), money(floatMinor)),
      row(t('sold'), money(soldMinor)),
      ...movements.map((one) =>
        row(`${t(`kind.${one.kind}`)} ${one.reason}`, money(movedIn([one]))),
      ),
      row(t('expected'), money(expectedMinor), 'strong'),
      ...closing.pieces.map(({ valueMinor, count }) =>
        row(`${money(valueMinor)} × ${count}`, money(valueMinor * count)),
      ),
      row(t('counted'), money(countedMinor), 'strong'),
      row(t('difference'), varianceMinor === 0 ? t('exact') : t(sign, { amount }), 'strong'),
      ...(reason === '' ? [] : [row(reason, '')]),
      ...(approverId === '' ? [] : [row(t('slip.approver'), approverId)]),
      row(t('left'), money(closing.nextFloatMinor)),
      row(t('toSafe'), money(toTheSafe(closing))),
      row(t('slip.signature'), ''),
    ];
  };
}
