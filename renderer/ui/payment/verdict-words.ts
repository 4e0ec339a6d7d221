import type { TFunction } from 'i18next';
import { factsOf } from '../../../shared/contracts/error-codes.ts';
import type { Certainty } from '../../../shared/domain/certainty.ts';
import type { Verdict } from '../../stores/checkout-store.ts';

/** A verdict in words: money first, then what it means; the code comes last, where there is one. */
export interface VerdictWords {
  readonly ink: Certainty;
  readonly title: string;
  /** What happened to the customer's money. */
  readonly money: string;
  readonly meaning: string;
  readonly code: string | null;
}

export function verdictWords(verdict: Verdict, t: TFunction<'payment'>): VerdictWords {
  switch (verdict.kind) {
    case 'cash':
      return said('certain', t('paidCash'), t('money.inDrawer'), t('means.cash'));
    case 'approved':
      return said('certain', t('approved'), t('money.bankPaid'), t('means.approved'));
    case 'provisional':
      return said(
        'promised',
        t('provisional'),
        t('money.promised'),
        t(verdict.chipApproved ? 'provisionalChip' : 'provisionalWhy'),
      );
    case 'declined':
      return said(
        'refused',
        t('declined'),
        t('money.untouched'),
        t('means.declined'),
        verdict.code,
      );
    case 'taken-back':
      return said('refused', t('takenBack'), t('money.takenBack'), t('means.takenBack'));
    case 'not-offline':
      return said(
        'refused',
        t('notOffline'),
        t('money.untouched'),
        t('means.notOffline'),
        verdict.code,
      );
    case 'not-recorded':
      return said(
        'unknown',
        t('notRecorded'),
        t('money.notRecorded'),
        t('means.notRecorded'),
        verdict.code,
      );
    case 'failed': {
      const { money } = factsOf(verdict.failure.code);
      const ink = money === 'untouched' ? 'refused' : 'unknown';
      const code = verdict.failure.code;
      return said(ink, t(`failed.${money}`), t(`money.${money}`), t(`means.${money}`), code);
    }
  }
}

function said(
  ink: Certainty,
  title: string,
  money: string,
  meaning: string,
  code: string | null = null,
): VerdictWords {
  return { ink, title, money, meaning, code };
}
