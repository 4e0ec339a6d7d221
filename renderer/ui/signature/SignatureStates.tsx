import { PenLine } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import {
  signatureState,
  type CardSignature,
  type SignatureState,
} from '../../../shared/domain/card-signature.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { useBusy } from '../kit/use-busy.ts';
import { ReasonChoice } from '../sales/ReasonChoice.tsx';
import { SupervisorPin } from '../session/SupervisorPin.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './SignatureStates.module.css';

/** What was signed, whether the bank has it, and what can be done where it has not. */
export function SignatureStates({ sale: { signatures = [] } }: { readonly sale: Sale }) {
  const { t } = useTranslation('signature');
  const hasFailed = useTillState('sales', (state) => state.hasSignatureFailed);
  const shown = signatures.map((signature) => ({
    signature,
    state: signatureState(signature, hasFailed(signature.paymentId)),
  }));
  const isRefused = shown.some(({ state }) => state === 'refused');
  return (
    <>
      {shown.map(({ signature, state }) => (
        <SignatureLine key={signature.paymentId} signature={signature} state={state} />
      ))}
      {(isRefused || shown.some(({ state }) => state === 'failed')) && (
        <Acts mayClose={isRefused} />
      )}
      {isRefused && <p className={styles['means']}>{t('refusedMeans')}</p>}
    </>
  );
}

interface LineProps {
  readonly signature: CardSignature;
  readonly state: SignatureState;
}

function SignatureLine({ signature: { told, closed }, state }: LineProps) {
  const { t } = useTranslation('signature');
  const words = closed === undefined ? {} : { who: closed.supervisorId, why: closed.reason };
  return (
    <output className={styles['state']} data-signature={state}>
      <PenLine size={20} aria-hidden="true" />
      {t(`state.${state}`, words)}
      {state === 'refused' && ` ${t(whyRefused(told?.code))}`}
    </output>
  );
}

/** As the till's own words: an honest till gets no others. */
function whyRefused(code = '') {
  if (code === 'not-found') return 'why.not-found';
  return code === 'core-differs' ? 'why.core-differs' : 'why.unread';
}

function Acts({ mayClose }: { readonly mayClose: boolean }) {
  const { t } = useTranslation(['signature', 'errors']);
  const sendAgain = useTillState('sales', (state) => state.sendSignature);
  const { isBusy, run } = useBusy();
  const [isClosing, setClosing] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const send = (): void => void run(async () => setFailure(await sendAgain()));
  const again = isBusy ? undefined : send;
  const close = mayClose && !isBusy ? () => setClosing(true) : undefined;
  useKeyLayer({ s: again, S: again, c: close, C: close });
  return (
    <div className={styles['acts']}>
      <Button keyCap="S" isDisabled={isBusy} onPress={send}>
        {t('signature:sendAgain')}
      </Button>
      {mayClose && (
        <Button keyCap="C" isDisabled={isBusy} onPress={() => setClosing(true)}>
          {t('signature:close')}
        </Button>
      )}
      {failure !== null && <p role="alert">{t(`errors:${failure.code}`)}</p>}
      {isClosing && <CloseDialog onLeave={() => setClosing(false)} onFailed={setFailure} />}
    </div>
  );
}

const REASONS = ['onPaper', 'gone', 'bankHasOther'] as const;

interface CloseProps {
  readonly onLeave: () => void;
  readonly onFailed: (failure: Failure | null) => void;
}

/** Why it stays with the shop, and a supervisor's PIN (P13, F38). */
function CloseDialog({ onLeave, onFailed }: CloseProps) {
  const { t } = useTranslation('signature');
  const close = useTillState('sales', (state) => state.closeSignature);
  const [reason, setReason] = useState('');
  const [isPinAsked, setPinAsked] = useState(false);
  if (isPinAsked) {
    return (
      <SupervisorPin
        act="close-signature"
        onApproved={(approvalId, supervisorId) => {
          onLeave();
          void close({ approvalId, supervisorId, reason: reason.trim() }).then(onFailed);
        }}
        onCancel={() => setPinAsked(false)}
      />
    );
  }
  return (
    <Dialog title={t('closeTitle')} width="wide" onClose={onLeave}>
      <p>{t('closeMeans')}</p>
      <ReasonChoice
        reasons={REASONS.map((one) => t(`because.${one}`))}
        words={{ label: t('closeWhy'), needed: t('closeWhyNeeded'), ask: t('askSupervisor') }}
        reason={reason}
        onReason={setReason}
        onAsk={() => setPinAsked(true)}
      />
    </Dialog>
  );
}
