import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueFilter, QueueRow } from '../../services/queue/queue-row.ts';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { useTillState } from '../stores-context.ts';
import { QueueStatusLine } from './QueueStatusLine.tsx';
import { QueueTable } from './QueueTable.tsx';
import styles from './QueueScreen.module.css';

const FILTERS: readonly QueueFilter[] = ['all', 'attention', 'waiting', 'sent'];

/** More at once would make a slow table; who wants to read on asks for the next so many. */
const ROWS_AT_ONCE = 200;

interface Props {
  readonly onDecide: (row: QueueRow) => void;
}

export function QueuePanel({ onDecide }: Props) {
  const { t } = useTranslation(['queue', 'errors']);
  const view = useTillState('queue', (state) => state.view);
  const failure = useTillState('queue', (state) => state.failure);
  const filter = useTillState('queue', (state) => state.filter);
  const setFilter = useTillState('queue', (state) => state.setFilter);
  const counts = view?.counts ?? NO_COUNTS;
  const rows = view?.rows.filter(({ place }) => filter === 'all' || place === filter) ?? [];
  const [page, setPage] = useState({ filter, rowCount: ROWS_AT_ONCE });
  const rowCount = page.filter === filter ? page.rowCount : ROWS_AT_ONCE;
  const left = rows.length - rowCount;
  return (
    <div className={styles['list']}>
      <header className={styles['listHead']}>
        <QueueStatusLine />
        <Choice
          label={t('queue:show')}
          options={FILTERS}
          value={filter}
          nameOf={(one) => t(`queue:filter.${one}`, { count: counts[one] })}
          onChange={setFilter}
        />
      </header>
      {failure !== null && (
        <p role="alert" className={styles['alarm']}>
          {t('queue:notRead')} {t(`errors:${failure.code}`)}
        </p>
      )}
      {view === null && failure === null && <p>{t('queue:notReadYet')}</p>}
      {view !== null && rows.length === 0 && <Nothing filter={filter} />}
      {rows.length > 0 && <QueueTable rows={rows.slice(0, rowCount)} onDecide={onDecide} />}
      {left > 0 && (
        <footer className={styles['more']}>
          <span>{t('queue:more', { count: left })}</span>
          <Button onPress={() => setPage({ filter, rowCount: rowCount + ROWS_AT_ONCE })}>
            {t('queue:showMore', { count: Math.min(left, ROWS_AT_ONCE) })}
          </Button>
        </footer>
      )}
    </div>
  );
}

const NO_COUNTS = { all: 0, attention: 0, waiting: 0, sent: 0 };

function Nothing({ filter }: { readonly filter: QueueFilter }) {
  const { t } = useTranslation('queue');
  return (
    <div className={styles['nothing']}>
      {filter === 'all' ? (
        <>
          <p>{t('emptyDay')}</p>
          <small>{t('emptyDayHint')}</small>
        </>
      ) : (
        <p>{t('emptyFilter')}</p>
      )}
    </div>
  );
}
