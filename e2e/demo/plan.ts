import { createHash } from 'node:crypto';
import { SAMPLE_PRODUCTS } from '../../renderer/catalogue/sample-shop.ts';
import { present } from '../../shared/lib/assert.ts';
import type { TestCardId } from '../page-models/payment-page.ts';

/** One sale of the story, as it is meant before anybody knows how it will go. */
export interface PlannedSale {
  readonly barcodes: readonly string[];
  readonly dueMinor: number;
  readonly tender: 'cash' | 'card';
  readonly cardId: TestCardId;
  readonly moment: Moment;
}

/**
 * `online`, then one authorisation in whose middle the line is cut, then `offline`, and among these
 * one in whose middle the till is killed.
 */
export type Moment = 'online' | 'cut' | 'offline' | 'killed';

/** Cards that a till may take without a line: none of them needs a PIN that only the bank knows. */
const CARDS: readonly TestCardId[] = ['good-tap', 'good-chip', 'limit-tap'];
/** Cheap enough that no cap of the offline policy is reached: the caps have tests of their own. */
const DEAREST_MINOR = 2_000;
const MOST_PIECES = 3;
const ONLINE_SHARE = 5;

export function planSales(count: number, seed: number): readonly PlannedSale[] {
  const dice = diceFrom(seed);
  const goods = SAMPLE_PRODUCTS.filter(
    ({ unit, priceMinor }) => unit === 'piece' && priceMinor <= DEAREST_MINOR,
  );
  const cutAt = Math.round(count / ONLINE_SHARE);
  const killAt = cutAt + 1 + dice(count - cutAt - 1);
  return Array.from({ length: count }, (_, i): PlannedSale => {
    const moment = momentOf(i, cutAt, killAt);
    const bought = Array.from({ length: 1 + dice(MOST_PIECES) }, () =>
      present(goods[dice(goods.length)], 'goods'),
    );
    const byCard = moment === 'cut' || (moment !== 'killed' && dice(2) === 0);
    return {
      barcodes: bought.map(({ barcode }) => barcode),
      dueMinor: bought.reduce((sum, { priceMinor }) => sum + priceMinor, 0),
      tender: byCard ? 'card' : 'cash',
      cardId: present(CARDS[dice(CARDS.length)], 'a card'),
      moment,
    };
  });
}

function momentOf(i: number, cutAt: number, killAt: number): Moment {
  if (i < cutAt) return 'online';
  if (i === cutAt) return 'cut';
  return i === killAt ? 'killed' : 'offline';
}

/** Whole numbers below a limit, the same for the same seed on every machine. */
export function diceFrom(seed: number): (below: number) => number {
  let thrown = 0;
  return (below) => {
    thrown += 1;
    const hash = createHash('sha256').update(`${seed}:${thrown}`).digest();
    return hash.readUInt32BE(0) % below;
  };
}
