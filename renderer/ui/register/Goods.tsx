import { CategoryBar } from './CategoryBar.tsx';
import type { CounterActs } from './counter-acts.ts';
import { FindField } from './FindField.tsx';
import { ProductGrid } from './ProductGrid.tsx';
import styles from './Goods.module.css';

export function Goods({ acts }: { readonly acts: CounterActs }) {
  return (
    <section className={styles['goods']} data-goods="">
      <FindField acts={acts} />
      <CategoryBar />
      <ProductGrid />
    </section>
  );
}
