import type { ReactNode } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { useTillState } from '../stores-context.ts';
import styles from './StartNotice.module.css';

interface Props {
  readonly children: ReactNode;
  /** Whatever of these changes: another thing is to be drawn, and that one may be sound. */
  readonly drawnOf?: unknown[];
}

/**
 * A bug while something is drawn takes that away and not the till: payments, queue and heartbeat go on
 * behind it. It is written into the journal, and said in words about the money; without this the
 * window would be white.
 */
export function Failsafe({ children, drawnOf = [] }: Props) {
  const noteBug = useTillState('till', (state) => state.noteBug);
  return (
    <ErrorBoundary FallbackComponent={Broken} onError={noteBug} resetKeys={drawnOf}>
      {children}
    </ErrorBoundary>
  );
}

function Broken({ resetErrorBoundary }: FallbackProps) {
  const { t } = useTranslation('frame');
  const drawAgain = (): void => resetErrorBoundary();
  useKeyLayer({ Enter: drawAgain });
  return (
    <main className={styles['notice']}>
      <div className={styles['said']} role="alert">
        <h1>{t('brokenTitle')}</h1>
        <p>{t('brokenMoney')}</p>
      </div>
      <Button variant="primary" size="tender" keyCap="Enter" onPress={drawAgain}>
        {t('brokenAgain')}
      </Button>
      <Button onPress={() => location.reload()}>{t('brokenReload')}</Button>
    </main>
  );
}
