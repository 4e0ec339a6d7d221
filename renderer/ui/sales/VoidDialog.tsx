import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Certainty } from '../../../shared/domain/certainty.ts';
import type { Minor } from '../../../shared/domain/money.ts';
import { approvedOf } from '../../../shared/domain/payment.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { leftToVoid, standingVoids } from '../../../shared/domain/voiding.ts';
import { cashOf } from '../../stores/paying.ts';
import type { VoidEnd, Voiding } from '../../stores/sales-store.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { InkCard } from '../kit/Ink.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { money } from '../kit/money.ts';
import { useCodeWords } from '../payment/use-code-words.ts';
import { SupervisorPin } from '../session/SupervisorPin.tsx';
import { useTillState } from '../stores-context.ts';
import { GiveBackWait } from './GiveBackWait.tsx';
import { ReasonChoice } from './ReasonChoice.tsx';

/** Void 撤销: why, a supervisor's PIN, the bank's word, and what became of the money. */
export function VoidDialog({ voiding }: { readonly voiding: Voiding }) {
  const { t } = useTranslation('sales');
  const voidIt = useTillState('sales', (state) => state.voidIt);
  const leave = useTillState('sales', (state) => state.leaveVoid);
  const keepAsking = useTillState('sales', (state) => state.keepAsking);
  const giveUp = useTillState('sales', (state) => state.giveUp);
  const [isPinAsked, setPinAsked] = useState(false);
  const [reason, setReason] = useState('');
  const { sale, busy, outcome } = voiding;
  if (isPinAsked) {
    return (
      <SupervisorPin
        act="void"
        onApproved={(approvalId, supervisorId) => {
          setPinAsked(false);
          void voidIt({ approvalId, supervisorId, reason: reason.trim() });
        }}
        onCancel={() => setPinAsked(false)}
      />
    );
  }
  const title = t('voidTitle', { number: sale.number, amount: money(sale.totals.dueMinor) });
  const asked = { reason, onReason: setReason, onAsk: () => setPinAsked(true) };
  return (
    <Dialog title={title} width="wide" mustAnswer={busy} onClose={leave}>
      {!busy && outcome === null && <Question sale={sale} {...asked} />}
      {busy && (
        <GiveBackWait
          attended={voiding}
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
      {outcome !== null && <Outcome outcome={outcome} sale={sale} onClose={leave} />}
    </Dialog>
  );
}

const REASONS = ['changedMind', 'wrongAmount', 'wrongCard'] as const;

interface QuestionProps {
  readonly sale: Sale;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly onAsk: () => void;
}

function Question({ sale, reason, onReason, onAsk }: QuestionProps) {
  const { t } = useTranslation('sales');
  const [first, ...others] = leftToVoid(sale);
  const cashMinor = cashOf(sale);
  return (
    <>
      <p>
        {first === undefined || others.length === 0
          ? t('voidMeans')
          : t('voidFirst', { card: first.card.maskedNumber, amount: money(approvedOf(first)) })}
      </p>
      {cashMinor > 0 && <p>{t('voidCash', { amount: money(cashMinor) })}</p>}
      <ReasonChoice
        reasons={REASONS.map((one) => t(`because.${one}`))}
        label={t('why')}
        needed={t('whyNeeded')}
        reason={reason}
        onReason={onReason}
        onEnter={onAsk}
      />
      <DialogActions>
        <Button variant="danger" size="tender" isDisabled={reason.trim() === ''} onPress={onAsk}>
          {t('askSupervisor')}
        </Button>
      </DialogActions>
    </>
  );
}

/** How certain the outcome is, not whose the money is: a void that the bank has done is certain. */
const INK_OF: Readonly<Record<VoidEnd['kind'], Certainty>> = {
  voided: 'certain',
  declined: 'refused',
  'taken-back': 'unknown',
  stopped: 'refused',
  'not-recorded': 'unknown',
  failed: 'refused',
};

interface OutcomeProps {
  readonly outcome: VoidEnd;
  readonly sale: Sale;
  readonly onClose: () => void;
}

function Outcome({ outcome, sale, onClose }: OutcomeProps) {
  const { t } = useTranslation(['sales', 'errors', 'common']);
  const wordsOf = useCodeWords();
  const { kind } = outcome;
  const isPart = outcome.kind === 'voided' && outcome.sale.state !== 'voided';
  const cashMinor = cashOf(sale);
  useKeyLayer({ Enter: onClose });
  return (
    <>
      <div aria-live="polite" data-void={kind}>
        <InkCard ink={INK_OF[kind]} title={t(`sales:outcome.${isPart ? 'voidedPart' : kind}`)}>
          <p>
            {outcome.kind === 'failed'
              ? t(`errors:${outcome.failure.code}`)
              : t(`sales:means.${isPart ? 'voidedPart' : outcome.kind}`, {
                  amount: money(goneBackOf(outcome) ?? sale.totals.dueMinor),
                })}
          </p>
          {kind === 'voided' && !isPart && cashMinor > 0 && (
            <p>{t('sales:means.cashBack', { amount: money(cashMinor) })}</p>
          )}
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

/** What the void that has just ended has given back to its card; null where it gave nothing. */
function goneBackOf(outcome: VoidEnd): Minor | null {
  if (outcome.kind !== 'voided') return null;
  return standingVoids(outcome.sale).at(-1)?.core.amountMinor ?? null;
}
