import { Printer, SearchCheck } from 'lucide-react';
import { Group } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { openReversalsOf } from '../../../shared/domain/receipt-fault.ts';
import { receiptOf } from '../../../shared/domain/receipt.ts';
import { isToBeWatched } from '../../../shared/domain/payment.ts';
import { wasSold, type Sale } from '../../../shared/domain/sale.ts';
import { voidWay } from '../../../shared/domain/voiding.ts';
import { RECEIPT_WORDS } from '../../i18n/receipt-words.ts';
import { whyNotRefund } from '../../stores/refund-store.ts';
import { whyNotVoid } from '../../stores/sales-store.ts';
import { Button } from '../kit/Button.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { utcOffsetMinutesAt } from '../kit/time.ts';
import { Receipt } from '../receipt/Receipt.tsx';
import { SignatureStates } from '../signature/SignatureStates.tsx';
import { SlipCodes } from '../slip-code/SlipCodes.tsx';
import { useTillState } from '../stores-context.ts';
import { SaleLessons } from '../wire/WireButtons.tsx';
import styles from './SalesScreen.module.css';

/** What is needed for it, and what comes of it. */
const VOID_HINTS = {
  bank: 'voidHint',
  cash: 'voidHintCash',
  promise: 'voidHintPromise',
} as const;

/** The slip as it would be printed now, and what can be done with the sale. */
export function SaleDetail({ sale }: { readonly sale: Sale }) {
  const { t } = useTranslation(['sales', 'refund']);
  const slip = useTillState('sales', (state) => state.slip);
  const print = useTillState('sales', (state) => state.print);
  const askVoid = useTillState('sales', (state) => state.askVoid);
  const openSale = useTillState('refund', (state) => state.openSale);
  const hindrance = useTillState('till', (state) => whyNotVoid(sale, state));
  const notRefundable = useTillState('till', (state) => whyNotRefund(sale, state));
  const refundIt = (): void => void openSale(sale);
  const { receipt } = sale;
  // Of a reversal without an answer there is a report, though nothing was sold.
  const isPrintable = wasSold(sale) || openReversalsOf(sale).length > 0;
  const printIt = (): void => void print();
  const isVoidable = hindrance === null;
  useKeyLayer({
    p: isPrintable ? printIt : undefined,
    P: isPrintable ? printIt : undefined,
    F8: isVoidable ? askVoid : undefined,
    F9: notRefundable === null ? refundIt : undefined,
  });
  return (
    <>
      <SlipPreview sale={sale} />
      {sale.state !== 'voided' && sale.payments.some(isToBeWatched) && (
        <p className={styles['slip']} data-watched>
          <SearchCheck size={20} aria-hidden="true" />
          {t('sales:toBeWatched')}
        </p>
      )}
      <SignatureStates key={sale.id} sale={sale} />
      {slip !== 'none' && (
        <output className={styles['slip']}>
          <Printer size={20} aria-hidden="true" />
          {t(`sales:slip.${slip}`)}
        </output>
      )}
      {sale.payments.length > 0 && <SaleLessons saleId={sale.id} />}
      <div className={styles['acts']}>
        <Button
          keyCap="P"
          size="tender"
          isDisabled={!isPrintable || slip === 'printing'}
          onPress={printIt}
        >
          {t(receipt.printedCount === 0 ? 'sales:print' : 'sales:printAgain')}
        </Button>
        <Button
          keyCap="F8"
          variant="danger"
          size="tender"
          isDisabled={!isVoidable}
          hint={t(
            isVoidable ? `sales:${VOID_HINTS[voidWay(sale)]}` : `sales:hindrance.${hindrance}`,
          )}
          onPress={askVoid}
        >
          {t('sales:void')}
        </Button>
        <Button
          keyCap="F9"
          variant="danger"
          size="tender"
          isDisabled={notRefundable !== null}
          hint={t(
            notRefundable === null ? 'refund:refundHint' : `refund:hindrance.${notRefundable}`,
          )}
          onPress={refundIt}
        >
          {t('refund:refund')}
        </Button>
      </div>
    </>
  );
}

function SlipPreview({ sale }: { readonly sale: Sale }) {
  const { t, i18n } = useTranslation('receipt');
  const terminal = useTillState('till', (state) => state.terminal);
  if (terminal === null) return null;
  const utcOffsetMinutes = utcOffsetMinutesAt(sale.createdAtMs);
  const words = RECEIPT_WORDS[i18n.language === 'en' ? 'en' : 'zh-CN'];
  const copyNumber = Math.max(1, sale.receipt.printedCount);
  const receipt = receiptOf(sale, { ...terminal, utcOffsetMinutes }, copyNumber, words);
  return (
    <Group className={styles['roll'] ?? ''} tabIndex={0} aria-label={t('preview')}>
      <Receipt receipt={receipt} />
      <SlipCodes sale={sale} />
    </Group>
  );
}
