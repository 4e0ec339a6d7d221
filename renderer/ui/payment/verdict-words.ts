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

/**
 * @param takesBack the line died under a first try of this very payment, which is being reversed:
 *   whatever ended it then, the card may have been charged.
 */
export function verdictWords(verdict: Verdict, takesBack: boolean, t: Words): VerdictWords {
  const ink = inkOf(verdict, takesBack);
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
      return takesBack
        ? said(t('stopped'), t('money.takenBack'), t('means.takenBack'))
        : said(t('stopped'), t('money.untouched'), t('means.stopped'));
    case 'cancelled':
      return said(
        t('cancelled'),
        cashBack(verdict, t),
        t(ink === 'unknown' ? 'means.cancelled' : 'means.cancelledCash'),
      );
    case 'declined': {
      const advice = t(`codes:advice.${adviceFor(verdict.code)}`);
      return said(t('declined'), t('money.untouched'), advice, verdict.code);
    }
    case 'taken-back':
      return said(t('takenBack'), t('money.takenBack'), t('means.takenBack'));
    case 'not-offline': {
      if (takesBack) {
        return said(t('notOffline'), t('money.takenBack'), t('means.takenBack'), verdict.code);
      }
      const advice = t(`codes:advice.${adviceFor(verdict.code)}`);
      return said(t('notOffline'), t('money.untouched'), advice, verdict.code);
    }
    case 'not-recorded':
      return said(t('notRecorded'), t('money.notRecorded'), t('means.notRecorded'), verdict.code);
    case 'failed': {
      const { code } = verdict.failure;
      if (takesBack) {
        return said(t('failed.unknown'), t('money.takenBack'), t('means.takenBack'), code);
      }
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
export function inkOf(verdict: Verdict, takesBack: boolean): Certainty {
  switch (verdict.kind) {
    case 'cash':
      return 'certain';
    case 'not-recorded':
      return 'unknown';
    case 'stopped':
    case 'not-offline':
      return takesBack ? 'unknown' : 'refused';
    case 'failed': {
      const isNo = factsOf(verdict.failure.code).money === 'untouched';
      return isNo && !takesBack ? 'refused' : 'unknown';
    }
    default: {
      const last = verdict.sale.payments.at(-1);
      return last === undefined ? 'refused' : certaintyOfPayment(last.status);
    }
  }
}
