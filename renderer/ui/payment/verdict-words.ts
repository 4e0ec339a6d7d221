import type { TFunction } from 'i18next';
import { factsOf, type ErrorCode } from '../../../shared/contracts/error-codes.ts';
import { certaintyOfPayment, type Certainty } from '../../../shared/domain/certainty.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import type { PaymentStepNews } from '../../services/paying/payment-desk.ts';
import { openRest } from '../../services/books/sale-writing.ts';
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
  /**
   * Whether the code's own words belong beside it: they speak of the money of the one call that
   * failed, and are false where an earlier step has moved money already (I9).
   */
  readonly isCodeExplained: boolean;
}

type Words = TFunction<['payment', 'codes']>;
type Cancelled = Extract<Verdict, { kind: 'cancelled' }>;

/**
 * Whether a try at this sale is on its way back: written down just now, or earlier and not closed
 * yet. A reversal that was tried and not written is none (P5).
 */
export function isTakingBack(news: readonly PaymentStepNews[], sale: Sale | null): boolean {
  return (
    news.some(({ step, progress }) => step === 'reversal-stored' && progress === 'done') ||
    sale?.payments.some(({ status }) => status.state === 'reversing') === true
  );
}

/**
 * @param takesBack a try at this sale is being reversed: whatever ended it now, the card may have been
 *   charged before.
 * @param isRecovery the goods went long ago, and a refused promise is being made up for (P13).
 */
export function verdictWords(
  verdict: Verdict,
  takesBack: boolean,
  t: Words,
  isRecovery = false,
): VerdictWords {
  const ink = inkOf(verdict, takesBack);
  const said = (title: string, money: string, meaning: string, code: string | null = null) => ({
    ink,
    title,
    money,
    meaning,
    code,
    isCodeExplained: code !== null && !takesBack && verdict.kind !== 'not-recorded',
  });
  if (isRecovery && isSold(verdict)) {
    const made = t(verdict.kind === 'cash' ? 'money.recoveredCash' : 'money.recoveredCard');
    return said(t('recovered'), made, t('means.recovered'));
  }
  switch (verdict.kind) {
    case 'cash':
      return said(t('paidCash'), t('money.inDrawer'), t('means.cash'));
    case 'approved': {
      const part = approvedPart(verdict.sale);
      const code = watchCodeOf(verdict.sale);
      if (isSold(verdict)) {
        const meaning = t(code === null ? 'means.approved' : 'codes:advice.look-later');
        return said(t('approved'), t('money.bankPaid'), meaning, code);
      }
      return part === null
        ? said(t('approved'), t('money.partly'), t('means.partly'), code)
        : said(t('approvedInPart'), t('money.inPart', part), t('codes:advice.rest-due'), '10');
    }
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
      return isRefusedByCard(verdict.sale)
        ? said(t('refusedByCard'), t('money.takenBack'), t('means.refusedByCard'))
        : said(t('takenBack'), t('money.takenBack'), t('means.takenBack'));
    case 'not-offline': {
      if (takesBack) {
        return said(t('notOffline'), t('money.takenBack'), t('means.takenBack'), verdict.code);
      }
      const advice = t(`codes:advice.${adviceFor(verdict.code)}`);
      const title = t(verdict.code === 'pin-blocked' ? 'pinBlocked' : 'notOffline');
      return said(title, t('money.untouched'), advice, verdict.code);
    }
    case 'not-recorded':
      return said(t('notRecorded'), t('money.notRecorded'), t('means.notRecorded'), verdict.code);
    case 'failed': {
      const { code } = verdict.failure;
      if (code === 'sale-completed') {
        return said(t('failed.sold'), t('money.safe'), t('means.sold'), code);
      }
      if (code === 'sale-voided') {
        return said(t('failed.voided'), t('money.voided'), t('means.sold'), code);
      }
      const { money } = factsOf(code);
      // What may be recorded after all is not called unpaid because an older try goes back.
      if (takesBack && money === 'untouched') {
        return said(t('failed.untouched'), t('money.takenBack'), t('means.takenBack'), code);
      }
      const meaning = READ_ANEW.has(code) ? t('means.inDoubt') : t(`means.${money}`);
      return said(t(`failed.${money}`), t(`money.${money}`), meaning, code);
    }
  }
}

/** What the bank has said yes to and what is still due, where the last card was good for a part (10). */
function approvedPart(sale: Sale): { readonly approved: string; readonly rest: string } | null {
  const status = sale.payments.at(-1)?.status;
  if (status?.state !== 'approved-in-part') return null;
  return { approved: plainAmount(status.approvedMinor), rest: plainAmount(openRest(sale)) };
}

/** Done, and looked at again at the end of the day (A2 A4 A5 A6). */
function watchCodeOf({ payments }: Sale): string | null {
  const status = payments.at(-1)?.status;
  return status?.state === 'approved' ? (status.watchCode ?? null) : null;
}

function isRefusedByCard({ payments }: Sale): boolean {
  const status = payments.at(-1)?.status;
  const isGoingBack = status?.state === 'reversing' || status?.state === 'reversed';
  return isGoingBack && status.reason === 'refused-by-card';
}

/** No bank knows more about these: what the till itself has written down must be read. */
const READ_ANEW: ReadonlySet<ErrorCode> = new Set(['journal-in-doubt', 'sale-unread']);

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
