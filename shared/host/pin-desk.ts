import { failure, type Failure } from '../contracts/error-codes.ts';
import type { PinPadShows, PinPress } from '../contracts/card-presentation.ts';
import { triedPin, verifiedPin } from '../domain/emv/card-applet.ts';
import { SHORTEST_PIN } from '../domain/emv/pin-block.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { Turns } from '../lib/turns.ts';
import type { ChipTray } from './chip-tray.ts';
import type { PinKeys } from './pin-keys.ts';
import type { PadOrder, PinPadProcess, StartPinPad } from './pin-pad.ts';

/** Whose PIN is asked for, and who checks it. */
export interface PinWanted {
  readonly paymentId: string;
  readonly cardId: string;
  readonly checkedBy: 'bank' | 'card';
  readonly sealingPublicKey: string;
  readonly context: string;
}

export type PinEntered =
  | { readonly kind: 'sealed'; readonly sealedPin: string }
  | { readonly kind: 'right' }
  | { readonly kind: 'tries-exceeded' };

export interface PinDeskPorts {
  readonly startPinPad: StartPinPad;
  readonly keys: Pick<PinKeys, 'take' | 'areLoaded'>;
  readonly tray: Pick<ChipTray, 'use'>;
}

interface OpenPad {
  readonly wanted: PinWanted;
  readonly pad: PinPadProcess;
  readonly shows: PinPadShows;
}

const EMPTY: PinPadShows = { state: 'typing', digits: 0, triesLeft: null };

/**
 * Between window, PIN pad and card (P27): passes keys on one by one and hears back how many there
 * are, never which. The PIN of a wrong try is gone with the answer to it.
 */
export class PinDesk {
  readonly #ports: PinDeskPorts;
  #open: OpenPad | null = null;
  #entered: { readonly paymentId: string; readonly pin: PinEntered } | null = null;
  readonly #turns = new Turns();

  constructor(ports: PinDeskPorts) {
    this.#ports = ports;
  }

  /** @returns why there is no pad; null: it waits for the card holder */
  async open(wanted: PinWanted): Promise<Failure | null> {
    this.close();
    // Before anybody types: a PIN that cannot be sealed should not be asked for.
    if (wanted.checkedBy === 'bank' && !(await this.#ports.keys.areLoaded())) {
      return failure('pin-pad-failed', 'no key before the next sign-on');
    }
    this.#open = { wanted, pad: this.#ports.startPinPad(), shows: EMPTY };
    return null;
  }

  /** What was typed for this payment, once: nothing of it is kept. */
  take(paymentId: string): PinEntered | null {
    const entered = this.#entered;
    this.#entered = null;
    return entered?.paymentId === paymentId ? entered.pin : null;
  }

  /** Whatever was typed is gone with the pad. */
  close(): void {
    this.#open?.pad.end();
    this.#open = null;
    this.#entered = null;
  }

  /** One key after the other, however fast they come. */
  press(press: PinPress): Promise<Result<PinPadShows, Failure>> {
    return this.#turns.take(() => this.#press(press));
  }

  async #press({ paymentId, key }: PinPress): Promise<Result<PinPadShows, Failure>> {
    const open = this.#open;
    if (open?.wanted.paymentId !== paymentId) return err(failure('pin-pad-failed', 'not open'));
    switch (key) {
      case 'cancel':
        this.close();
        return ok({ ...open.shows, state: 'cancelled', digits: 0 });
      case 'confirm':
        if (open.shows.digits < SHORTEST_PIN) return ok(open.shows);
        return open.wanted.checkedBy === 'bank' ? this.#sealed(open) : this.#verified(open);
      case 'erase':
      case 'clear':
        return this.#typed(open, { kind: key });
      default:
        return this.#typed(open, { kind: 'digit', digit: Number(key) });
    }
  }

  async #typed(open: OpenPad, order: PadOrder): Promise<Result<PinPadShows, Failure>> {
    const reply = await open.pad.ask(order);
    if (reply?.kind !== 'digits') return this.#broken();
    return this.#shown(open, { ...open.shows, digits: reply.digits });
  }

  async #sealed(open: OpenPad): Promise<Result<PinPadShows, Failure>> {
    const { wanted, pad } = open;
    const taken = await this.#ports.keys.take();
    if (taken === null) return this.#broken();
    const { cardId, sealingPublicKey, context } = wanted;
    const order = { kind: 'seal', ...taken, cardId, sealingPublicKey, context } as const;
    const reply = await pad.ask(order);
    taken.workingKey.fill(0);
    if (reply?.kind !== 'sealed') return this.#broken();
    return this.#done(open, { kind: 'sealed', sealedPin: reply.sealedPin });
  }

  /** The try is written down as used before the card looks at it, as a chip does (F27). */
  async #verified(open: OpenPad): Promise<Result<PinPadShows, Failure>> {
    const { cardId } = open.wanted;
    const { tray } = this.#ports;
    const hadTries = await tray.use(cardId, ({ state }) => ({
      value: state.pinTriesLeft,
      state: triedPin(state),
    }));
    if (hadTries === 0) return this.#done(open, { kind: 'tries-exceeded' });
    const reply = await open.pad.ask({ kind: 'verify', cardId });
    if (reply?.kind !== 'verified') return this.#broken();
    if (reply.isRight) {
      await tray.use(cardId, ({ state }) => ({ value: null, state: verifiedPin(state) }));
      return this.#done(open, { kind: 'right' });
    }
    const triesLeft = hadTries - 1;
    if (triesLeft === 0) return this.#done(open, { kind: 'tries-exceeded' });
    return this.#shown(open, { ...EMPTY, triesLeft });
  }

  #shown(open: OpenPad, shows: PinPadShows): Result<PinPadShows, Failure> {
    // Another card may have been laid on meanwhile: this pad is gone then.
    if (this.#open?.pad === open.pad) this.#open = { ...open, shows };
    return ok(shows);
  }

  #done({ wanted, pad, shows }: OpenPad, pin: PinEntered): Result<PinPadShows, Failure> {
    if (this.#open?.pad !== pad) return this.#broken();
    this.close();
    this.#entered = { paymentId: wanted.paymentId, pin };
    return ok({ ...shows, state: 'entered', digits: 0 });
  }

  #broken(): Result<never, Failure> {
    this.close();
    return err(failure('pin-pad-failed', 'ended'));
  }
}
