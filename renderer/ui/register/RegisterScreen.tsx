import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SAMPLE_PRODUCTS } from '../../catalogue/sample-shop.ts';
import { priced } from '../../stores/cart-store.ts';
import { Button } from '../kit/Button.tsx';
import { money, quantityText } from '../kit/money.ts';
import { useKeyLayer } from '../kit/keys.ts';
import { useTillState } from '../stores-context.ts';
import styles from './RegisterScreen.module.css';

export function RegisterScreen() {
  return (
    <main className={styles['register']}>
      <Goods />
      <Counter />
    </main>
  );
}

function Goods() {
  const { t, i18n } = useTranslation('register');
  const scan = useTillState('cart', (state) => state.scan);
  const [wanted, setWanted] = useState('');
  const text = wanted.trim().toLowerCase();
  const shown = SAMPLE_PRODUCTS.filter(({ nameZh, nameEn, barcode }) =>
    `${nameZh} ${nameEn.toLowerCase()} ${barcode}`.includes(text),
  );
  const take = (): void => {
    const exact = SAMPLE_PRODUCTS.find(({ barcode }) => barcode === text) ?? shown[0];
    if (exact !== undefined) scan(exact);
    setWanted('');
  };
  return (
    <section className={styles['goods']}>
      <input
        className={styles['find']}
        aria-label={t('find')}
        placeholder={t('find')}
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
        }}
      />
      <div className={styles['grid']}>
        {shown.map((product) => (
          <button
            key={product.id}
            type="button"
            className={styles['product']}
            onClick={() => scan(product)}
          >
            <span>{i18n.language === 'en' ? product.nameEn : product.nameZh}</span>
            <span className={styles['price']}>{money(product.priceMinor)}</span>
          </button>
        ))}
      </div>
    </section>
  );
}

function Counter() {
  const { t, i18n } = useTranslation('register');
  const cart = useTillState('cart', (state) => state.cart);
  const clear = useTillState('cart', (state) => state.clear);
  const startPaying = useTillState('checkout', (state) => state.startPaying);
  const { lines, totals } = priced({ cart });
  const isEmpty = lines.length === 0;
  useKeyLayer({ F9: startPaying, 'Ctrl+Delete': clear });
  return (
    <aside className={styles['counter']}>
      <ul className={styles['lines']}>
        {isEmpty && <li className={styles['hint']}>{t('emptyCart')}</li>}
        {lines.map((line) => (
          <li key={line.lineId}>
            <b>{quantityText(line.quantityMilli)}</b>
            <span>{i18n.language === 'en' ? line.nameEn : line.nameZh}</span>
            <b>{money(line.amountMinor)}</b>
          </li>
        ))}
      </ul>
      <p className={styles['total']}>
        <span>{t('total')}</span>
        <output data-testid="total">{money(totals.dueMinor)}</output>
      </p>
      <Button isDisabled={isEmpty} keyCap="Ctrl+Del" onPress={clear}>
        {t('clear')}
      </Button>
      <Button
        variant="primary"
        size="pay"
        keyCap="F9"
        isDisabled={isEmpty}
        onPress={startPaying}
        trailing={money(totals.dueMinor)}
      >
        {t('pay')}
      </Button>
    </aside>
  );
}
