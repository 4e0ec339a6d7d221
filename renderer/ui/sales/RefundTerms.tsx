import { useTranslation } from 'react-i18next';
import { voucherText } from '../../../shared/domain/receipt-rows.ts';
import type { Refundable } from '../../services/taking-back/refund-sale.ts';
import { amountOf, coinsOf, type Refunding } from '../../stores/refund-store.ts';
import { useNow } from '../frame/use-now.ts';
import { Field } from '../kit/Field.tsx';
import { money } from '../kit/money.ts';
import { timeText } from '../kit/time.ts';
import { useTillState } from '../stores-context.ts';
import type { AskedReason } from './GiveBackDialog.tsx';
import { useCashRounding } from '../use-cash-rounding.ts';
import { Facts } from './Facts.tsx';
import { GoodsBack } from './GoodsBack.tsx';
import { ReasonChoice } from './ReasonChoice.tsx';

const REASONS = ['returned', 'faulty', 'tooMuch'] as const;

interface Props extends AskedReason {
  readonly refunding: Refunding;
  readonly original: Refundable;
}

/** The sale as the bank has it, how much of it goes back, and why. */
export function RefundTerms({ refunding, original, ...asked }: Props) {
  const { t } = useTranslation('refund');
  const typeAmount = useTillState('refund', (state) => state.typeAmount);
  const { leftMinor } = original;
  const { lines = [] } = refunding.sale ?? {};
  const amountMinor = amountOf(refunding);
  const coinsMinor = coinsOf(refunding, useCashRounding());
  const isTooSmall = coinsMinor !== null && coinsMinor <= 0;
  const isAmount = amountMinor !== null && !isTooSmall;
  const isRounded = coinsMinor !== null && coinsMinor !== amountMinor;
  const mayAsk = isAmount && asked.reason.trim() !== '';
  return (
    <>
      <OriginalFacts original={original} />
      {refunding.isBesideCard && original.of.cash !== undefined && <p>{t('besideCard')}</p>}
      {leftMinor === 0 ? (
        <p role="alert">{t('nothingLeft')}</p>
      ) : (
        <>
          {lines.length > 0 && <GoodsBack lines={lines} goods={refunding.goods} />}
          <Field
            label={t(original.of.cash === undefined ? 'howMuch' : 'howMuchCash')}
            value={refunding.amount}
            onChange={typeAmount}
            inputMode="numeric"
            description={
              isRounded
                ? t('rounded', { amount: money(coinsMinor) })
                : t('tooMuch', { amount: money(leftMinor) })
            }
            {...(isAmount
              ? {}
              : { error: t(isTooSmall ? 'tooSmall' : 'tooMuch', { amount: money(leftMinor) }) })}
            onEnter={mayAsk ? asked.onAsk : undefined}
            takesFocus
          />
          <ReasonChoice
            reasons={REASONS.map((one) => t(`because.${one}`))}
            words={{ label: t('why'), needed: t('whyNeeded'), ask: t('askSupervisor') }}
            isHeldUp={!isAmount}
            takesFocus={false}
            {...asked}
          />
        </>
      )}
    </>
  );
}

function OriginalFacts({ original: { of, maskedNumber, leftMinor } }: Pick<Props, 'original'>) {
  const { t } = useTranslation('refund');
  const nowMs = useNow();
  const rows = [
    ...(of.cash === undefined ? [[t('card'), maskedNumber] as const] : []),
    [t('soldAt'), timeText(of.bookedAtMs, nowMs)],
    [t('voucher'), `${of.terminalId} · ${voucherText(of)}`],
    ...(of.cash === undefined ? [[t('reference'), of.referenceNumber] as const] : []),
    [t('amount'), money(of.amountMinor)],
    [t('refundedBefore'), money(of.amountMinor - leftMinor)],
    [t('left'), money(leftMinor)],
  ] as const;
  return <Facts rows={rows} />;
}
