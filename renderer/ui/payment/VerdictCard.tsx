import { useTranslation } from 'react-i18next';
import type { Sale } from '../../../shared/domain/sale.ts';
import type { PaymentStepNews } from '../../services/paying/payment-desk.ts';
import type { Verdict } from '../../stores/paying.ts';
import { InkCard } from '../kit/Ink.tsx';
import { Fact } from '../kit/Panel.tsx';
import { dayAndMinuteText } from '../kit/time.ts';
import { useCodeWords } from './use-code-words.ts';
import { isTakingBack, verdictWords } from './verdict-words.ts';
import styles from './VerdictCard.module.css';

interface Props {
  readonly verdict: Verdict;
  /** As it is recorded, of which this was one try. */
  readonly sale: Sale | null;
  readonly news: readonly PaymentStepNews[];
  readonly isRecovery: boolean;
}

/** How it ended, in its ink: the money first, then what can be done, the code last. */
export function VerdictCard({ verdict, sale, news, isRecovery }: Props) {
  const { t } = useTranslation(['payment', 'codes']);
  const wordsOf = useCodeWords();
  const { ink, title, money, meaning, code, isCodeExplained } = verdictWords(
    verdict,
    isTakingBack(news, sale),
    t,
    isRecovery,
  );
  return (
    <div aria-live="polite" data-verdict={verdict.kind}>
      <InkCard ink={ink} title={title}>
        <p className={styles['money']}>{money}</p>
        <p className={styles['meaning']}>{meaning}</p>
        <PromiseFact verdict={verdict} />
        {code !== null && (
          <p className={styles['code']}>
            {isCodeExplained && <span>{wordsOf(code)}</span>}
            <b>{code}</b>
          </p>
        )}
      </InkCard>
    </div>
  );
}

function PromiseFact({ verdict }: { readonly verdict: Verdict }) {
  const { t } = useTranslation('payment');
  if (verdict.kind !== 'provisional') return null;
  const promised = verdict.sale.payments.find(({ status }) => 'latestSendingMs' in status);
  if (promised === undefined || !('latestSendingMs' in promised.status)) return null;
  const { customerContact } = verdict.sale;
  return (
    <>
      <Fact name={t('latestSending')}>{dayAndMinuteText(promised.status.latestSendingMs)}</Fact>
      {customerContact !== '' && <Fact name={t('contactNoted')}>{customerContact}</Fact>}
    </>
  );
}
