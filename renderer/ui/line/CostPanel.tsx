import { useTranslation } from 'react-i18next';
import { CERTAINTIES } from '../../../shared/domain/certainty.ts';
import { capUsed } from '../../../shared/domain/offline-policy.ts';
import { useDuration } from '../frame/duration.ts';
import { useNow } from '../frame/use-now.ts';
import { classes } from '../kit/classes.ts';
import { InkBar, InkChip } from '../kit/Ink.tsx';
import { money } from '../kit/money.ts';
import { useTillState } from '../stores-context.ts';
import { Meter } from './Meter.tsx';
import styles from './CostPanel.module.css';
import panel from './LineScreen.module.css';

/** What being without a line costs at this moment: money in four inks, and the limits it uses up. */
export function CostPanel() {
  const { t } = useTranslation('line');
  return (
    <section className={panel['panel']} aria-label={t('cost')}>
      <h2>{t('cost')}</h2>
      <DayInInks />
      <dl className={styles['facts']}>
        <WaitingFacts />
      </dl>
      <div className={styles['meters']}>
        <Limits />
      </div>
    </section>
  );
}

/** All four stay where they are, so that a class sees one of them grow. */
function DayInInks() {
  const { t } = useTranslation(['line', 'common']);
  const inks = useTillState('queue', ({ view }) => view?.inks ?? null);
  const parts = CERTAINTIES.map((ink) => ({ ink, amountMinor: inks?.[ink].amountMinor ?? 0 }));
  return (
    <>
      <InkBar label={t('line:day')} parts={parts} />
      <ul className={styles['inks']}>
        {parts.map(({ ink, amountMinor }) => (
          <li key={ink}>
            <InkChip ink={ink} amountMinor={amountMinor}>
              {t(`common:ink.${ink}`)}
            </InkChip>
          </li>
        ))}
      </ul>
    </>
  );
}

function WaitingFacts() {
  const { t } = useTranslation('line');
  const { count, amountMinor, recordCount, oldestAtMs } = useTillState('till', (s) => s.unsent);
  const exposure = useTillState('till', (state) => state.exposure);
  const duration = useDuration();
  const nowMs = useNow();
  const none = useTillState('till', (state) => (state.isQueueRead ? t('nothing') : '—'));
  const sum = (sales: number, totalMinor: number): string =>
    sales === 0 ? none : `${t('saleCount', { count: sales })} · ${money(totalMinor)}`;
  return (
    <>
      <Fact name={t('waiting')}>{sum(count, amountMinor)}</Fact>
      <Fact name={t('risk')} isPromised={exposure.count > 0}>
        {sum(exposure.count, exposure.totalMinor)}
      </Fact>
      <Fact name={t('unseen')}>
        {recordCount === 0 ? none : t('recordCount', { count: recordCount })}
      </Fact>
      <Fact name={t('oldest')}>{oldestAtMs === null ? '—' : duration(nowMs - oldestAtMs)}</Fact>
    </>
  );
}

interface FactProps {
  readonly name: string;
  readonly children: string;
  readonly isPromised?: boolean;
}

function Fact({ name, children, isPromised = false }: FactProps) {
  return (
    <div className={styles['fact']}>
      <dt>{name}</dt>
      <dd className={classes(isPromised && styles['promised'])}>{children}</dd>
    </div>
  );
}

function Limits() {
  const { t } = useTranslation('line');
  const policy = useTillState('till', (state) => state.terminal?.parameters.offline ?? null);
  const { count, totalMinor } = useTillState('till', (state) => state.exposure);
  const { used, leftMs } = useTillState('till', (state) => state.offlineWindow);
  const duration = useDuration();
  if (policy === null) return null;
  const { maxAgeMs, maxCount, totalExposureMinor } = policy;
  const ofCap = (now: string, cap: string): string => t('ofCap', { now, cap });
  return (
    <>
      <Meter name={t('window')} used={used}>
        {leftMs === null ? duration(maxAgeMs) : t('left', { left: duration(leftMs) })}
      </Meter>
      <Meter name={t('countCap')} used={capUsed(count, maxCount)}>
        {ofCap(String(count), String(maxCount))}
      </Meter>
      <Meter name={t('totalCap')} used={capUsed(totalMinor, totalExposureMinor)}>
        {ofCap(money(totalMinor), money(totalExposureMinor))}
      </Meter>
    </>
  );
}
