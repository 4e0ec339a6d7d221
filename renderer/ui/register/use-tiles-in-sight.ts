import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Before the grid has a size. */
const AT_FIRST = 24;

/** How many tiles of a grid are seen at once, and one row more, which tells that it goes on. */
export function useTilesInSight(grid: RefObject<HTMLElement | null>): number {
  const [count, setCount] = useState(AT_FIRST);
  const hasLooked = useRef(false);
  useLayoutEffect(() => {
    const element = grid.current;
    if (element === null) return undefined;
    const look = (): void => {
      const { gridTemplateColumns, gridAutoRows, rowGap } = getComputedStyle(element);
      const columns = gridTemplateColumns.split(' ').length;
      const rowHeight = Number.parseFloat(gridAutoRows) + Number.parseFloat(rowGap);
      setCount(columns * (Math.ceil(element.clientHeight / rowHeight) + 1));
    };
    // Later the observer looks, when the browser has laid the screen out anyway.
    if (!hasLooked.current) look();
    hasLooked.current = true;
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [grid]);
  return count;
}
