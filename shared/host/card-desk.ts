import type { ActivationAnswer } from '../contracts/bank-api.ts';
import { failure, type Failure } from '../contracts/error-codes.ts';
import type { CardPresentation, PresentCard } from '../contracts/host.ts';
import type { CardLock } from '../domain/card-lock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { terminalOf } from './activation.ts';
import type { ChipCrypto } from './chip-crypto.ts';
import { ChipTray, type KeptTray } from './chip-tray.ts';
import type { HostClock, KeptValue } from './ports.ts';
import { presentVirtualCard, type ReaderPorts } from './virtual-card-reader.ts';

export interface CardDeskPorts {
  readonly clock: HostClock;
  readonly cardCounters: KeptValue<KeptTray>;
  readonly chipCrypto: ChipCrypto;
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
  readonly #tray: ChipTray;

  constructor(ports: CardDeskPorts, bars: CardBars) {
    this.#ports = ports;
    this.#bars = bars;
    this.#tray = new ChipTray(ports.cardCounters);
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
    const terminal = terminalOf(activation);
    // A till that signed on last before its bank gave out what chips are decided by.
    if (!Object.hasOwn(terminal.parameters, 'chip')) {
      return err(failure('reader-not-ready', 'no chip parameters before the next sign-on'));
    }
    const { clock, sealerFor, hmac, randomBytes, chipCrypto } = this.#ports;
    const read = await presentVirtualCard(
      {
        clock,
        seal: sealerFor(activation.sealingPublicKey),
        tokenOf: (cardNumber) => hmac(activation.cardTokenKey, cardNumber),
        chipCrypto,
        randomBytes,
        tray: this.#tray,
      },
      terminal,
      card,
    );
    return read.ok ? ok(read.value.presentation) : read;
  }
}
