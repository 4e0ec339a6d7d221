import { NEW_CARD_STATE, type CardState } from '../domain/emv/chip-card.ts';
import type { Minor } from '../domain/money.ts';
import type { KeptValue } from './ports.ts';
import { Turns } from '../lib/turns.ts';

/**
 * What the cards of the virtual reader remember, for they have no memory of their own: their counters
 * and tries, and what the terminal knows of the card before. Written before anybody hears what the
 * card has answered, as a chip does: no restart and no power cut turns a counter back (F25, F27).
 */
export interface KeptTray {
  readonly cards: Readonly<Record<string, CardState>>;
  /**
   * The last sale that each card approved by itself: two small ones are one large one, whatever other
   * card comes between them (P17, F24). Absent in a file from before each had its own.
   */
  readonly offlineSales?: Readonly<Record<string, LastOffline>>;
  /** Payments whose card did not believe the bank's yes, the last ones: asked again, it is so still. */
  readonly refused?: readonly string[];
}

export interface LastOffline {
  readonly amountMinor: Minor;
  readonly atMs: number;
}

/** What the file held before cards could compute: how often each was used. */
type CountsOnly = Readonly<Record<string, number>>;

/** An open payment is settled within minutes; no till has this many at once. */
const MOST_REFUSED = 20;

type TrayFile = Pick<KeptValue<KeptTray>, 'write'> & Pick<KeptValue<KeptTray | CountsOnly>, 'read'>;

/** A card at work: what it remembers now, and what the terminal takes of it. */
export interface CardAtWork {
  readonly state: CardState;
  readonly lastOffline: LastOffline | null;
}

export interface CardWork<Value> extends Partial<CardAtWork> {
  readonly value: Value;
  /** The payment that the card has refused at the end. */
  readonly refuses?: string;
}

export class ChipTray {
  readonly #file: TrayFile;
  readonly #turns = new Turns();

  constructor(file: TrayFile) {
    this.#file = file;
  }

  /** One after the other: two sales at once must not share a count. */
  use<Value>(
    cardId: string,
    work: (card: CardAtWork) => CardWork<Value> | Promise<CardWork<Value>>,
  ): Promise<Value> {
    return this.#turns.take(async () => {
      const tray = trayOf(await this.#file.read());
      const { refused = [], offlineSales = {} } = tray;
      const before = tray.cards[cardId] ?? NEW_CARD_STATE;
      const lastBefore = offlineSales[cardId] ?? null;
      const {
        value,
        state = before,
        lastOffline = lastBefore,
        refuses,
      } = await work({
        state: before,
        lastOffline: lastBefore,
      });
      if (state !== before || lastOffline !== lastBefore) {
        const { [cardId]: _own, ...others } = offlineSales;
        await this.#file.write({
          cards: { ...tray.cards, [cardId]: state },
          offlineSales: lastOffline === null ? others : { ...others, [cardId]: lastOffline },
          refused: refuses === undefined ? refused : [...refused, refuses].slice(-MOST_REFUSED),
        });
      }
      return value;
    });
  }

  async hasRefused(paymentId: string): Promise<boolean> {
    await this.#turns.pass();
    return trayOf(await this.#file.read()).refused?.includes(paymentId) === true;
  }
}

function trayOf(kept: KeptTray | CountsOnly | null): KeptTray {
  if (kept === null) return { cards: {} };
  if (isTray(kept)) return kept;
  const cards = Object.entries(kept).map(([cardId, transactionCounter]) => [
    cardId,
    { ...NEW_CARD_STATE, transactionCounter },
  ]);
  return { cards: Object.fromEntries(cards) as KeptTray['cards'] };
}

function isTray(kept: KeptTray | CountsOnly): kept is KeptTray {
  return typeof kept['cards'] === 'object';
}
