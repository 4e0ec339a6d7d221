import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Strokes } from '../../../shared/domain/card-signature.ts';
import { certaintyOfPayment } from '../../../shared/domain/certainty.ts';
import { approvedOf, type Payment } from '../../../shared/domain/payment.ts';
import { RECEIPT_WORDS } from '../../i18n/receipt-words.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { InkAmount, InkChip } from '../kit/Ink.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { useTillState } from '../stores-context.ts';
import { DrawingPad } from './DrawingPad.tsx';
import styles from './SignatureDialog.module.css';

interface Props {
  readonly payment: Payment;
  /** It is being written down, or could not be. */
  readonly isBusy: boolean;
  readonly hasFailed: boolean;
  /** Null: with a pen, on the slip. */
  readonly onSigned: (strokes: Strokes | null) => void;
}

/**
 * Turned to the customer: shop, card and amount, what is agreed to, and a box to sign in. The sale
 * is recorded by now, whatever becomes of this. Who cannot or will not sign here signs the slip; one
 * of the two is chosen.
 */
export function SignatureDialog({ payment, isBusy, hasFailed, onSigned }: Props) {
  const { t, i18n } = useTranslation('signature');
  const shop = useTillState('till', ({ terminal }) => terminal?.shopName ?? '');
  const [strokes, setStrokes] = useState<Strokes | null>(null);
  const [sheet, setSheet] = useState(1);
  const { consent } = RECEIPT_WORDS[i18n.language === 'en' ? 'en' : 'zh-CN'];
  const { status, card } = payment;
  const ink = certaintyOfPayment(status);
  const isDrawn = strokes !== null && !isBusy;
  const confirm = isDrawn ? () => onSigned(strokes) : undefined;
  const onPaper = isBusy ? undefined : () => onSigned(null);
  const clear = (): void => {
    setStrokes(null);
    setSheet(sheet + 1);
  };
  return (
    <Dialog title={t('title')} width="wide" mustAnswer onClose={() => undefined}>
      <PadKeys onConfirm={confirm} onClear={isDrawn ? clear : undefined} onPaper={onPaper} />
      <div className={styles['what']}>
        <p>{t('of', { shop, number: card.maskedNumber })}</p>
        <span className={styles['amount']}>
          <InkChip ink={ink} />
          <InkAmount ink={ink} amountMinor={approvedOf(payment)} />
        </span>
      </div>
      <p>{consent}</p>
      <DrawingPad key={sheet} label={t('pad')} hint={t('hint')} onDrawn={setStrokes} />
      <p className={styles['means']} role={hasFailed ? 'alert' : undefined}>
        {t(hasFailed ? 'failed' : 'means')}
      </p>
      <DialogActions>
        <Button
          size="tender"
          keyCap="Del"
          isDisabled={!isDrawn}
          preventFocusOnPress
          onPress={clear}
        >
          {t('clear')}
        </Button>
        <Button
          size="tender"
          keyCap="P"
          hint={t('onPaperHint')}
          isDisabled={isBusy}
          preventFocusOnPress
          onPress={() => onPaper?.()}
        >
          {t('onPaper')}
        </Button>
        <Button
          variant={ink === 'promised' ? 'promise' : 'primary'}
          size="tender"
          keyCap="Enter"
          isDisabled={!isDrawn}
          preventFocusOnPress
          onPress={() => confirm?.()}
        >
          {t('done')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface KeyProps {
  readonly onConfirm: (() => void) | undefined;
  readonly onClear: (() => void) | undefined;
  readonly onPaper: (() => void) | undefined;
}

/** Inside the dialog, so that its keys lie above the dialog's own layer. */
function PadKeys({ onConfirm, onClear, onPaper }: KeyProps) {
  useKeyLayer({ Enter: onConfirm, Delete: onClear, p: onPaper, P: onPaper });
  return null;
}
