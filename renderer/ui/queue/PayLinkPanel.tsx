import { RefreshCw, Printer, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { qrTextOf } from '../../services/slips/qr-code.ts';
import type { QueueRow, RowLink } from '../../services/queue/queue-row.ts';
import { Button } from '../kit/Button.tsx';
import { InkChip } from '../kit/Ink.tsx';
import { QrCode } from '../kit/QrCode.tsx';
import { dayAndMinuteText } from '../kit/time.ts';
import { useBusy } from '../kit/use-busy.ts';
import { useTillState } from '../stores-context.ts';
import styles from './PayLinkPanel.module.css';

interface Props {
  readonly row: QueueRow;
  readonly tenderId: string;
  readonly link: RowLink;
}

/** What the customer is given: the code to scan, the address to read out, and the slip with both. */
export function PayLinkPanel({ row: { saleId, saleNumber }, tenderId, link }: Props) {
  const { t } = useTranslation(['recovery', 'errors']);
  const ask = useTillState('queue', (state) => state.askLinks);
  const withdraw = useTillState('queue', (state) => state.withdrawLink);
  const print = useTillState('queue', (state) => state.printLink);
  const isOnline = useTillState('till', ({ reach }) => reach.reach === 'online');
  const [said, setSaid] = useState<Failure | 'printed' | null>(null);
  const { isBusy, run } = useBusy();
  const takeBack = async (): Promise<void> => {
    const withdrawn = await withdraw(saleId, tenderId);
    setSaid(withdrawn.ok ? null : withdrawn.error);
  };
  const printSlip = async (): Promise<void> => setSaid((await print(saleId, link.id)) ?? 'printed');
  const { open } = link;
  return (
    <section className={styles['link']} aria-label={t('recovery:link.title')} data-link>
      <div className={styles['facts']}>
        <InkChip ink="unknown">{t('recovery:link.title')}</InkChip>
        <p>{t(isOnline ? 'recovery:link.means' : 'recovery:link.offline')}</p>
        {open === null ? (
          <p>{t('recovery:link.asked')}</p>
        ) : (
          <>
            <code className={styles['url']}>{open.url}</code>
            <p>{t('recovery:link.until', { at: dayAndMinuteText(open.expiresAtMs) })}</p>
          </>
        )}
        <div className={styles['buttons']}>
          <Button
            icon={<RefreshCw size={20} aria-hidden="true" />}
            isDisabled={!isOnline || isBusy}
            onPress={() => void run(ask)}
          >
            {t('recovery:link.ask')}
          </Button>
          <Button
            icon={<Printer size={20} aria-hidden="true" />}
            isDisabled={open === null || isBusy}
            onPress={() => void run(printSlip)}
          >
            {t('recovery:link.print')}
          </Button>
          <Button
            icon={<Undo2 size={20} aria-hidden="true" />}
            isDisabled={!isOnline || isBusy}
            onPress={() => void run(takeBack)}
          >
            {t('recovery:link.withdraw')}
          </Button>
        </div>
        {said !== null && (
          <output>
            {said === 'printed' ? t('recovery:link.printed') : t(`errors:${said.code}`)}
          </output>
        )}
      </div>
      {open !== null && (
        <QrCode
          text={qrTextOf(open.url)}
          label={t('recovery:link.codeOf', { number: saleNumber })}
        />
      )}
    </section>
  );
}
