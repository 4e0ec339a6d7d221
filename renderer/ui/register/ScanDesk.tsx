import { TriangleAlert } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { useIsModalOpen, useKeyLayer } from '../kit/keys.ts';
import { useTillState } from '../stores-context.ts';
import { DEFAULT_SCANNER } from '../../../shared/domain/scan-detector.ts';
import { soundAlarm } from './alarm.ts';
import { KeptScansOver } from './KeptScans.tsx';
import { listenForScans } from './scan-listener.ts';
import { QuantityEntry } from './QuantityEntry.tsx';
import styles from './Dialogs.module.css';

/** Over every screen: what a scan asks, and how many are kept until it is their turn (A25). */
export function ScanDesk() {
  const { t } = useTranslation('register');
  const question = useTillState('scan', (state) => state.question);
  const answerWeight = useTillState('scan', (state) => state.answerWeight);
  const dismiss = useTillState('scan', (state) => state.dismiss);
  const setCovered = useTillState('scan', (state) => state.setCovered);
  const scanned = useTillState('scan', (state) => state.scanned);
  const isCovered = useIsModalOpen();
  useEffect(() => listenForScans(() => DEFAULT_SCANNER, scanned), [scanned]);
  useEffect(() => {
    setCovered(isCovered);
  }, [isCovered, setCovered]);
  return (
    <>
      <KeptScansOver />
      {question?.kind === 'unknown-code' && (
        <UnknownCode
          code={question.code}
          catalogueFailed={question.catalogueFailed}
          onClose={dismiss}
        />
      )}
      {question?.kind === 'weigh' && (
        <QuantityEntry
          product={question.product}
          nowMilli={null}
          confirmLabel={t('takeWeight')}
          onSubmit={(quantityMilli) => {
            // It closes the question; what does not fit is told beside the lines.
            answerWeight(quantityMilli);
            return null;
          }}
          onClose={dismiss}
        />
      )}
    </>
  );
}

interface UnknownProps {
  readonly code: string;
  readonly catalogueFailed: boolean;
  readonly onClose: () => void;
}

/** Loud and in the way: an article that was not added must not slip into the bag. */
function UnknownCode({ code, catalogueFailed, onClose }: UnknownProps) {
  const { t } = useTranslation('register');
  useEffect(() => soundAlarm(), [code]);
  return (
    <Dialog title={t('unknownTitle')} onClose={onClose} mustAnswer>
      <p className={styles['code']}>
        <TriangleAlert size={28} aria-hidden="true" />
        {code}
      </p>
      <p role="alert">{t(catalogueFailed ? 'unknownFailed' : 'unknownBody', { code })}</p>
      <DismissKeys onDismiss={onClose} />
      <DialogActions>
        <Button variant="primary" size="tender" keyCap="Enter" onPress={onClose}>
          {t('understood')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Inside the dialog, so that its keys lie above the dialog's own layer. */
function DismissKeys({ onDismiss }: { readonly onDismiss: () => void }) {
  useKeyLayer({ Enter: onDismiss, Escape: onDismiss });
  return null;
}
