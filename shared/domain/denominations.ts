import { minor, type Minor } from './money.ts';

/** Notes and coins that one counts, largest first: fen lie in a drawer that rounds nothing. */
const YUAN = [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 2, 1];
/** What most other currencies have. */
const OTHERS = [50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1];

export function denominationsOf(currency: string): readonly Minor[] {
  return (currency === 'CNY' ? YUAN : OTHERS).map(minor);
}
