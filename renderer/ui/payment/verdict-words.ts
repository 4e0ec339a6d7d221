import type { TFunction } from 'i18next';
import { factsOf } from '../../../shared/contracts/error-codes.ts';
import { certaintyOfPayment, type Certainty } from '../../../shared/domain/certainty.ts';
import { isSold, type Verdict } from '../../stores/paying.ts';
import { money } from '../kit/money.ts';
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

export function verdictWords(verdict: Verdict, t: TFunction<['payment', 'codes']>): VerdictWords {
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
      if (!isSold(verdict)) return said(t('partPaid'), t('money.partPaid'), t('means.partPaid'));
      return said(t('approved'), t('money.bankPaid'), t('means.approved'));
    case 'provisional': {
      if (!isSold(verdict)) return said(t('partPaid'), t('money.partPaid'), t('means.partPaid'));
      const why = t(verdict.chipApproved ? 'provisionalChip' : 'provisionalWhy');
      return said(t('provisional'), t('money.promised'), why);
    }
    case 'declined': {
      const advice = t(`codes:advice.${adviceFor(verdict.code)}`);
      return said(t('declined'), t('money.untouched'), advice, verdict.code);
    }
    case 'stopped':
      return said(t('stopped'), t('money.untouched'), t('means.stopped'));
    case 'cancelled': {
      const { cashBackMinor } = verdict;
      const back =
        cashBackMinor === 0
          ? t('money.takenBack')
          : t('money.cashBack', { amount: money(cashBackMinor) });
      return said(t('cancelled'), back, t('means.cancelled'));
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

/** From the one function of certainty: what is being taken back is not yet a certain no (I9). */
export function inkOf(verdict: Verdict): Certainty {
  if (verdict.kind === 'cash') return 'certain';
  if (verdict.kind === 'not-recorded') return 'unknown';
  if (verdict.kind === 'failed') {
    return factsOf(verdict.failure.code).money === 'untouched' ? 'refused' : 'unknown';
  }
  const last = verdict.sale?.payments.at(-1);
  return last === undefined ? 'refused' : certaintyOfPayment(last.status);
}
