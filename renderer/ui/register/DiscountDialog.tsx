import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  NO_DISCOUNT,
  setLineDiscount,
  setSaleDiscount,
  type Cart,
  type Discount,
} from '../../../shared/domain/cart.ts';
import { isPayable } from '../../../shared/domain/money.ts';
import { parseTyped } from '../../../shared/domain/typed-number.ts';
import type { Target } from '../../stores/cart-store.ts';
import { priced } from '../../stores/priced-cart.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { money } from '../kit/money.ts';
import { Fact } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import { Choice } from './Choice.tsx';
import { discountText } from './discount-text.ts';
import { NumberEntry } from './NumberEntry.tsx';
import { useProductName } from './product-name.ts';
import type { RegisterDialogProps } from './register-dialog.ts';
import styles from './Dialogs.module.css';

type Kind = 'percent' | 'amount';

const PRESETS = ['5', '10', '20', '50'] as const;

/** Off the active line or the whole sale, in percent or money; the total after it is shown first. */
export function DiscountDialog({ onClose }: RegisterDialogProps) {
  const { t } = useTranslation('register');
  const cart = useTillState('cart', (state) => state.cart);
  const setDiscount = useTillState('cart', (state) => state.setDiscount);
  const [target, setTarget] = useState<Target>('line');
  const [kind, setKind] = useState<Kind>('percent');
  const [typed, setTyped] = useState('');
  const [isRefused, setRefused] = useState(false);
  const wanted = discountFrom(typed, kind);
  const now = discountNow(cart, target);
  const isPercent = kind === 'percent';
  const give = (discount: Discount | null): void => {
    const isGiven = discount !== null && setDiscount(target, discount).ok;
    if (isGiven) onClose();
    else setRefused(true);
  };
  const submit = (): void => (typed === '' ? onClose() : give(wanted));
  const change = (value: string): void => {
    setTyped(value);
    setRefused(false);
  };
  const error = t(isPercent ? 'percentInvalid' : 'amountInvalid');
  return (
    <Dialog title={t('discountTitle')} onClose={onClose}>
      <div className={styles['columns']}>
        <div className={styles['column']}>
          <Choice
            label={t('target')}
            value={target}
            onChange={setTarget}
            options={[
              ['line', t('onLine')],
              ['sale', t('onSale')],
            ]}
          />
          <Choice
            label={t('kind')}
            value={kind}
            onChange={(next) => {
              setKind(next);
              change('');
            }}
            options={[
              ['percent', t('byPercent')],
              ['amount', t('byAmount')],
            ]}
          />
          <Subject target={target} />
          <div className={styles['presets']}>
            {PRESETS.map((percent) => (
              <Button
                key={percent}
                preventFocusOnPress
                isDisabled={!isPercent}
                onPress={() => change(percent)}
              >
                −{percent}%
              </Button>
            ))}
          </div>
          <Preview cart={cart} target={target} wanted={wanted} />
        </div>
        <div className={styles['column']}>
          <NumberEntry
            label={t(isPercent ? 'byPercent' : 'byAmount')}
            value={typed}
            onChange={change}
            placeholder={now.kind === 'none' ? '' : t('now', { value: discountText(now) })}
            unit={isPercent ? '%' : '¥'}
            allowsFraction
            error={isRefused ? error : null}
            onSubmit={submit}
          />
        </div>
      </div>
      <DialogActions>
        <Button isDisabled={now.kind === 'none'} onPress={() => give(NO_DISCOUNT)}>
          {t('removeDiscount')}
        </Button>
        <Button variant="primary" keyCap="Enter" onPress={submit}>
          {t('discount')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Subject({ target }: { readonly target: Target }) {
  const { t } = useTranslation('register');
  const nameOf = useProductName();
  const line = useTillState('cart', ({ cart }) =>
    cart.lines.find(({ lineId }) => lineId === cart.activeLineId),
  );
  const name = line === undefined ? '' : nameOf(line.product);
  return <p className={styles['subject']}>{target === 'sale' ? t('onSale') : name}</p>;
}

interface PreviewProps {
  readonly cart: Cart;
  readonly target: Target;
  readonly wanted: Discount | null;
}

function Preview({ cart, target, wanted }: PreviewProps) {
  const { t } = useTranslation('register');
  const discount = wanted ?? discountNow(cart, target);
  const before = dueWith(cart, target, NO_DISCOUNT);
  return (
    <div>
      <Fact name={t('before')}>{money(before)}</Fact>
      <Fact name={t('after')}>
        <b className={styles['result']}>{money(dueWith(cart, target, discount))}</b>
      </Fact>
    </div>
  );
}

function dueWith(cart: Cart, target: Target, discount: Discount): number {
  const next =
    target === 'sale'
      ? setSaleDiscount(cart, discount)
      : setLineDiscount(cart, cart.activeLineId ?? '', discount);
  return priced({ cart: next.ok ? next.value : cart }).totals.dueMinor;
}

function discountNow(cart: Cart, target: Target): Discount {
  if (target === 'sale') return cart.saleDiscount;
  return cart.lines.find(({ lineId }) => lineId === cart.activeLineId)?.discount ?? NO_DISCOUNT;
}

function discountFrom(typed: string, kind: Kind): Discount | null {
  const parsed = parseTyped(typed, 2);
  if (parsed === null || !isPayable(parsed)) return null;
  if (kind === 'amount') return { kind, amountMinor: parsed };
  return parsed > 10_000 ? null : { kind, basisPoints: parsed };
}
