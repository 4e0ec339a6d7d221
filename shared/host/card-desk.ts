import type { PinKey } from '../contracts/bank-api.ts';
import { failure, type Failure } from '../contracts/error-codes.ts';
import type {
  AtCard,
  CardPresentation,
  PinPadShows,
  PinPress,
  PresentCard,
} from '../contracts/card-presentation.ts';
import { sealContext } from '../contracts/http-signature.ts';
import type { VersionRefusal } from '../contracts/program-version.ts';
import type { CardLock } from '../domain/card-lock.ts';
import type { BlockCipher } from '../domain/emv/block-cipher.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { HostIdentity } from './bank-line.ts';
import { terminalOf } from './activation.ts';
import type { CardReader, FirstReply } from './card-reader.ts';
import type { PinTyped } from './chip-run.ts';
import { ChipTray, type KeptTray, type LastOffline } from './chip-tray.ts';
import { PinDesk } from './pin-desk.ts';
import { PinKeys, type KeptPinKeys } from './pin-keys.ts';
import type { StartPinPad } from './pin-pad.ts';
import type { HostClock, KeptValue } from './ports.ts';

export interface CardDeskPorts {
  readonly clock: HostClock;
  readonly cardCounters: KeptValue<KeptTray>;
  readonly reader: CardReader;
  /** AES, of the PIN keys. */
  readonly cipher: BlockCipher;
  /** HMAC-SHA-256 under a base64 key, lower-case hex. */
  readonly hmac: (key: string, text: string) => string;
  readonly startPinPad: StartPinPad;
  readonly pinKeys: KeptValue<KeptPinKeys>;
}

/** What the bank has said to a payment, as far as a card hears of it. */
export interface ToldCard {
  readonly id: string;
  readonly code: string;
  readonly approves: boolean;
  readonly issuerAuthentication: string;
}

/** In the reader, until its bank has answered or another card comes. */
interface WaitingCard {
  readonly cardId: string;
  readonly paymentId: string;
}

/** Why no card is read at this moment, asked anew for each. */
export interface CardBars {
  readonly lock: () => CardLock | null;
  readonly version: () => VersionRefusal | null;
  readonly noRoom: () => Promise<Failure | null>;
  readonly noReader: () => Failure | null;
}

/** The reader as the till's host keeps it: its counters, its keys, and whether it may read at all. */
export class CardDesk {
  readonly #ports: CardDeskPorts;
  readonly #bars: CardBars;
  readonly #tray: ChipTray;
  readonly #keys: PinKeys;
  readonly #pins: PinDesk;
  #waiting: WaitingCard | null = null;

  constructor(ports: CardDeskPorts, bars: CardBars) {
    this.#ports = ports;
    this.#bars = bars;
    this.#tray = new ChipTray(ports.cardCounters);
    this.#keys = new PinKeys(ports.pinKeys, ports.cipher);
    this.#pins = new PinDesk({ ...ports, keys: this.#keys, tray: this.#tray });
  }

  /** Of activation and sign-on; what was typed under the one before is not lost by it. */
  loadPinKey(key: PinKey): Promise<void> {
    return this.#keys.load(key);
  }

  pressPinKey(press: PinPress): Promise<Result<PinPadShows, Failure>> {
    return this.#pins.press(press);
  }

  async present(
    activation: HostIdentity['activation'],
    card: PresentCard,
  ): Promise<Result<CardPresentation, Failure>> {
    const barred = await this.#barred();
    if (barred !== null) return err(barred);
    const terminal = terminalOf(activation);
    // A till that signed on last before its bank gave out what chips are decided by.
    if (!Object.hasOwn(terminal.parameters, 'chip')) {
      return err(failure('reader-not-ready', 'no chip parameters before the next sign-on'));
    }
    const { cardId, core } = card;
    const entered = this.#pins.take(core.id);
    const read = await this.#read(activation, card, entered?.kind ?? 'nothing');
    if (read === null) return err(failure('reader-not-ready', 'the reader does not answer'));
    if (read.kind === 'not-read') return err(read.failure);
    if (read.kind === 'pin-needed') {
      const { sealingPublicKey } = activation;
      const context = sealContext(core);
      const wanted = { ...read, cardId, paymentId: core.id, sealingPublicKey, context };
      return err((await this.#pins.open(wanted)) ?? failure('pin-needed'));
    }
    this.#pins.close();
    this.#waiting = read.isWaiting ? { cardId, paymentId: core.id } : null;
    const sealedPin = entered?.kind === 'sealed' ? entered.sealedPin : null;
    return ok({ ...read.presentation, sealedPin });
  }

  /** The card counts and answers, and what it remembers is written, before anybody hears of it. */
  #read(
    { sealingPublicKey, cardTokenKey, parameters }: HostIdentity['activation'],
    wish: PresentCard,
    pin: PinTyped,
  ): Promise<FirstReply | null> {
    const { clock, reader } = this.#ports;
    const { cardId, core } = wish;
    return this.#tray.use<FirstReply | null>(cardId, async (card) => {
      const keys = { sealingPublicKey, cardTokenKey };
      const nowMs = clock.nowMs();
      const order = { kind: 'first', wish, parameters, card, pin, nowMs, ...keys } as const;
      const reply = await reader.ask(order);
      if (reply === null || reply.kind === 'ended' || reply.kind === 'gone') return { value: null };
      if (reply.kind !== 'read') return { value: reply };
      const last: LastOffline = { amountMinor: core.amountMinor, atMs: nowMs };
      const said = reply.presentation.chipApproval === null ? {} : { lastOffline: last };
      return { value: reply, state: reply.state, ...said };
    });
  }

  /** Here and not in the window only: a lock that the window forgets is no lock (P10). */
  async #barred(): Promise<Failure | null> {
    const lock = this.#bars.lock();
    if (lock !== null) return failure('cards-locked', lock.detail);
    const version = this.#bars.version();
    if (version !== null) return failure(version);
    return (await this.#bars.noRoom()) ?? this.#bars.noReader();
  }

  /**
   * The second GENERATE AC with the bank's word. Refused: the bank's yes was not believed, or the card
   * says no at the end; whatever was booked must be taken back (P6). A card that was pulled out, or
   * that nobody can ask after a restart, says nothing more: the bank's word stands.
   */
  async hear({ id, code, approves, issuerAuthentication }: ToldCard): Promise<AtCard> {
    const waiting = this.#waiting;
    if (waiting?.paymentId !== id) {
      return approves && (await this.#hasRefused(id)) ? { refusedByCard: true } : {};
    }
    this.#waiting = null;
    const word = { approves, responseCode: code, issuerAuthentication };
    const end = await this.#ports.reader.ask({ kind: 'second', paymentId: id, ...word });
    if (end?.kind !== 'ended') return {};
    const { isRefused, state, chip } = end;
    const refuses = isRefused ? { refuses: id } : {};
    // Its count is written already. What cannot be written now makes the card only more careful, and
    // must not keep the bank's answer from the till.
    const work = () => ({ value: null, state, ...refuses });
    await this.#tray.use(waiting.cardId, work).catch(() => null);
    return isRefused ? { refusedByCard: true, chip } : { chip };
  }

  #hasRefused(paymentId: string): Promise<boolean> {
    return this.#tray.hasRefused(paymentId).catch(() => false);
  }
}
