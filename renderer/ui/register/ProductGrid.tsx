import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Group } from 'react-aria-components';
import type { Product } from '../../../shared/domain/product.ts';
import { useTillState } from '../stores-context.ts';
import { Nothing } from './Nothing.tsx';
import { useProductName } from './product-name.ts';
import { ProductTile } from './ProductTile.tsx';
import { useTilesInSight } from './use-tiles-in-sight.ts';
import styles from './Goods.module.css';

/** What can be touched now. Arrows go from tile to tile; Tab passes the grid in one step. */
export function ProductGrid() {
  const { t } = useTranslation('register');
  const nameOf = useProductName();
  const { products, hasMore } = useTillState('catalogue', (state) => state.shown);
  const choose = useTillState('scan', (state) => state.choose);
  const grid = useRef<HTMLDivElement>(null);
  // No more than are seen: each one drawn beyond it is waited for with every letter that is typed.
  const inSight = useTilesInSight(grid);
  const [looked, setLooked] = useState(() => atTop(products));
  // Other goods begin at the top, without being drawn a second time for it.
  const { pages, tabStop } = looked.at === products ? looked : atTop(products);
  useEffect(() => {
    // In braces: newer browsers return a promise here, and React would take it for a clean-up.
    grid.current?.scrollTo({ top: 0 });
    // Forgotten too when the screen goes for a while.
    return () => setLooked((last) => (isAtTop(last) ? last : atTop(products)));
  }, [products]);
  const shown = products.slice(0, pages * inSight);
  const isWhole = shown.length === products.length;

  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    const next = neighbour(event.currentTarget, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    setLooked({ at: products, pages, tabStop: next.index });
    next.tile.focus();
  };
  return (
    <Group
      className={styles['grid'] ?? ''}
      ref={grid}
      aria-label={t('goods')}
      onKeyDown={move}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        if (!isWhole && scrollTop + 2 * clientHeight > scrollHeight) {
          setLooked({ at: products, pages: pages + 1, tabStop });
        }
      }}
    >
      {shown.map((product, i) => (
        <ProductTile
          key={product.id}
          product={product}
          name={nameOf(product)}
          perKg={t('perKg')}
          isTabStop={i === tabStop}
          onChoose={choose}
        />
      ))}
      {products.length === 0 && <NothingHere />}
      {isWhole && hasMore && (
        <p className={styles['more']}>{t('moreGoods', { count: products.length })}</p>
      )}
    </Group>
  );
}

/** Nobody has looked around yet. */
const atTop = (at: readonly Product[]) => ({ at, pages: 1, tabStop: 0 });
const isAtTop = ({ pages, tabStop }: ReturnType<typeof atTop>): boolean =>
  pages === 1 && tabStop === 0;

/** Says why there is nothing, and what to do. */
function NothingHere() {
  const { t } = useTranslation('register');
  const phase = useTillState('catalogue', (state) => state.phase);
  const view = useTillState('catalogue', (state) => state.view);
  const searchState = useTillState('catalogue', (state) => state.searchState);
  const isShelfRead = useTillState('catalogue', (state) => state.isShelfRead);
  if (phase === 'opening') return <Nothing title={t('catalogueOpening')} />;
  if (phase === 'failed') {
    return <Nothing title={t('catalogueFailed')} hint={t('catalogueFailedHint')} />;
  }
  if (!isShelfRead) return <Nothing title={t('shelfUnread')} hint={t('shelfUnreadHint')} />;
  if (view.kind === 'category')
    return <Nothing title={t('emptyShelf')} hint={t('emptyShelfHint')} />;
  if (searchState === 'preparing') return <Nothing title={t('searchPreparing')} />;
  if (searchState === 'failed') return <Nothing title={t('searchFailed')} />;
  return <Nothing title={t('nothingFound', { text: view.text })} hint={t('nothingFoundHint')} />;
}

function neighbour(grid: HTMLElement, key: string): { tile: HTMLElement; index: number } | null {
  const tiles = [...grid.querySelectorAll<HTMLElement>('button')];
  const at = tiles.findIndex((tile) => tile === document.activeElement);
  const first = tiles[0];
  if (at < 0 || first === undefined) return null;
  const columns = tiles.filter(({ offsetTop }) => offsetTop === first.offsetTop).length;
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
  };
  const index = at + (steps[key] ?? 0);
  const tile = tiles[index];
  return index === at || tile === undefined ? null : { tile, index };
}
