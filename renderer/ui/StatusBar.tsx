import type { Texts } from '../i18n/texts.ts';
import type { TillState } from '../stores/till-store.ts';
import { money } from './money.ts';
import styles from './App.module.css';

/** Always there and never lies: what it shows comes from the two copies and from real requests. */
export function StatusBar({ state, t }: { readonly state: TillState; readonly t: Texts }) {
  const { line } = state;
  return (
    <footer className={styles['status']}>
      <span className={styles[state.online ? 'online' : 'offline']} data-online={state.online}>
        {state.online ? `● ${t.online}` : `◌ ${t.offline}`}
      </span>
      <span data-unsent={state.unsentCount}>
        {state.unsentCount === 0
          ? t.allSent
          : `${t.unsent} ${state.unsentCount} · ${money(state.unsentMinor)}`}
      </span>
      <span>
        {t.journal} {state.journalNumber}
      </span>
      <span>
        {t.batch} {String(state.batchNumber).padStart(6, '0')} · {t.trace}{' '}
        {String(state.traceNumber).padStart(6, '0')}
      </span>
      <span className={styles['space']} />
      <button type="button" onClick={() => void state.setLine({ ...line, cut: !line.cut })}>
        {line.cut ? t.mendLine : t.cutLine}
      </button>
      <button type="button" onClick={() => void state.setLine({ ...line, loseNextAnswers: 1 })}>
        {t.loseAnswer}
      </button>
      <button type="button" onClick={() => void state.sendNow()}>
        {t.sendNow}
      </button>
    </footer>
  );
}
