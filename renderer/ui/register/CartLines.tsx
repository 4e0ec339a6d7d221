import { ScanBarcode } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from 'react-aria-components';
import type { CartLine } from '../../../shared/domain/cart.ts';
import { add, negate, type Minor } from '../../../shared/domain/money.ts';
import { BigAmount } from '../kit/BigAmount.tsx';
import { plainAmount, quantityText } from '../kit/money.ts';
import { useTillState } from '../stores-context.ts';
import { discountText } from './discount-text.ts';
import { Nothing } from './Nothing.tsx';
import { useProductName } from './product-name.ts';
import { SampleNotice } from './SampleNotice.tsx';
import { usePricedCart } from './use-priced-cart.ts';
import styles from './CartLines.module.css';

export function CartLines() {
  const { t } = useTranslation('register');
  const { cart, lines } = usePricedCart();
  const activate = useTillState('cart', (state) => state.activate);
  if (cart.lines.length === 0) return <EmptyCounter />;
  return (
    <ol className={styles['lines']} aria-label={t('lines')}>
      {cart.lines.map((line, i) => {
        const price = lines[i];
        return (
          price !== undefined && (
            <Line
              key={line.lineId}
              line={line}
              amountMinor={add(price.amountMinor, price.saleDiscountMinor)}
              discountMinor={price.discountMinor}
              isActive={line.lineId === cart.activeLineId}
              onActivate={activate}
            />
          )
        );
      })}
    </ol>
  );
}

function EmptyCounter() {
  const { t } = useTranslation('register');
  const isUnread = useTillState('sampleNotice', (state) => !state.isRead);
  const isSample = useTillState('catalogue', (state) => state.isSample);
  const changeMinor = useTillState('checkout', (state) => state.lastChangeMinor) ?? 0;
  if (changeMinor > 0) return <LastChange changeMinor={changeMinor} />;
  return (
    <div className={styles['lines']}>
      {isUnread && isSample ? (
        <SampleNotice />
      ) : (
        <Nothing
          icon={<ScanBarcode size={44} strokeWidth={1.5} aria-hidden="true" />}
          title={t('emptyCart')}
          hint={t('emptyCartHint')}
        />
      )}
    </div>
  );
}

/** Enter twice leaves the payment before its change was read: it stands here until the next article. */
function LastChange({ changeMinor }: { readonly changeMinor: number }) {
  const { t } = useTranslation('register');
  return (
    <div className={styles['change']}>
      <p>{t('lastChange')}</p>
      <BigAmount size="change" tone="certain" amountMinor={changeMinor} testId="last-change" />
    </div>
  );
}

interface LineProps {
  readonly line: CartLine;
  /** The line's own price; its share of the sale's discount stands below, for the whole sale. */
  readonly amountMinor: Minor;
  readonly discountMinor: Minor;
  readonly isActive: boolean;
  readonly onActivate: (lineId: string) => void;
}

/** Drawn again only when something of it has changed: the hundredth scan is as quick as the first. */
const Line = memo(function Line({
  line,
  amountMinor,
  discountMinor,
  isActive,
  onActivate,
}: LineProps) {
  const { t } = useTranslation('register');
  const nameOf = useProductName();
  const row = useRef<HTMLLIElement>(null);
  // What the keys act on, and what was scanned last, must be seen.
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive, line]);
  const name = nameOf(line.product);
  const isWeighed = line.product.unit === 'kg';
  const isTold = isWeighed || line.quantityMilli > 1000 || line.discount.kind !== 'none';
  return (
    <li ref={row} className={styles['row']}>
      <Button
        className={styles['line'] ?? ''}
        preventFocusOnPress
        aria-current={isActive}
        onPress={() => onActivate(line.lineId)}
      >
        <b className={styles['quantity']}>{quantityText(line.quantityMilli)}</b>
        <span className={styles['what']}>
          <span className={styles['name']} title={name}>
            {name} {isWeighed && <small>kg</small>}
          </span>
          {(isTold || line.note !== '') && (
            <span className={styles['more']}>
              {isTold && (
                <span className={styles['price']}>
                  @ {plainAmount(line.product.priceMinor)}
                  {isWeighed && t('perKg')}
                </span>
              )}
              {line.discount.kind !== 'none' && (
                <span className={styles['discount']}>
                  {discountText(line.discount)} {plainAmount(negate(discountMinor))}
                </span>
              )}
              {line.note !== '' && <span className={styles['note']}>{line.note}</span>}
            </span>
          )}
        </span>
        <b className={styles['amount']}>{plainAmount(amountMinor)}</b>
      </Button>
    </li>
  );
});
