import { useTranslation } from 'react-i18next';
import type { NamedDifference } from '../../../shared/domain/settlement.ts';
import { Field } from '../kit/Field.tsx';
import { money } from '../kit/money.ts';
import styles from './DayEndDialog.module.css';

interface Props {
  readonly differences: readonly NamedDifference[];
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}

/** Each record on which till and bank do not agree, and what puts it right. */
export function Differences({ differences, reason, onReason }: Props) {
  const { t } = useTranslation('dayEnd');
  return (
    <section aria-label={t('differences')} className={styles['differences']}>
      <h3>{t('differences')}</h3>
      <ul>
        {differences.map((difference) => (
          <One key={difference.id} difference={difference} />
        ))}
      </ul>
      <Field
        label={t('why')}
        value={reason}
        onChange={onReason}
        description={reason.trim() === '' ? t('whyNeeded') : ''}
      />
    </section>
  );
}

function One({ difference }: { readonly difference: NamedDifference }) {
  const { t } = useTranslation('dayEnd');
  const { id, kind, cure, till, bank, saleNumber } = difference;
  const amount = (record: typeof till): string =>
    record === null ? t('none') : money(record.amountMinor);
  return (
    <li data-difference={kind} data-cure={cure}>
      <b>{saleNumber === '' ? t('noSale', { id: id.slice(-8) }) : saleNumber}</b>
      <span>{t(`kind.${kind}`)}</span>
      <span>{t('bothAmounts', { till: amount(till), bank: amount(bank) })}</span>
      <span className={styles['cure']}>{t(`cure.${cure}`)}</span>
    </li>
  );
}
