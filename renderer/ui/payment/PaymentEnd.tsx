import { useTranslation } from 'react-i18next';
import type { Sale } from '../../../shared/domain/sale.ts';
import { present } from '../../../shared/lib/assert.ts';
import { Button } from '../kit/Button.tsx';
import { money } from '../kit/money.ts';
import { Fact, Panel } from '../kit/Panel.tsx';
import { SlipPane } from '../receipt/SlipPane.tsx';
import { StepList } from './StepList.tsx';
import { useTenders, type TenderKind } from './tender-reasons.ts';
import type { Checkout } from './use-checkout.ts';
import { VerdictCard } from './VerdictCard.tsx';
import cash from './CashDesk.module.css';
import screen from './PaymentScreen.module.css';

interface Props {
  readonly checkout: Checkout;
  readonly onChoose: (tender: TenderKind) => void;
}

/** It is over: what happened stays in the middle, the verdict and what comes next at the right. */
export function PaymentEnd({ checkout, onChoose }: Props) {
  const { t } = useTranslation('payment');
  const { paying, soldSale } = checkout;
  const verdict = present(paying.verdict, 'a verdict');
  return (
    <>
      <Panel isFilling title={t(verdict.kind === 'cash' ? 'cash' : 'card')}>
        {verdict.kind === 'cash' ? (
          <Change sale={verdict.sale} />
        ) : (
          <StepList news={paying.steps} isOver />
        )}
      </Panel>
      <div className={screen['right']}>
        <VerdictCard verdict={verdict} />
        {soldSale === null ? (
          <NextTender checkout={checkout} onChoose={onChoose} />
        ) : (
          <SlipPane
            sale={soldSale}
            printed={paying.slip === 'printing' ? null : paying.slip === 'printed'}
          />
        )}
      </div>
    </>
  );
}

/** Read from across the counter, until the next sale begins. */
function Change({ sale }: { readonly sale: Sale }) {
  const { t } = useTranslation('payment');
  const tender = sale.tenders.at(-1);
  if (tender?.kind !== 'cash') return null;
  return (
    <div className={cash['given']}>
      <p>{t('change')}</p>
      <output className={cash['huge']} data-testid="change">
        {money(tender.changeMinor)}
      </output>
      <div className={cash['facts']}>
        <Fact name={t('handedOver')}>{money(tender.receivedMinor)}</Fact>
        <Fact name={t('ofSale')}>{money(tender.amountMinor + tender.roundingMinor)}</Fact>
      </div>
    </div>
  );
}

/** What the cashier can do now; the same choices as at the left, where the eye is. */
function NextTender({ checkout, onChoose }: Props) {
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
