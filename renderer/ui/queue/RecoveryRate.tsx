import { useTranslation } from 'react-i18next';
import { recoveredPercent, type RecoveryTally } from '../../../shared/domain/recovery-rate.ts';
import { InkChip } from '../kit/Ink.tsx';
import { money } from '../kit/money.ts';
import { useTillState } from '../stores-context.ts';
import styles from './RecoveryRate.module.css';

/** Of what the bank refused later, how much has come back; not there where nothing was refused. */
export function RecoveryRate() {
  const { t } = useTranslation('recovery');
  const recovery = useTillState('queue', ({ view }) => view?.recovery ?? null);
  if (recovery === null || recovery.ever.refused.count === 0) return null;
  const { today, ever } = recovery;
  const isOlder = ever.refused.count > today.refused.count;
  return (
    <section className={styles['rate']} aria-label={t('rate')} data-recovery>
      {today.refused.count > 0 && <TallyLine of={t('rateToday')} tally={today} />}
      {isOlder && <TallyLine of={t('rateEver')} tally={ever} />}
    </section>
  );
}

/** The share first, then the parts that it is made of. */
export function TallyLine({ of, tally }: { readonly of: string; readonly tally: RecoveryTally }) {
  const { t } = useTranslation('recovery');
  const percent = recoveredPercent(tally) ?? 0;
  const parts = [
    { name: t('part.recovered'), ink: 'certain', part: tally.recovered },
    { name: t('part.written-off'), ink: 'refused', part: tally.writtenOff },
    { name: t('part.open'), ink: 'refused', part: tally.open },
  ] as const;
  const { refused } = tally;
  return (
    <p className={styles['line']}>
      <b>{t('rateOf', { percent })}</b>
      <span>
        {t('part', { name: of, amount: money(refused.amountMinor), count: refused.count })}
      </span>
      {parts
        .filter(({ part }) => part.count > 0)
        .map(({ name, ink, part }) => (
          <InkChip key={name} ink={ink}>
            {t('part', { name, amount: money(part.amountMinor), count: part.count })}
          </InkChip>
        ))}
    </p>
  );
}
