import type { TFunction } from 'i18next';
import { factsOf } from '../../../shared/contracts/error-codes.ts';
import { certaintyOfPayment, type Certainty } from '../../../shared/domain/certainty.ts';
import { isSold, type Verdict } from '../../stores/paying.ts';
import { plainAmount } from '../kit/money.ts';
import { adviceFor } from './response-codes.ts';

/** A verdict in words: money first, then what it means; the code comes last, where there is one. */
export interface VerdictWords {
  readonly ink: Certainty;
  readonly title: string;
  /** What happened to the customer's money. */
  readonly money: string;
  readonly meaning: string;
  readonly code: string | null;
}

type Words = TFunction<['payment', 'codes']>;
type Cancelled = Extract<Verdict, { kind: 'cancelled' }>;

export function verdictWords(verdict: Verdict, t: Words): VerdictWords {
  const ink = inkOf(verdict);
  const said = (title: string, money: string, meaning: string, code: string | null = null) => ({
    ink,
    title,
    money,
    meaning,
    code,
  });
  switch (verdict.kind) {
    case 'cash':
      return said(t('paidCash'), t('money.inDrawer'), t('means.cash'));
    case 'approved':
      return isSold(verdict)
        ? said(t('approved'), t('money.bankPaid'), t('means.approved'))
        : said(t('approved'), t('money.partly'), t('means.partly'));
    case 'provisional': {
      const why = t(verdict.chipApproved ? 'provisionalChip' : 'provisionalWhy');
      const money = isSold(verdict) ? t('money.promised') : t('money.partly');
      return said(t('provisional'), money, why);
    }
    case 'stopped':
      return said(t('stopped'), t('money.untouched'), t('means.stopped'));
    case 'cancelled':
      return said(t('cancelled'), cashBack(verdict, t), t('means.cancelled'));
    case 'declined': {
      const advice = t(`codes:advice.${adviceFor(verdict.code)}`);
      return said(t('declined'), t('money.untouched'), advice, verdict.code);
    }
    case 'taken-back':
      return said(t('takenBack'), t('money.takenBack'), t('means.takenBack'));
    case 'not-offline': {
      // The line died under a first try, which is being taken back: it may have been charged.
      if (ink === 'unknown') {
        return said(t('notOffline'), t('money.takenBack'), t('means.takenBack'), verdict.code);
      }
      const advice = t(`codes:advice.${adviceFor(verdict.code)}`);
      return said(t('notOffline'), t('money.untouched'), advice, verdict.code);
    }
    case 'not-recorded':
      return said(t('notRecorded'), t('money.notRecorded'), t('means.notRecorded'), verdict.code);
    case 'failed': {
      const { code } = verdict.failure;
      const { money } = factsOf(code);
      return said(t(`failed.${money}`), t(`money.${money}`), t(`means.${money}`), code);
    }
  }
}

function cashBack({ cashBackMinor }: Cancelled, t: Words): string {
  if (cashBackMinor === 0) return t('money.takenBack');
  return t('money.cancelled', { amount: plainAmount(cashBackMinor) });
}

/** From the one function of certainty: what is being taken back is not yet a certain no (I9). */
export function inkOf(verdict: Verdict): Certainty {
  if (verdict.kind === 'cash') return 'certain';
  if (verdict.kind === 'stopped') return 'refused';
  if (verdict.kind === 'not-recorded') return 'unknown';
  if (verdict.kind === 'failed') {
    return factsOf(verdict.failure.code).money === 'untouched' ? 'refused' : 'unknown';
  }
  const last = verdict.sale?.payments.at(-1);
  return last === undefined ? 'refused' : certaintyOfPayment(last.status);
}
