import { minor } from '../../shared/domain/money.ts';
import { priceCart } from '../../shared/domain/pricing.ts';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import type { Language, Texts } from '../i18n/texts.ts';
import type { Paying, TillState, Verdict } from '../stores/till-store.ts';
import { money } from './money.ts';
import styles from './Payment.module.css';

interface Props {
  readonly state: TillState;
  readonly paying: Paying;
  readonly t: Texts;
  readonly language: Language;
}

const NOTE_MINOR = 10_000;

export function Payment({ state, paying, t, language }: Props) {
  const dueMinor =
    paying.verdict !== null && 'sale' in paying.verdict && paying.verdict.sale !== null
      ? paying.verdict.sale.totals.dueMinor
      : priceCart(state.cart, 'inclusive').totals.dueMinor;
  const nextNote = minor(Math.ceil(dueMinor / NOTE_MINOR) * NOTE_MINOR);
  const open = paying.verdict === null && !paying.busy;
  return (
    <main className={styles['payment']}>
      <section className={styles['column']}>
        <p>{t.due}</p>
        <output className={styles['due']}>{money(dueMinor)}</output>
        {[...new Set([dueMinor, nextNote])].map((amount) => (
          <button
            key={amount}
            type="button"
            disabled={!open}
            onClick={() => void state.payCash(minor(amount))}
          >
            {t.cash} {money(amount)}
          </button>
        ))}
        <button type="button" disabled={paying.busy} onClick={state.stopPaying}>
          {paying.verdict === null ? t.back : t.nextSale}
        </button>
      </section>
      <section className={styles['column']}>
        <h2>{t.card}</h2>
        <div className={styles['tray']}>
          {TEST_CARDS.map((card) => (
            <button
              key={card.id}
              type="button"
              disabled={!open || state.cardsLocked}
              onClick={() => void state.payCard(card.id, card.pin)}
            >
              {language === 'en' ? card.nameEn : card.nameZh}
            </button>
          ))}
        </div>
        {state.cardsLocked && <p role="alert">{t.cardsLocked}</p>}
      </section>
      <section className={styles['column']} aria-live="polite">
        {paying.busy && paying.question === null && (
          <button type="button" onClick={state.giveUp}>
            {t.giveUp}
          </button>
        )}
        {paying.question?.kind === 'unknown' && (
          <div className={styles['unknown']} role="alert">
            <h2>◌ {t.unknown}</h2>
            <p>{t.unknownWhy}</p>
            <button type="button" onClick={() => state.answer('keep-asking')}>
              {t.keepAsking}
            </button>
            <button type="button" onClick={() => state.answer('give-up')}>
              {t.giveUp}
            </button>
          </div>
        )}
        {paying.question?.kind === 'promise' && (
          <div className={styles['promised']} role="alert">
            <h2>◍ {t.provisional}</h2>
            <p>{t.provisionalWhy}</p>
            <button
              type="button"
              className={styles['acceptPromise']}
              onClick={() => state.answer({ accept: true, customerContact: '', supervisorId: '' })}
            >
              {t.accept}
            </button>
            <button type="button" onClick={() => state.answer({ accept: false })}>
              {t.refuse}
            </button>
          </div>
        )}
        {paying.verdict !== null && <VerdictCard verdict={paying.verdict} t={t} />}
        {paying.printed !== null && <p>{paying.printed ? t.printed : t.notPrinted}</p>}
      </section>
    </main>
  );
}

function VerdictCard({ verdict, t }: { readonly verdict: Verdict; readonly t: Texts }) {
  const [ink, title, detail] = verdictWords(verdict, t);
  return (
    <div className={styles[ink]} data-verdict={verdict.kind}>
      <h2>{title}</h2>
      <p>{detail}</p>
    </div>
  );
}

type Ink = 'certain' | 'promised' | 'unknown' | 'refused';

function verdictWords(verdict: Verdict, t: Texts): readonly [Ink, string, string] {
  switch (verdict.kind) {
    case 'cash': {
      const cash = verdict.sale.tenders.find((tender) => tender.kind === 'cash');
      return ['certain', `● ${t.paidCash}`, `${t.change} ${money(cash?.changeMinor ?? 0)}`];
    }
    case 'approved':
      return ['certain', `● ${t.approved}`, verdict.sale.number];
    case 'provisional':
      return ['promised', `◍ ${t.provisional}`, t.provisionalWhy];
    case 'declined':
      return ['refused', `✕ ${t.declined}`, verdict.code];
    case 'taken-back':
      return ['refused', `✕ ${t.takenBack}`, verdict.sale.number];
    case 'not-offline':
      return ['refused', `✕ ${t.notOffline}`, verdict.code];
    case 'not-recorded':
      return ['unknown', `◌ ${t.notRecorded}`, verdict.code];
    case 'failed':
      return ['refused', `✕ ${t.notOffline}`, verdict.failure.code];
  }
}
