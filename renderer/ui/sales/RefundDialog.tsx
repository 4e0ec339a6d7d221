import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Certainty } from '../../../shared/domain/certainty.ts';
import { amountOf, type RefundEnd, type Refunding } from '../../stores/refund-store.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { InkCard } from '../kit/Ink.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { money } from '../kit/money.ts';
import { useCodeWords } from '../payment/use-code-words.ts';
import { SupervisorPin } from '../session/SupervisorPin.tsx';
import { useTillState } from '../stores-context.ts';
import { GiveBackWait } from './GiveBackWait.tsx';
import { RefundSearch } from './RefundSearch.tsx';
import { RefundTerms } from './RefundTerms.tsx';

/** Refund 退货: which sale, how much of it and why, a supervisor's PIN, and the bank's word. */
export function RefundDialog({ refunding }: { readonly refunding: Refunding }) {
  const { t } = useTranslation('refund');
  const refundIt = useTillState('refund', (state) => state.refundIt);
  const leave = useTillState('refund', (state) => state.leave);
  const keepAsking = useTillState('refund', (state) => state.keepAsking);
  const giveUp = useTillState('refund', (state) => state.giveUp);
  const [isPinAsked, setPinAsked] = useState(false);
  const [reason, setReason] = useState('');
  const { original, busy, outcome } = refunding;
  if (isPinAsked) {
    return (
      <SupervisorPin
        act="refund"
        onApproved={(approvalId, supervisorId) => {
          setPinAsked(false);
          void refundIt({ approvalId, supervisorId, reason: reason.trim() });
        }}
        onCancel={() => setPinAsked(false)}
      />
    );
  }
  return (
    <Dialog title={t('title')} width="wide" mustAnswer={busy} onClose={leave}>
      {original === null && <RefundSearch refunding={refunding} />}
      {original !== null && !busy && outcome === null && (
        <RefundTerms
          refunding={refunding}
          original={original}
          reason={reason}
          onReason={setReason}
          onAsk={() => setPinAsked(true)}
        />
      )}
      {busy && (
        <GiveBackWait
          attended={refunding}
          words={{
            title: t('waitingTitle'),
            waiting: t('waiting'),
            money: t('unknownMoney'),
            why: t('unknownWhy'),
            givingUp: t('givingUp'),
          }}
          onKeepAsking={keepAsking}
          onGiveUp={giveUp}
        />
      )}
      {outcome !== null && (
        <Outcome outcome={outcome} amountMinor={amountOf(refunding) ?? 0} onClose={leave} />
      )}
    </Dialog>
  );
}

/** How certain the outcome is, not whose the money is. */
const INK_OF: Readonly<Record<RefundEnd['kind'], Certainty>> = {
  refunded: 'certain',
  declined: 'refused',
  'taken-back': 'unknown',
  stopped: 'refused',
  'not-recorded': 'unknown',
  failed: 'refused',
};

interface OutcomeProps {
  readonly outcome: RefundEnd;
  readonly amountMinor: number;
  readonly onClose: () => void;
}

function Outcome({ outcome, amountMinor, onClose }: OutcomeProps) {
  const { t } = useTranslation(['refund', 'errors', 'common']);
  const wordsOf = useCodeWords();
  const { kind } = outcome;
  useKeyLayer({ Enter: onClose });
  return (
    <>
      <div aria-live="polite" data-refund={kind}>
        <InkCard ink={INK_OF[kind]} title={t(`refund:outcome.${kind}`)}>
          <p>
            {outcome.kind === 'failed'
              ? t(`errors:${outcome.failure.code}`)
              : t(`refund:means.${outcome.kind}`, { amount: money(amountMinor) })}
          </p>
          {outcome.kind === 'declined' && (
            <p>
              {wordsOf(outcome.code)} <b>{outcome.code}</b>
            </p>
          )}
        </InkCard>
      </div>
      <DialogActions>
        <Button variant="primary" size="tender" keyCap="Enter" onPress={onClose}>
          {t('common:close')}
        </Button>
      </DialogActions>
    </>
  );
}
