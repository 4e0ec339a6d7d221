import { useTranslation } from 'react-i18next';
import { Panel } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import { CardPin } from './CardPin.tsx';
import { PromiseQuestion } from './PromiseQuestion.tsx';
import { StepList } from './StepList.tsx';
import { UnknownQuestion } from './UnknownQuestion.tsx';
import type { Checkout } from './use-checkout.ts';
import { Waiting } from './Waiting.tsx';
import screen from './PaymentScreen.module.css';

interface Props {
  readonly checkout: Checkout;
  readonly onCashInstead: () => void;
}

/** A payment on its way: its steps in the middle, what is asked of the cashier at the right. */
export function PaymentRun({ checkout: { paying }, onCashInstead }: Props) {
  const { t } = useTranslation('payment');
  const answer = useTillState('checkout', (state) => state.answer);
  const giveUp = useTillState('checkout', (state) => state.giveUp);
  const givingUp = t('giveUpMeans');
  const { question, cardId, steps } = paying;
  const asksThePerson = question?.kind === 'unknown' || question?.kind === 'promise';
  return (
    <>
      <Panel isFilling title={t(cardId === null ? 'cash' : 'card')}>
        <StepList news={steps} isOver={false} />
      </Panel>
      <div className={screen['right']}>
        {cardId !== null && !asksThePerson && (
          <Waiting
            attended={paying}
            means={{ title: t('waiting'), waiting: t('waitingMeans'), givingUp }}
            onGiveUp={giveUp}
          />
        )}
        {question?.kind === 'unknown' && (
          <UnknownQuestion
            attended={paying}
            means={{ money: t('unknownMoney'), why: t('unknownWhy'), givingUp }}
            onKeepAsking={() => answer('unknown', 'keep-asking')}
            onGiveUp={giveUp}
          />
        )}
        {question?.kind === 'promise' && (
          <PromiseQuestion question={question} onCashInstead={onCashInstead} />
        )}
      </div>
      {question?.kind === 'pin' && (
        <CardPin question={question} onDone={(done) => answer('pin', done)} />
      )}
    </>
  );
}
