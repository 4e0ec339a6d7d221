import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { expectedLossMinor, type ExposureMeter } from '../../../shared/domain/exposure-meter.ts';
import { useDuration } from '../frame/duration.ts';
import { useNow } from '../frame/use-now.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { InkAmount } from '../kit/Ink.tsx';
import { SCROLLS_BY_KEYS, useKeyLayer } from '../kit/keys.ts';
import { money } from '../kit/money.ts';
import { Fact } from '../kit/Panel.tsx';
import { timeText } from '../kit/time.ts';
import { Meter } from '../line/Meter.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './Exposure.module.css';

/** Beside the day's money: what of it nobody at the bank stands for yet. */
export function ExposureButton() {
  const { t } = useTranslation('exposure');
  const [isOpen, setOpen] = useState(false);
  const meter = useTillState('queue', ({ view }) => view?.exposure ?? null);
  const open = meter === null ? undefined : () => setOpen(true);
  useKeyLayer({ F7: open });
  return (
    <>
      <Button keyCap="F7" isDisabled={meter === null} onPress={() => open?.()}>
        {t('open')}
      </Button>
      {isOpen && meter !== null && <ExposureDialog meter={meter} onClose={() => setOpen(false)} />}
    </>
  );
}

interface Props {
  readonly meter: ExposureMeter;
  readonly onClose: () => void;
}

function ExposureDialog({ meter, onClose }: Props) {
  const { t } = useTranslation('exposure');
  const { atRisk, proved, refusals } = meter;
  const loss = expectedLossMinor(meter);
  const { answered, refused } = refusals;
  return (
    <Dialog title={t('title')} width="wide" onClose={onClose}>
      <div className={styles['sums']} data-at-risk={atRisk.amountMinor}>
        <Fact name={t('atRisk', { count: atRisk.count })}>
          <InkAmount ink="promised" amountMinor={atRisk.amountMinor} />
        </Fact>
        <Fact name={t('proved')}>{money(proved.amountMinor)}</Fact>
        <Fact name={t('expected')}>{loss === null ? t('notMeasured') : money(loss)}</Fact>
      </div>
      <p className={styles['note']}>
        {loss === null
          ? t('notMeasuredMeans')
          : t('measured', {
              refused: money(refused.amountMinor),
              answered: money(answered.amountMinor),
            })}
      </p>
      {atRisk.count === 0 ? (
        <p>{t('nothing')}</p>
      ) : (
        <section className={styles['tables']} aria-label={t('parts')} {...SCROLLS_BY_KEYS}>
          <ByExpiry meter={meter} />
          <ByCard meter={meter} />
        </section>
      )}
    </Dialog>
  );
}

interface TableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly children: ReactNode;
}

function Table({ caption, columns, children }: TableProps) {
  return (
    <table className={styles['table']}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

function ByExpiry({ meter: { byExpiry } }: Pick<Props, 'meter'>) {
  const { t } = useTranslation('exposure');
  const duration = useDuration();
  const nowMs = useNow();
  const columns = [t('column.expiry'), t('column.left'), t('column.first'), t('column.amount')];
  return (
    <>
      <Table caption={t('byExpiry')} columns={columns}>
        {byExpiry.map(({ latestSendingMs, firstNumber, count, amountMinor }) => (
          <tr key={latestSendingMs}>
            <th scope="row">{timeText(latestSendingMs, nowMs)}</th>
            <td>{latestSendingMs > nowMs ? duration(latestSendingMs - nowMs) : t('over')}</td>
            <td>{t('fromNumber', { number: firstNumber, count })}</td>
            <td className={styles['amount']}>
              <InkAmount ink="promised" amountMinor={amountMinor} />
            </td>
          </tr>
        ))}
      </Table>
      <p className={styles['note']}>{t('order')}</p>
    </>
  );
}

function ByCard({ meter: { byCard } }: Pick<Props, 'meter'>) {
  const { t } = useTranslation('exposure');
  const cap = useTillState('till', ({ terminal }) => terminal?.parameters.offline.perCardMinor);
  const columns = [t('column.card'), t('column.proved'), t('column.cap'), t('column.amount')];
  return (
    <Table caption={t('byCard')} columns={columns}>
      {byCard.map(({ cardToken, maskedNumber, provedMinor, count, amountMinor }) => (
        <tr key={cardToken}>
          <th scope="row">
            {maskedNumber} · {t('times', { count })}
          </th>
          <td>{provedMinor === amountMinor ? t('allProved') : money(provedMinor)}</td>
          <td>
            {cap !== undefined && (
              <Meter name={t('column.cap')} used={amountMinor / Math.max(1, cap)}>
                {money(cap)}
              </Meter>
            )}
          </td>
          <td className={styles['amount']}>
            <InkAmount ink="promised" amountMinor={amountMinor} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
