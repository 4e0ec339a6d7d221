import type { ReactNode } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { useTillState } from '../stores-context.ts';
import { Stopped } from './Stopped.tsx';

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
  return (
    <Stopped
      title={t('brokenTitle')}
      words={t('brokenMoney')}
      again={t('brokenAgain')}
      onAgain={() => resetErrorBoundary()}
    >
      <Button onPress={() => location.reload()}>{t('brokenReload')}</Button>
    </Stopped>
  );
}
