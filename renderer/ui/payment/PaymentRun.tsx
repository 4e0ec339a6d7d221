import { useTranslation } from 'react-i18next';
import { Panel } from '../kit/Panel.tsx';
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
export function PaymentRun({ checkout, onCashInstead }: Props) {
  const { t } = useTranslation('payment');
  const { paying } = checkout;
  const { question } = paying;
  return (
    <>
      <Panel isFilling title={t('card')}>
        <StepList news={paying.steps} isOver={false} />
      </Panel>
      <div className={screen['right']}>
        {(question === null || question.kind === 'pin') && <Waiting paying={paying} />}
        {question?.kind === 'unknown' && <UnknownQuestion paying={paying} />}
        {question?.kind === 'promise' && (
          <PromiseQuestion question={question} onCashInstead={onCashInstead} />
        )}
      </div>
      {question?.kind === 'pin' && <CardPin question={question} />}
    </>
  );
}
