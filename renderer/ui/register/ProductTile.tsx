import { memo } from 'react';
import type { Product } from '../../../shared/domain/product.ts';
import { classes } from '../kit/classes.ts';
import { keepFocus } from '../kit/keep-focus.ts';
import { money } from '../kit/money.ts';
import styles from './Goods.module.css';

interface Props {
  readonly product: Product;
  readonly name: string;
  readonly perKg: string;
  readonly isTabStop: boolean;
  readonly onChoose: (product: Product) => void;
}

const TINT_COUNT = 8;

/** `¥12.80/kg`; what is longer needs the whole width, and the picture gives way. */
const LONGEST_BESIDE_PICTURE = 9;

/**
 * One product to touch. The focus stays where it was, so that typing goes on in the find field.
 *
 * A button of the browser's own: all that are seen are drawn between a key and what it finds, and what the
 * kit's do beyond it (hovering that touch does not leave behind) the style sheet says.
 */
export const ProductTile = memo(function ProductTile({
  product,
  name,
  perKg,
  isTabStop,
  onChoose,
}: Props) {
  const [first = ''] = name;
  const price = money(product.priceMinor) + (product.unit === 'kg' ? perKg : '');
  return (
    <button
      type="button"
      className={styles['tile']}
      tabIndex={isTabStop ? 0 : -1}
      onMouseDown={keepFocus}
      onClick={() => onChoose(product)}
    >
      <span className={styles['name']} title={name}>
        {keepNumbersWhole(name)}
      </span>
      <span className={styles['price']}>{price}</span>
      {price.length <= LONGEST_BESIDE_PICTURE && (
        <span
          className={classes(styles['picture'], styles[`tint-${tintOf(product.category)}`])}
          aria-hidden="true"
        >
          {first}
        </span>
      )}
    </button>
  );
});

/** `550 ml` is read as one: a number on one line and its unit on the next are not. */
function keepNumbersWhole(name: string): string {
  return name.replace(/(\d) (?=\S{1,2}(?:\s|$))/gu, '$1\u00A0');
}

/** Goods of one category share a tint, in whatever file they came. */
function tintOf(category: string): number {
  let sum = 0;
  for (const letter of category) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % TINT_COUNT;
}
