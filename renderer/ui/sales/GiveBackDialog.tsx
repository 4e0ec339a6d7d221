import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Certainty } from '../../../shared/domain/certainty.ts';
import type { ReasonedApproval } from '../../services/recovery/supervisor-acts.ts';
import type { Attended } from '../../stores/attended-desk.ts';
import type { HoldEnd } from '../../stores/hold-store.ts';
import type { RefundEnd } from '../../stores/refund-store.ts';
import type { VoidEnd } from '../../stores/sales-store.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { InkCard } from '../kit/Ink.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { useCodeWords } from '../payment/use-code-words.ts';
import { SupervisorPin } from '../session/SupervisorPin.tsx';
import { GiveBackWait, type GiveBackWords } from './GiveBackWait.tsx';

/** The reason that is given before a supervisor's PIN is asked for. */
export interface AskedReason {
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly onAsk: () => void;
}

interface Props {
  readonly act: 'void' | 'refund' | 'release';
  readonly title: string;
  readonly attended: Attended & { readonly busy: boolean };
  readonly words: GiveBackWords;
  readonly onApproved: (approval: ReasonedApproval) => Promise<void>;
  readonly onLeave: () => void;
  readonly onKeepAsking: () => void;
  readonly onGiveUp: () => void;
  /** Before the bank is asked, and after it. */
  readonly children: (asked: AskedReason) => ReactNode;
}

/** Void, refund, and what is held on a card: why, a supervisor's PIN, the bank's word, and what became of the money (F38). */
export function GiveBackDialog(props: Props) {
  const { act, title, attended, words, onApproved, onLeave, children } = props;
  const [isPinAsked, setPinAsked] = useState(false);
  const [reason, setReason] = useState('');
  if (isPinAsked) {
    return (
      <SupervisorPin
        act={act}
        onApproved={(approvalId, supervisorId) => {
          setPinAsked(false);
          void onApproved({ approvalId, supervisorId, reason: reason.trim() });
        }}
        onCancel={() => setPinAsked(false)}
      />
    );
  }
  return (
    <Dialog title={title} width="wide" mustAnswer={attended.busy} onClose={onLeave}>
      {attended.busy ? (
        <GiveBackWait
          attended={attended}
          words={words}
          onKeepAsking={props.onKeepAsking}
          onGiveUp={props.onGiveUp}
        />
      ) : (
        children({ reason, onReason: setReason, onAsk: () => setPinAsked(true) })
      )}
    </Dialog>
  );
}

type End = VoidEnd | RefundEnd | HoldEnd;

/** How certain the outcome is, not whose the money is: what the bank has done is certain. */
const INK_OF: Readonly<Record<End['kind'], Certainty>> = {
  voided: 'certain',
  refunded: 'certain',
  done: 'certain',
  'refused-by-card': 'refused',
  declined: 'refused',
  'taken-back': 'unknown',
  stopped: 'refused',
  'not-recorded': 'unknown',
  failed: 'refused',
};

interface EndProps {
  readonly outcome: End;
  readonly title: string;
  readonly onClose: () => void;
  /** What it means for the money. */
  readonly children: ReactNode;
}

export function GiveBackEnd({ outcome, title, onClose, children }: EndProps) {
  const { t } = useTranslation('common');
  const wordsOf = useCodeWords();
  useKeyLayer({ Enter: onClose });
  return (
    <>
      <div aria-live="polite" data-given-back={outcome.kind}>
        <InkCard ink={INK_OF[outcome.kind]} title={title}>
          {children}
          {'code' in outcome && outcome.kind !== 'not-recorded' && (
            <p>
              {wordsOf(outcome.code)} <b>{outcome.code}</b>
            </p>
          )}
        </InkCard>
      </div>
      <DialogActions>
        <Button variant="primary" size="tender" keyCap="Enter" onPress={onClose}>
          {t('close')}
        </Button>
      </DialogActions>
    </>
  );
}
