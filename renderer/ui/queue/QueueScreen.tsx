import { useEffect, useState } from 'react';
import type { QueueRow } from '../../services/queue/queue-row.ts';
import { useKeyLayer } from '../kit/keys.ts';
import { useTillState } from '../stores-context.ts';
import { CardLockNotice } from './CardLockNotice.tsx';
import { DecisionDialog } from './DecisionDialog.tsx';
import { MoneyPanel } from './MoneyPanel.tsx';
import { QueuePanel } from './QueuePanel.tsx';
import styles from './QueueScreen.module.css';

/** The day's money by certainty, and under it what is on its way to the bank and why (SCREENS). */
export function QueueScreen() {
  const watch = useTillState('queue', (state) => state.watch);
  const sendNow = useTillState('till', (state) => state.sendNow);
  const [deciding, setDeciding] = useState<QueueRow | null>(null);
  useEffect(() => watch(), [watch]);
  const endDay = useTillState('dayEnd', (state) => state.open);
  const countDrawer = useTillState('drawer', (state) => state.open);
  useKeyLayer({ F3: () => void endDay(), F6: () => void countDrawer(), F10: () => void sendNow() });
  return (
    <main className={styles['screen']}>
      <MoneyPanel />
      <CardLockNotice />
      <QueuePanel onDecide={setDeciding} />
      {deciding !== null && <DecisionDialog row={deciding} onClose={() => setDeciding(null)} />}
    </main>
  );
}
