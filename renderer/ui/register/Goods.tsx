import type { KeyBindings } from '../kit/keys.ts';
import { CategoryBar } from './CategoryBar.tsx';
import { FindField } from './FindField.tsx';
import { ProductGrid } from './ProductGrid.tsx';
import styles from './Goods.module.css';

export function Goods({ cartKeys }: { readonly cartKeys: KeyBindings }) {
  return (
    <section className={styles['goods']} data-goods="">
      <FindField cartKeys={cartKeys} />
      <CategoryBar />
      <ProductGrid />
    </section>
  );
}
