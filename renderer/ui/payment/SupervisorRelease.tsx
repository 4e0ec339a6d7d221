import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SupervisorsYes } from '../../services/paying/payment-desk.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { SupervisorPin } from '../session/SupervisorPin.tsx';

interface Props {
  readonly onReleased: (yes: SupervisorsYes) => void;
  readonly onCancel: () => void;
}

const REASONS = ['known-customer', 'goods-held', 'no-other-way'] as const;

type Reason = (typeof REASONS)[number];

/** Above a cap a person answers for it: first why, then the PIN; both go into the journal (P15). */
export function SupervisorRelease({ onReleased, onCancel }: Props) {
  const { t } = useTranslation('payment');
  const [reason, setReason] = useState<Reason | null>(null);
  if (reason !== null) {
    return (
      <SupervisorPin
        act="allow-above-cap"
        onApproved={(approvalId, supervisorId) =>
          onReleased({ approvalId, supervisorId, reason: t(`reason.${reason}`) })
        }
        onCancel={onCancel}
      />
    );
  }
  return (
    <Dialog title={t('acceptAbove')} width="narrow" onClose={onCancel}>
      <p>{t('reasonAsked')}</p>
      <ReasonKeys onReason={setReason} />
      {REASONS.map((one, i) => (
        <Button key={one} size="tender" keyCap={String(i + 1)} onPress={() => setReason(one)}>
          {t(`reason.${one}`)}
        </Button>
      ))}
      <DialogActions>
        <Button keyCap="Esc" onPress={onCancel}>
          {t('back')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Inside the dialog, so that its keys lie above the dialog's own layer. */
function ReasonKeys({ onReason }: { readonly onReason: (reason: Reason) => void }) {
  useKeyLayer(Object.fromEntries(REASONS.map((one, i) => [String(i + 1), () => onReason(one)])));
  return null;
}
