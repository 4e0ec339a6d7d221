import { useTranslation } from 'react-i18next';
import type { NamedDifference } from '../../../shared/domain/settlement.ts';
import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import { money } from '../kit/money.ts';
import styles from './DayEndDialog.module.css';
import type { Reasons } from './use-reasons.ts';

interface Props {
  readonly differences: readonly NamedDifference[];
  readonly reasons: Reasons;
}

/** Each record on which till and bank do not agree, what puts it right, and why a supervisor says so. */
export function Differences({ differences, reasons }: Props) {
  const { t } = useTranslation('dayEnd');
  return (
    <section aria-label={t('differences')} className={styles['differences']}>
      <h3>{t('differences')}</h3>
      <ul>
        {differences.map((difference) => (
          <One key={difference.id} difference={difference} reasons={reasons} />
        ))}
      </ul>
      {differences.length > 1 && (
        <Button isDisabled={!reasons.canCopy} onPress={reasons.copyToRest}>
          {t('sameReason')}
        </Button>
      )}
    </section>
  );
}

interface OneProps {
  readonly difference: NamedDifference;
  readonly reasons: Reasons;
}

function One({ difference, reasons }: OneProps) {
  const { t } = useTranslation('dayEnd');
  const { id, kind, cure, till, bank, saleNumber } = difference;
  const amount = (record: typeof till): string =>
    record === null ? t('none') : money(record.amountMinor);
  const name = saleNumber === '' ? t('noSale', { id: id.slice(-8) }) : saleNumber;
  const reason = reasons.of(id);
  return (
    <li data-difference={kind} data-cure={cure}>
      <b>{name}</b>
      <span>{t(`kind.${kind}`)}</span>
      <span>{t('bothAmounts', { till: amount(till), bank: amount(bank) })}</span>
      <span className={styles['cure']}>{t(`cure.${cure}`)}</span>
      <span className={styles['why']}>
        <Field
          label={t('whyOf', { name })}
          value={reason}
          maxLength={200}
          onChange={(text) => reasons.give(id, text)}
          description={reason.trim() === '' ? t('whyNeeded') : ''}
        />
      </span>
    </li>
  );
}
