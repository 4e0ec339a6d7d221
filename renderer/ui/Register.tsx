import { useState } from 'react';
import { priceCart } from '../../shared/domain/pricing.ts';
import { SAMPLE_PRODUCTS } from '../catalogue/sample-shop.ts';
import type { Language, Texts } from '../i18n/texts.ts';
import type { TillState } from '../stores/till-store.ts';
import { money } from './money.ts';
import styles from './Register.module.css';

interface Props {
  readonly state: TillState;
  readonly t: Texts;
  readonly language: Language;
}

export function Register({ state, t, language }: Props) {
  const [wanted, setWanted] = useState('');
  const priced = priceCart(state.cart, 'inclusive');
  const shown = SAMPLE_PRODUCTS.filter(({ nameZh, nameEn, barcode }) =>
    `${nameZh} ${nameEn.toLowerCase()} ${barcode}`.includes(wanted.trim().toLowerCase()),
  );
  const take = (): void => {
    const exact = SAMPLE_PRODUCTS.find(({ barcode }) => barcode === wanted.trim()) ?? shown[0];
    if (exact !== undefined) state.scan(exact);
    setWanted('');
  };
  return (
    <main className={styles['register']}>
      <section className={styles['goods']}>
        <input
          className={styles['find']}
          aria-label={t.find}
          placeholder={t.find}
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
              onClick={() => state.scan(product)}
            >
              <span>{language === 'en' ? product.nameEn : product.nameZh}</span>
              <span className={styles['price']}>{money(product.priceMinor)}</span>
            </button>
          ))}
        </div>
      </section>
      <aside className={styles['cart']}>
        <ul className={styles['lines']}>
          {priced.lines.length === 0 && <li className={styles['hint']}>{t.emptyCart}</li>}
          {priced.lines.map((line) => (
            <li key={line.lineId}>
              <b>{line.quantityMilli / 1000}</b>
              <span>{language === 'en' ? line.nameEn : line.nameZh}</span>
              <b>{money(line.amountMinor)}</b>
            </li>
          ))}
        </ul>
        <p className={styles['total']}>
          <span>{t.total}</span>
          <output data-testid="total">{money(priced.totals.dueMinor)}</output>
        </p>
        <button type="button" onClick={state.clear} disabled={priced.lines.length === 0}>
          {t.clear}
        </button>
        <button
          type="button"
          className={styles['pay']}
          onClick={state.startPaying}
          disabled={priced.lines.length === 0}
        >
          {t.pay} {money(priced.totals.dueMinor)}
        </button>
      </aside>
    </main>
  );
}
