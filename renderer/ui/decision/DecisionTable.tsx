import { useTranslation } from 'react-i18next';
import type { ChipRecord } from '../../../shared/domain/emv/chip-record.ts';
import type { TraceStep } from '../../../shared/domain/emv/kernel/trace.ts';
import { classes } from '../kit/classes.ts';
import { SCROLLS_BY_KEYS } from '../kit/keys.ts';
import { MaskPicture, useBitWords } from './BitGrid.tsx';
import { decisionRows, endOf, isSameStep, type DecisionEnd } from './decision-rows.ts';
import { useFoundWords } from './use-found-words.ts';
import styles from './DecisionTable.module.css';

interface Props {
  readonly was: ChipRecord;
  /** Null where nothing can be decided again. */
  readonly would: ChipRecord | null;
}

/** Step by step what was; beside it, always marked, what would have been. */
export function DecisionTable({ was, would }: Props) {
  const { t } = useTranslation('decision');
  return (
    <section className={styles['frame']} aria-label={t('table')} {...SCROLLS_BY_KEYS}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{t('column.step')}</th>
            <th scope="col">{t('column.was')}</th>
            {would !== null && (
              <th scope="col" className={styles['would']}>
                {t('column.would')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          <EndRow was={was} would={would} />
          {decisionRows(was, would).map((row) => (
            <tr key={row.name} data-step={row.name}>
              <th scope="row">{t(`step.${row.name}`)}</th>
              <td>
                <StepCell step={row.was} />
              </td>
              {would !== null && (
                <td className={styles['would']} data-same={isSameStep(row)}>
                  {isSameStep(row) ? t('same') : <StepCell step={row.would} />}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The result stands first: it is what a slider is moved for. */
function EndRow({ was, would }: Props) {
  const { t } = useTranslation('decision');
  const endWas = endOf(was);
  const isSame = would !== null && JSON.stringify(would.steps) === JSON.stringify(was.steps);
  const endWould = would && (isSame ? endWas : endOfWhatIf(would));
  return (
    <tr className={styles['end']} data-step="end">
      <th scope="row">{t('step.end')}</th>
      <td data-end={endWas}>{t(`end.${endWas}`, { code: was.code ?? '' })}</td>
      {endWould !== null && (
        <td className={styles['would']} data-end={endWould} data-same={isSame}>
          {isSame ? t('same') : t(`end.${endWould}`, { code: would?.code ?? '' })}
        </td>
      )}
    </tr>
  );
}

/** Nobody knows what a bank would have said that was never asked this. */
function endOfWhatIf(would: ChipRecord): DecisionEnd | 'bank-unknown' {
  const end = endOf(would);
  return end === 'bank-asked' ? 'bank-unknown' : end;
}

function StepCell({ step }: { readonly step: TraceStep | null }) {
  const { t } = useTranslation('decision');
  const found = useFoundWords();
  const bits = useBitWords();
  if (step === null) return <span className={styles['soft']}>{t('notRun')}</span>;
  return (
    <div className={styles['cell']}>
      <span>{found(step)}</span>
      {step.step === 'action-analysis' && <MaskPicture step={step} />}
      {step.step === 'cryptogram' && step.given !== null && (
        <code className={classes(styles['bytes'], step.cryptogram === null && styles['soft'])}>
          {step.cryptogram ?? t('found.cryptogramOfCard')}
        </code>
      )}
      {step.sets.length > 0 && (
        <span className={styles['sets']}>
          {t('sets')} {bits(step.sets)}
        </span>
      )}
    </div>
  );
}
