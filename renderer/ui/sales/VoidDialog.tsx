import { useTranslation } from 'react-i18next';
import { add, type Minor } from '../../../shared/domain/money.ts';
import { approvedOf } from '../../../shared/domain/payment.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { leftToVoid, standingVoids, voidWay } from '../../../shared/domain/voiding.ts';
import { cashPaid } from '../../../shared/domain/cash-returned.ts';
import type { VoidEnd, Voiding } from '../../stores/sales-store.ts';
import { money } from '../kit/money.ts';
import { useTillState } from '../stores-context.ts';
import { GiveBackDialog, GiveBackEnd, type AskedReason } from './GiveBackDialog.tsx';
import { ReasonChoice } from './ReasonChoice.tsx';

/** Void 撤销: why, a supervisor's PIN, the bank's word, and what became of the money. */
export function VoidDialog({ voiding }: { readonly voiding: Voiding }) {
  const { t } = useTranslation('sales');
  const voidIt = useTillState('sales', (state) => state.voidIt);
  const leave = useTillState('sales', (state) => state.leaveVoid);
  const keepAsking = useTillState('sales', (state) => state.keepAsking);
  const giveUp = useTillState('sales', (state) => state.giveUp);
  const { sale, outcome } = voiding;
  return (
    <GiveBackDialog
      act="void"
      title={t('voidTitle', { number: sale.number, amount: money(sale.totals.dueMinor) })}
      attended={voiding}
      words={{
        title: t('waitingTitle'),
        waiting: t(voidWay(sale) === 'bank' ? 'waiting' : 'waitingHere'),
        money: t('unknownMoney'),
        why: t('unknownWhy'),
        givingUp: t('givingUp'),
      }}
      onApproved={voidIt}
      onLeave={leave}
      onKeepAsking={keepAsking}
      onGiveUp={giveUp}
    >
      {(asked) =>
        outcome === null ? (
          <Question sale={sale} {...asked} />
        ) : (
          <Outcome outcome={outcome} sale={sale} onClose={leave} />
        )
      }
    </GiveBackDialog>
  );
}

const REASONS = ['changedMind', 'wrongAmount', 'wrongCard'] as const;

interface QuestionProps extends AskedReason {
  readonly sale: Sale;
}

function Question({ sale, ...asked }: QuestionProps) {
  const { t } = useTranslation('sales');
  const [first, ...others] = leftToVoid(sale);
  const cashMinor = cashInDrawer(sale);
  const way = voidWay(sale);
  return (
    <>
      <p>
        {way === 'cash' && t('voidMeansCash', { amount: money(cashMinor) })}
        {way === 'promise' && t('voidMeansPromise')}
        {way === 'bank' &&
          (first === undefined || others.length === 0
            ? t('voidMeans')
            : t('voidFirst', { card: first.card.maskedNumber, amount: money(approvedOf(first)) }))}
      </p>
      {way === 'bank' && cashMinor > 0 && <p>{t('voidCash', { amount: money(cashMinor) })}</p>}
      <ReasonChoice
        reasons={REASONS.map((one) => t(`because.${one}`))}
        words={{ label: t('why'), needed: t('whyNeeded'), ask: t('askSupervisor') }}
        {...asked}
      />
    </>
  );
}

interface OutcomeProps {
  readonly outcome: VoidEnd;
  readonly sale: Sale;
  readonly onClose: () => void;
}

function Outcome({ outcome, sale, onClose }: OutcomeProps) {
  const { t } = useTranslation(['sales', 'errors']);
  const { kind } = outcome;
  const isPart = kind === 'voided' && outcome.sale.state !== 'voided';
  const cashMinor = cashInDrawer(sale);
  const means = meansOf(sale, outcome, isPart);
  const isCash = voidWay(sale) === 'cash';
  const wholeMinor = isCash ? cashMinor : sale.totals.dueMinor;
  const amountMinor = goneBackOf(outcome) ?? wholeMinor;
  const title = t(`sales:outcome.${isPart ? 'voidedPart' : kind}`);
  return (
    <GiveBackEnd outcome={outcome} title={title} onClose={onClose}>
      <p>
        {outcome.kind === 'failed'
          ? t(`errors:${outcome.failure.code}`)
          : means !== null && t(`sales:means.${means}`, { amount: money(amountMinor) })}
      </p>
      {kind === 'voided' && !isPart && !isCash && cashMinor > 0 && (
        <p>{t('sales:means.cashBack', { amount: money(cashMinor) })}</p>
      )}
    </GiveBackEnd>
  );
}

/** What the void that has just ended has given back to its card; null where it gave nothing. */
function goneBackOf(outcome: VoidEnd): Minor | null {
  if (outcome.kind !== 'voided') return null;
  return standingVoids(outcome.sale).at(-1)?.core.amountMinor ?? null;
}

/** As it lies in the drawer, and goes back out of it (A19). */
function cashInDrawer(sale: Sale): Minor {
  const { amountMinor, roundingMinor } = cashPaid(sale);
  return add(amountMinor, roundingMinor);
}

/** Which words say what it means for the money; null where the failure says it itself. */
function meansOf(sale: Sale, { kind }: VoidEnd, isPart: boolean) {
  if (kind === 'failed') return null;
  if (kind !== 'voided') return kind;
  if (isPart) return 'voidedPart';
  const way = voidWay(sale);
  return way === 'cash' ? 'cashAlone' : way === 'promise' ? 'withdrawn' : 'voided';
}
