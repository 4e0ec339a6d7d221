import type { CardReader } from '../../shared/host/card-reader.ts';
import { lyingReaderWith, type Lie } from '../../shared/host/testing/lying-reader.ts';
import type { ReaderPorts } from '../../shared/host/virtual-card-reader.ts';
import type { Dice } from './dice.ts';

/** How likely a card lies, and who is told that one does. */
interface Liars {
  readonly liars: { readonly share: number; readonly dice: Dice };
  readonly told: (line: string) => void;
}

/**
 * At once, or when it hears the bank's word; after none of these can anything be owed (P6, P17). A card
 * with a cryptogram of its own is the bank's matter: over the real one in `lying-cards.test.ts`.
 */
const LIES: readonly (readonly [Lie, number])[] = [
  ['torn record', 1],
  ['torn answer', 1],
  ['no answer', 1],
  ['more than asked', 1],
  ['counter back', 1],
  ['torn at the end', 5],
  ['silent at the end', 5],
];

/** A reader into which somebody puts now and then a card that lies (MISSION: a card is a stranger's computer). */
export function readerWithLiars(
  ports: ReaderPorts,
  { liars: { share, dice }, told }: Liars,
): CardReader {
  const lying = lyingReaderWith(ports);
  return {
    ask: (order) => {
      if (order.kind === 'first') {
        lying.lie = dice.chance(share) ? dice.pick(LIES) : null;
        if (lying.lie !== null) told(`card ${order.wish.cardId} lies: ${lying.lie}`);
      }
      return lying.reader.ask(order);
    },
  };
}
