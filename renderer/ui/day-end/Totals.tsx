import { useTranslation } from 'react-i18next';
import { InkAmount, InkChip } from '../kit/Ink.tsx';
import { Fact } from '../kit/Panel.tsx';
import type { ShownDayEnd } from './day-end-phase.ts';
import styles from './DayEndDialog.module.css';

const SIDES = ['debit', 'credit'] as const;

/** Ours beside the bank's: certain is only what both have said. */
export function Totals({ shown: { totals, bank } }: { readonly shown: ShownDayEnd }) {
  const { t } = useTranslation('dayEnd');
  return (
    <table className={styles['totals']}>
      <caption className="visually-hidden">{t('totalsLabel')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('side')}</th>
          <th scope="col">{t('till')}</th>
          <th scope="col">{t('bank')}</th>
        </tr>
      </thead>
      <tbody>
        {SIDES.map((side) => (
          <tr key={side} data-side={side}>
            <th scope="row">{t(side)}</th>
            <td>
              <InkAmount ink="certain" amountMinor={totals[side].sumMinor} />{' '}
              {t('count', { count: totals[side].count })}
            </td>
            <td>
              {bank === null ? (
                <InkChip ink="unknown">{t('bankSilent')}</InkChip>
              ) : (
                <>
                  <InkAmount ink="certain" amountMinor={bank[side].sumMinor} />{' '}
                  {t('count', { count: bank[side].count })}
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface BesideProps {
  readonly shown: ShownDayEnd;
  readonly exceptions: number;
}

const MOST_NAMED = 8;

/** What is not in the total, by name (F36). */
export function Beside({ shown: { totals, unsent }, exceptions }: BesideProps) {
  const { t } = useTranslation('dayEnd');
  const { promised, open } = totals;
  if (promised.count + open.count + exceptions === 0) return <p>{t('nothingBeside')}</p>;
  return (
    <section aria-label={t('beside')} className={styles['beside']} data-beside>
      <h3>{t('beside')}</h3>
      {promised.count > 0 && (
        <InkChip ink="promised" amountMinor={promised.sumMinor}>
          {t('promised')} {t('count', { count: promised.count })}
        </InkChip>
      )}
      {open.count > 0 && (
        <InkChip ink="unknown" amountMinor={open.sumMinor}>
          {t('open')} {t('count', { count: open.count })}
        </InkChip>
      )}
      {exceptions > 0 && <InkChip ink="refused">{t('exceptions', { count: exceptions })}</InkChip>}
      {unsent.slice(0, MOST_NAMED).map(({ paymentId, saleNumber, amountMinor, state }) => (
        <Fact key={paymentId} name={`${saleNumber} · ${t(state)}`}>
          <InkAmount
            ink={state === 'promised' ? 'promised' : 'unknown'}
            amountMinor={amountMinor}
          />
        </Fact>
      ))}
      {unsent.length > MOST_NAMED && <p>{t('more', { count: unsent.length - MOST_NAMED })}</p>}
    </section>
  );
}

/** In the total, and to be reconciled with the issuer: a defective success (A2 A4 A5 A6). */
export function WatchedMoney({ watched }: Pick<ShownDayEnd, 'watched'>) {
  const { t } = useTranslation('dayEnd');
  if (watched.length === 0) return null;
  return (
    <section aria-label={t('watched')} className={styles['beside']} data-watched={watched.length}>
      <h3>{t('watched')}</h3>
      {watched.slice(0, MOST_NAMED).map(({ paymentId, saleNumber, amountMinor }) => (
        <Fact key={paymentId} name={saleNumber}>
          <InkAmount ink="certain" amountMinor={amountMinor} />
        </Fact>
      ))}
      {watched.length > MOST_NAMED && <p>{t('more', { count: watched.length - MOST_NAMED })}</p>}
    </section>
  );
}
