import { ArrowUp, Check, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueRow } from '../../services/queue/queue-row.ts';
import { useDuration } from '../frame/duration.ts';
import { useNow } from '../frame/use-now.ts';
import { Button } from '../kit/Button.tsx';
import { classes } from '../kit/classes.ts';
import { InkAmount, InkChip } from '../kit/Ink.tsx';
import { SCROLLS_BY_KEYS } from '../kit/keys.ts';
import { timeText } from '../kit/time.ts';
import { RowMessagesButton } from '../wire/WireButtons.tsx';
import { useReason } from './use-reason.ts';
import { useWait } from './use-wait.ts';
import styles from './QueueTable.module.css';

interface Props {
  readonly rows: readonly QueueRow[];
  readonly onDecide: (row: QueueRow) => void;
}

/** Only what is counted down by the second is drawn every second. */
const AGES_MOVE_MS = 10_000;

const COLUMNS = ['sale', 'time', 'tender', 'amount', 'state', 'age', 'reason', 'next'] as const;

/** What needs a person stands first; every row says why it is there and what happens next. */
export function QueueTable({ rows, onDecide }: Props) {
  const { t } = useTranslation('queue');
  const nowMs = useNow();
  const calmMs = nowMs - (nowMs % AGES_MOVE_MS);
  return (
    <section className={styles['frame']} aria-label={t('tableLabel')} {...SCROLLS_BY_KEYS}>
      <table className={styles['table']}>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={styles[column]}>
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.key}
              row={row}
              nowMs={row.next.kind === 'at' ? nowMs : calmMs}
              onDecide={onDecide}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly row: QueueRow;
  readonly nowMs: number;
  readonly onDecide: (row: QueueRow) => void;
}

const Row = memo(function Row({ row, nowMs, onDecide }: RowProps) {
  const { t } = useTranslation('queue');
  const duration = useDuration();
  const reason = useReason();
  const { saleNumber, atMs, amountMinor, ink, state, waitingSinceMs, attempts } = row;
  const { customerContact } = row;
  return (
    <tr data-place={row.place}>
      <th scope="row" className={styles['sale']}>
        {saleNumber}
      </th>
      <td className={styles['time']}>{timeText(atMs, nowMs)}</td>
      <td className={styles['tender']}>
        <TenderName row={row} />
      </td>
      <td className={styles['amount']}>
        <InkAmount ink={ink} amountMinor={amountMinor} />
      </td>
      <td className={styles['state']}>
        <span className={styles['marked']}>
          <InkChip ink={ink}>{t(`state.${state}`)}</InkChip>
          <DeliveryMark row={row} />
        </span>
      </td>
      <td className={styles['age']}>
        {waitingSinceMs === null ? '—' : duration(nowMs - waitingSinceMs)}
      </td>
      <td className={styles['reason']}>
        {reason(row)}
        {customerContact !== '' && <small>{t('contactIs', { contact: customerContact })}</small>}
        {attempts > 1 && <small>{t('attempts', { count: attempts })}</small>}
      </td>
      <td className={styles['next']}>
        <Next row={row} nowMs={nowMs} onDecide={onDecide} />
      </td>
    </tr>
  );
});

/** A card opens what was said to the bank about it; cash and numbers are no terminal's messages. */
function TenderName({ row }: { readonly row: QueueRow }) {
  const { t } = useTranslation('queue');
  const { tender, maskedNumber, saleId, saleNumber } = row;
  if (tender !== 'card') return t(tender);
  const card = t('card', { ending: `••${maskedNumber.slice(-4)}` });
  return <RowMessagesButton saleId={saleId} saleNumber={saleNumber} card={card} />;
}

const MARKS = { waiting: ArrowUp, reported: Check, attention: TriangleAlert } as const;

/** The second axis: whether the bank has been told. It says nothing about the money. */
function DeliveryMark({ row: { delivery, place } }: { readonly row: QueueRow }) {
  const { t } = useTranslation('queue');
  const mark = place === 'attention' ? 'attention' : delivery;
  if (mark === 'nothing-to-report') return null;
  const Icon = MARKS[mark];
  return (
    <span
      className={classes(styles['mark'], styles[mark])}
      data-mark={mark}
      title={t(`mark.${mark}`)}
    >
      <Icon size={18} strokeWidth={2.5} aria-hidden="true" />
      <span className="visually-hidden">{t(`mark.${mark}`)}</span>
    </span>
  );
}

function Next({ row, nowMs, onDecide }: RowProps) {
  const { t } = useTranslation('queue');
  const wait = useWait();
  const { next, decision, saleNumber } = row;
  if (next.kind === 'at') {
    return next.atMs > nowMs ? t('next.at', { wait: wait(next.atMs - nowMs) }) : t('next.soon');
  }
  if (next.kind !== 'person' || decision === null) return t(`next.${next.kind}`);
  return (
    <Button aria-label={`${t('next.person')} ${saleNumber}`} onPress={() => onDecide(row)}>
      {t('next.person')}
    </Button>
  );
}
