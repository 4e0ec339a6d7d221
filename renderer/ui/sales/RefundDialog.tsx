import { useTranslation } from 'react-i18next';
import { cashPaid } from '../../../shared/domain/cash-returned.ts';
import { add, type Minor } from '../../../shared/domain/money.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { amountOf, type RefundEnd, type Refunding } from '../../stores/refund-store.ts';
import { money } from '../kit/money.ts';
import { useTillState } from '../stores-context.ts';
import { GiveBackDialog, GiveBackEnd } from './GiveBackDialog.tsx';
import { RefundParts } from './RefundParts.tsx';
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
  const isCash = original?.of.cash !== undefined;
  return (
    <GiveBackDialog
      act="refund"
      title={t('title')}
      attended={refunding}
      words={{
        title: t('waitingTitle'),
        waiting: t(isCash ? 'waitingHere' : 'waiting'),
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
        if (refunding.parts.length > 0) return <RefundParts parts={refunding.parts} />;
        if (original === null) return <RefundSearch refunding={refunding} />;
        if (outcome === null) {
          return <RefundTerms refunding={refunding} original={original} {...asked} />;
        }
        const amountMinor = amountOf(refunding) ?? 0;
        return <Outcome {...{ outcome, amountMinor, isCash }} onClose={leave} />;
      }}
    </GiveBackDialog>
  );
}

interface OutcomeProps {
  readonly outcome: RefundEnd;
  readonly amountMinor: number;
  readonly isCash: boolean;
  readonly onClose: () => void;
}

function Outcome({ outcome, amountMinor, isCash, onClose }: OutcomeProps) {
  const { t } = useTranslation(['refund', 'errors']);
  const { kind } = outcome;
  return (
    <GiveBackEnd outcome={outcome} title={t(`refund:outcome.${kind}`)} onClose={onClose}>
      <p>
        {outcome.kind === 'failed' && t(`errors:${outcome.failure.code}`)}
        {outcome.kind === 'refunded' && isCash
          ? t('refund:means.refundedCash', { amount: money(givenOf(outcome.sale)) })
          : outcome.kind !== 'failed' &&
            t(`refund:means.${outcome.kind}`, { amount: money(amountMinor) })}
      </p>
    </GiveBackEnd>
  );
}

/** As it leaves the drawer (A19). */
function givenOf(refund: Sale): Minor {
  const { amountMinor, roundingMinor } = cashPaid(refund);
  return add(amountMinor, roundingMinor);
}
