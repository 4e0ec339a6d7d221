import { useTranslation } from 'react-i18next';
import type { RefundPart } from '../../../shared/domain/refund-parts.ts';
import { approvedOf } from '../../../shared/domain/payment.ts';
import { Button } from '../kit/Button.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { money } from '../kit/money.ts';
import { useTillState } from '../stores-context.ts';
import styles from './SalesScreen.module.css';

/** Of a sale that was paid in several ways: what goes back, each the way it came. */
export function RefundParts({ parts }: { readonly parts: readonly RefundPart[] }) {
  const { t } = useTranslation('refund');
  const choosePart = useTillState('refund', (state) => state.choosePart);
  const isOnline = useTillState('till', ({ reach }) => reach.reach === 'online');
  const ways = parts.map((part, nth) => ({
    ...wordsOf(part),
    keyCap: String(nth + 1),
    // What a card paid only the bank can give back (P18).
    choose: part.kind === 'cash' || isOnline ? () => void choosePart(part) : undefined,
  }));
  useKeyLayer(Object.fromEntries(ways.map(({ keyCap, choose }) => [keyCap, choose])));
  return (
    <div className={styles['ways']}>
      {ways.map(({ keyCap, choose, name, hint, amounts }) => (
        <Button
          key={keyCap}
          keyCap={keyCap}
          size="tender"
          isDisabled={choose === undefined}
          hint={choose === undefined ? t('hindrance.no-line') : t(hint, amounts)}
          onPress={() => choose?.()}
        >
          {t(name)}
        </Button>
      ))}
    </div>
  );
}

function wordsOf(part: RefundPart) {
  if (part.kind === 'card') {
    const { card } = part.payment;
    const amounts = { card: card.maskedNumber, amount: money(approvedOf(part.payment)) };
    return { name: 'part.card', hint: 'part.card.means', amounts } as const;
  }
  const amounts = { amount: money(part.of.amountMinor), left: money(part.leftMinor) };
  return part.of.cash?.recovers === undefined
    ? ({ name: 'part.cash', hint: 'part.cash.means', amounts } as const)
    : ({ name: 'part.recovered', hint: 'part.cash.means', amounts } as const);
}
