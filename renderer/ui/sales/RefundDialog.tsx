import { useTranslation } from 'react-i18next';
import { amountOf, type RefundEnd, type Refunding } from '../../stores/refund-store.ts';
import { money } from '../kit/money.ts';
import { useTillState } from '../stores-context.ts';
import { GiveBackDialog, GiveBackEnd } from './GiveBackDialog.tsx';
import { RefundSearch } from './RefundSearch.tsx';
import { RefundTerms } from './RefundTerms.tsx';

/** Refund 退货: which sale, how much of it and why, a supervisor's PIN, and the bank's word. */
export function RefundDialog({ refunding }: { readonly refunding: Refunding }) {
  const { t } = useTranslation('refund');
  const refundIt = useTillState('refund', (state) => state.refundIt);
  const leave = useTillState('refund', (state) => state.leave);
  const keepAsking = useTillState('refund', (state) => state.keepAsking);
  const giveUp = useTillState('refund', (state) => state.giveUp);
  const { original, outcome } = refunding;
  return (
    <GiveBackDialog
      act="refund"
      title={t('title')}
      attended={refunding}
      words={{
        title: t('waitingTitle'),
        waiting: t('waiting'),
        money: t('unknownMoney'),
        why: t('unknownWhy'),
        givingUp: t('givingUp'),
      }}
      onApproved={refundIt}
      onLeave={leave}
      onKeepAsking={keepAsking}
      onGiveUp={giveUp}
    >
      {(asked) => {
        if (original === null) return <RefundSearch refunding={refunding} />;
        if (outcome === null) {
          return <RefundTerms refunding={refunding} original={original} {...asked} />;
        }
        return <Outcome outcome={outcome} amountMinor={amountOf(refunding) ?? 0} onClose={leave} />;
      }}
    </GiveBackDialog>
  );
}

interface OutcomeProps {
  readonly outcome: RefundEnd;
  readonly amountMinor: number;
  readonly onClose: () => void;
}

function Outcome({ outcome, amountMinor, onClose }: OutcomeProps) {
  const { t } = useTranslation(['refund', 'errors']);
  const { kind } = outcome;
  return (
    <GiveBackEnd outcome={outcome} title={t(`refund:outcome.${kind}`)} onClose={onClose}>
      <p>
        {kind === 'failed'
          ? t(`errors:${outcome.failure.code}`)
          : t(`refund:means.${kind}`, { amount: money(amountMinor) })}
      </p>
    </GiveBackEnd>
  );
}
