import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { lastCash, type Paying, type Verdict } from '../../stores/paying.ts';
import { BigAmount } from '../kit/BigAmount.tsx';
import { Button } from '../kit/Button.tsx';
import { money } from '../kit/money.ts';
import { Fact, Panel } from '../kit/Panel.tsx';
import { SlipPane } from '../receipt/SlipPane.tsx';
import { SignatureDialog } from '../signature/SignatureDialog.tsx';
import { useTillState } from '../stores-context.ts';
import { StepList } from './StepList.tsx';
import { useTenders, type TenderKind } from './tender-reasons.ts';
import type { Checkout } from './use-checkout.ts';
import { SaleLessons } from '../wire/WireButtons.tsx';
import { VerdictCard } from './VerdictCard.tsx';
import cash from './CashDesk.module.css';
import screen from './PaymentScreen.module.css';

interface Props {
  readonly checkout: Checkout;
  readonly verdict: Verdict;
  readonly onChoose: (tender: TenderKind) => void;
}

/** It is over: what happened stays in the middle, the verdict and what comes next at the right. */
export function PaymentEnd({ checkout, verdict, onChoose }: Props) {
  const { t } = useTranslation('payment');
  const { paying, soldSale } = checkout;
  const sign = useTillState('checkout', (state) => state.sign);
  const { signing } = paying;
  return (
    <>
      <Panel
        isFilling
        title={t(isCash(verdict) ? 'cash' : 'card')}
        aside={!isCash(verdict) && paying.sale !== null && <SaleLessons saleId={paying.sale.id} />}
      >
        <WhatHappened verdict={verdict} paying={paying} />
      </Panel>
      <div className={screen['right']}>
        <VerdictCard
          verdict={verdict}
          sale={paying.sale}
          news={paying.steps}
          isRecovery={paying.recovers !== undefined}
        />
        {soldSale !== null && <SlipPane sale={soldSale} slip={paying.slip} />}
        {soldSale === null && verdict.kind !== 'cancelled' && (
          <NextTender checkout={checkout} onChoose={onChoose} />
        )}
      </div>
      {/* The last of them: its keys lie above those of the slip, which comes at the same time. */}
      {signing !== null && (
        <SignatureDialog
          key={signing.payment.id}
          payment={signing.payment}
          isBusy={signing.busy}
          hasFailed={signing.hasFailed}
          onSigned={(strokes) => void sign(strokes)}
        />
      )}
    </>
  );
}

const isCash = ({ kind }: Verdict): boolean => kind === 'cash' || kind === 'cancelled';

interface StoryProps {
  readonly verdict: Verdict;
  readonly paying: Paying;
}

/** Cash that goes back over the counter, in the largest type; the steps of a card. */
function WhatHappened({ verdict, paying }: StoryProps) {
  const { t } = useTranslation('payment');
  if (verdict.kind === 'cancelled') {
    return <HugeAmount name={t('giveBack')} amountMinor={verdict.cashBackMinor} />;
  }
  if (verdict.kind !== 'cash') return <StepList news={paying.steps} isOver />;
  const tender = lastCash(paying);
  if (tender === null) return null;
  return (
    <HugeAmount name={t('change')} amountMinor={tender.changeMinor}>
      <div className={cash['facts']}>
        <Fact name={t('handedOver')}>{money(tender.receivedMinor)}</Fact>
        <Fact name={t('ofSale')}>{money(tender.amountMinor + tender.roundingMinor)}</Fact>
      </div>
    </HugeAmount>
  );
}

interface HugeProps {
  readonly name: string;
  readonly amountMinor: number;
  readonly children?: ReactNode;
}

/** Read from across the counter, until the next sale begins. */
function HugeAmount({ name, amountMinor, children }: HugeProps) {
  return (
    <div className={cash['given']}>
      <p>{name}</p>
      <BigAmount size="huge" tone="certain" amountMinor={amountMinor} testId="change" />
      {children}
    </div>
  );
}

/** What the cashier can do now; the same choices as at the left, where the eye is. */
function NextTender({ checkout, onChoose }: Omit<Props, 'verdict'>) {
  const { t } = useTranslation('payment');
  const states = useTenders(checkout);
  return (
    <Panel title={t('whatNow')}>
      <Button
        size="tender"
        keyCap="1"
        isDisabled={!states.cash.isAvailable}
        preventFocusOnPress
        onPress={() => onChoose('cash')}
      >
        {t('cashInstead')}
      </Button>
      <Button
        size="tender"
        keyCap="2"
        isDisabled={!states.card.isAvailable}
        preventFocusOnPress
        onPress={() => onChoose('card')}
      >
        {t('otherCard')}
      </Button>
    </Panel>
  );
}
