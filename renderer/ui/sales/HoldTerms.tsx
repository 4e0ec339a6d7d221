import { useTranslation } from 'react-i18next';
import { mostCompleted } from '../../../shared/domain/hold.ts';
import { voucherText } from '../../../shared/domain/receipt-rows.ts';
import type { FoundHold } from '../../services/paying/hold-money.ts';
import { amountOf, type Holding } from '../../stores/hold-store.ts';
import { useNow } from '../frame/use-now.ts';
import { Button } from '../kit/Button.tsx';
import { DialogActions } from '../kit/Dialog.tsx';
import { Field } from '../kit/Field.tsx';
import { money } from '../kit/money.ts';
import { timeText } from '../kit/time.ts';
import { useTillState } from '../stores-context.ts';
import type { AskedReason } from './GiveBackDialog.tsx';
import { Facts } from './Facts.tsx';
import { ReasonChoice } from './ReasonChoice.tsx';

const REASONS = ['leftEarly', 'paidOtherwise', 'wrongAmount'] as const;

interface Props extends AskedReason {
  readonly holding: Holding;
  readonly hold: FoundHold;
}

/** The hold as the bank has it, and what is still asked before it is completed or let go. */
export function HoldTerms({ holding, hold, ...asked }: Props) {
  const { t } = useTranslation('hold');
  const { state } = hold;
  return (
    <>
      <HoldFacts hold={hold} />
      {state !== 'standing' && <p role="alert">{t(`stands.${state}`)}</p>}
      {state === 'standing' && holding.act === 'complete' && (
        <Completing holding={holding} hold={hold} />
      )}
      {state === 'standing' && holding.act === 'release' && <Releasing {...asked} />}
    </>
  );
}

function Completing({ holding, hold }: Pick<Props, 'holding' | 'hold'>) {
  const { t } = useTranslation('hold');
  const typeAmount = useTillState('hold', (state) => state.typeAmount);
  const completeIt = useTillState('hold', (state) => state.completeIt);
  const isAmount = amountOf(holding) !== null;
  const limit = t('tooMuch', { amount: money(mostCompleted(hold.of.amountMinor)) });
  return (
    <>
      <Field
        label={t('take')}
        value={holding.amount}
        onChange={typeAmount}
        inputMode="numeric"
        description={limit}
        {...(isAmount ? {} : { error: limit })}
        onEnter={isAmount ? () => void completeIt() : undefined}
        takesFocus
      />
      <DialogActions>
        <Button
          variant="primary"
          size="tender"
          keyCap="Enter"
          isDisabled={!isAmount}
          onPress={() => void completeIt()}
        >
          {t('complete')}
        </Button>
      </DialogActions>
    </>
  );
}

function Releasing(asked: AskedReason) {
  const { t } = useTranslation('hold');
  return (
    <ReasonChoice
      reasons={REASONS.map((one) => t(`because.${one}`))}
      words={{ label: t('why'), needed: t('whyNeeded'), ask: t('askSupervisor') }}
      {...asked}
    />
  );
}

function HoldFacts({ hold: { of, maskedNumber, lapsesAtMs } }: Pick<Props, 'hold'>) {
  const { t } = useTranslation('hold');
  const nowMs = useNow();
  const rows = [
    [t('card'), maskedNumber],
    [t('heldAt'), timeText(of.bookedAtMs, nowMs)],
    [t('lapsesAt'), timeText(lapsesAtMs, nowMs)],
    [t('voucher'), `${of.terminalId} · ${voucherText(of)}`],
    [t('reference'), of.referenceNumber],
    [t('code'), of.authorisationCode],
    [t('amount'), money(of.amountMinor)],
  ] as const;
  return <Facts rows={rows} />;
}
