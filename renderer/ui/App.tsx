import { useEffect, useState } from 'react';
import { useStore, type StoreApi } from 'zustand';
import { TEXTS, type Language } from '../i18n/texts.ts';
import type { TillState } from '../stores/till-store.ts';
import { Payment } from './Payment.tsx';
import { Register } from './Register.tsx';
import { StatusBar } from './StatusBar.tsx';
import styles from './App.module.css';

export function App({ store }: { readonly store: StoreApi<TillState> }) {
  const state = useStore(store);
  const [language, setLanguage] = useState<Language>('zh-CN');
  const t = TEXTS[language];
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <div className={styles['frame']}>
      <header className={styles['top']}>
        <strong>TwinTill</strong>
        <span>{state.terminal?.shopName}</span>
        {state.terminal?.mode === 'demo' && <span className={styles['mark']}>{t.sample}</span>}
        <span className={styles['space']} />
        <button
          type="button"
          onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}
          lang={language === 'en' ? 'zh-CN' : 'en'}
        >
          {t.language}
        </button>
      </header>
      {state.phase === 'failed' && (
        <main className={styles['notice']} role="alert">
          <p>{state.failure?.code === 'not-activated' ? t.notActivated : state.failure?.code}</p>
        </main>
      )}
      {state.phase === 'ready' &&
        (state.paying === null ? (
          <Register state={state} t={t} language={language} />
        ) : (
          <Payment state={state} paying={state.paying} t={t} language={language} />
        ))}
      {state.phase === 'starting' && <main />}
      <StatusBar state={state} t={t} />
    </div>
  );
}
