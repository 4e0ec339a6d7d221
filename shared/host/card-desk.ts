import type { ActivationAnswer } from '../contracts/bank-api.ts';
import { failure, type Failure } from '../contracts/error-codes.ts';
import type { CardPresentation, PresentCard } from '../contracts/host.ts';
import type { CardLock } from '../domain/card-lock.ts';
import { toHex } from '../lib/bytes.ts';
import { err, type Result } from '../lib/result.ts';
import { terminalOf } from './activation.ts';
import type { HostClock, KeptValue } from './ports.ts';
import { presentVirtualCard, type ReaderPorts } from './virtual-card-reader.ts';

export interface CardDeskPorts {
  readonly clock: HostClock;
  readonly cardCounters: KeptValue<Readonly<Record<string, number>>>;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly hmac: (key: string, text: string) => string;
  readonly sealerFor: (sealingPublicKey: string) => ReaderPorts['seal'];
}

/** Why no card is read at this moment, asked anew for each. */
export interface CardBars {
  readonly lock: () => CardLock | null;
  readonly noRoom: () => Promise<Failure | null>;
  readonly noReader: () => Failure | null;
}

/** The reader as the till's host keeps it: its counters, its keys, and whether it may read at all. */
export class CardDesk {
  readonly #ports: CardDeskPorts;
  readonly #bars: CardBars;
  #counting: Promise<unknown> = Promise.resolve();

  constructor(ports: CardDeskPorts, bars: CardBars) {
    this.#ports = ports;
    this.#bars = bars;
  }

  async present(
    activation: ActivationAnswer,
    card: PresentCard,
  ): Promise<Result<CardPresentation, Failure>> {
    const lock = this.#bars.lock();
    // Here and not in the window only: a lock that the window forgets is no lock (P10).
    if (lock !== null) return err(failure('cards-locked', lock.detail));
    const noRoom = await this.#bars.noRoom();
    if (noRoom !== null) return err(noRoom);
    const noReader = this.#bars.noReader();
    if (noReader !== null) return err(noReader);
    const { clock, sealerFor, hmac, randomBytes } = this.#ports;
    return presentVirtualCard(
      {
        clock,
        seal: sealerFor(activation.sealingPublicKey),
        tokenOf: (cardNumber) => hmac(activation.cardTokenKey, cardNumber),
        cryptogram: () => toHex(randomBytes(8)),
        nextAtc: (cardId) => this.#nextAtc(cardId),
      },
      terminalOf(activation),
      card,
    );
  }

  /** One after the other: two sales at once must not share a count. */
  #nextAtc(cardId: string): Promise<number> {
    const counted = this.#counting.then(async () => {
      const counters = (await this.#ports.cardCounters.read()) ?? {};
      await this.#ports.cardCounters.write({ ...counters, [cardId]: (counters[cardId] ?? 0) + 1 });
      return (counters[cardId] ?? 0) + 1;
    });
    this.#counting = counted.catch(() => undefined);
    return counted;
  }
}
