import { useTranslation } from 'react-i18next';
import type { QueueRow } from '../../services/queue/queue-row.ts';
import { useCodeWords } from '../payment/use-code-words.ts';

/** Why a row stands where it stands, as a sentence. */
export function useReason(): (row: Pick<QueueRow, 'reason'>) => string {
  const { t } = useTranslation('queue');
  const words = useCodeWords();
  return ({ reason }) => {
    switch (reason.kind) {
      case 'refused':
        return t('reason.refused', { words: words(reason.code), code: reason.code });
      case 'unread':
      case 'not-yet':
        return t(`reason.${reason.kind}`, { words: words(reason.code) });
      case 'chip-approved':
        return t('reason.chip-approved', { code: reason.code });
      case 'at-the-bank':
      case 'to-be-watched':
      case 'paid-by-link':
        return t(`reason.${reason.kind}`, { number: reason.referenceNumber });
      case 'written-off':
      case 'needs-attention':
        return t(`reason.${reason.kind}`, { why: reason.why });
      default:
        return t(`reason.${reason.kind}`);
    }
  };
}
