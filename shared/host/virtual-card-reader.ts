import { failure } from '../contracts/error-codes.ts';
import { sealContext } from '../contracts/http-signature.ts';
import { CARD_SEAL_INFO, type SealedCardContent } from '../contracts/sealed-card.ts';
import type { ChipApplication } from '../domain/emv/chip-card.ts';
import { CHIP_APPLET, decideSecond, type ChipApplet } from '../domain/emv/chip-decision.ts';
import { encodeChipMessage } from '../domain/emv/chip-message.ts';
import { chipRecordOf, isChipYes, offlineProofOf } from '../domain/emv/chip-record.ts';
import type { VerificationBit } from '../domain/emv/bits.ts';
import type { KernelTransaction } from '../domain/emv/kernel/settings.ts';
import { TEST_CHIPS } from '../domain/emv/test-chips.ts';
import { minor } from '../domain/money.ts';
import { authorityKeysOf, terminalSettings } from '../domain/parameters.ts';
import {
  hasValidCheckDigit,
  maskedNumber,
  TEST_CARDS,
  type TestCard,
} from '../domain/test-cards.ts';
import { present } from '../lib/assert.ts';
import { fromHex, toHex } from '../lib/bytes.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { Turns } from '../lib/turns.ts';
import type {
  CardReader,
  FirstOrder,
  FirstReply,
  ReaderOrder,
  ReaderReply,
  SecondOrder,
  SecondReply,
} from './card-reader.ts';
import type { ChipCrypto } from './chip-crypto.ts';
import { runFirst, type ChipAnswer, type ChipOutcome, type ChipRun } from './chip-run.ts';

/** What the reader computes with; the card number never leaves it in the clear (P27). */
export interface ReaderPorts {
  /** HPKE to the bank, base64 of encapsulated key and ciphertext. */
  readonly sealerFor: (
    sealingPublicKey: string,
  ) => (info: string, context: string, plain: string) => Promise<string>;
  /** HMAC-SHA-256 under a base64 key, lower-case hex. */
  readonly hmac: (key: string, text: string) => string;
  readonly chipCrypto: ChipCrypto;
  readonly randomBytes: (count: number) => Uint8Array;
  /** What is on the cards of the tray; tests lay cards on it that lie. */
  readonly chips?: readonly ChipApplication[];
  readonly applet?: ChipApplet;
}

/**
 * What runs in the reader's process: a tray of test cards in place of a slot (MISSION: no real card
 * data, ever). What leaves it is what leaves a real one: sealed data, masked number, card token, and
 * what the kernel decided.
 */
export class VirtualCardReader {
  readonly #ports: ReaderPorts;
  /** In the slot, until its bank has answered or another card comes. */
  #waiting: { readonly paymentId: string; readonly answer: ChipAnswer } | null = null;
  readonly #turns = new Turns();

  constructor(ports: ReaderPorts) {
    this.#ports = ports;
  }

  /** In the order in which they came. */
  handle(order: ReaderOrder): Promise<ReaderReply> {
    return this.#turns.take(async (): Promise<ReaderReply> =>
      order.kind === 'first' ? this.#first(order) : this.#second(order),
    );
  }

  async #first(order: FirstOrder): Promise<FirstReply> {
    const { cardId, core } = order.wish;
    const card = TEST_CARDS.find(({ id }) => id === cardId);
    if (card === undefined) {
      const detail = `no card ${cardId} in the tray`;
      return { kind: 'not-read', failure: failure('reader-not-ready', detail) };
    }
    if (!hasValidCheckDigit(card.number)) {
      return { kind: 'not-read', failure: failure('card-number-invalid') };
    }
    const cardToken = this.#ports.hmac(order.cardTokenKey, card.number);
    const hot = order.parameters.hotCardTokens.includes(cardToken);
    const outcome = chipOutcome(this.#ports, order, card, hot);
    if (outcome.kind === 'pin-needed') return outcome;
    if (outcome.kind === 'use-chip') {
      return { kind: 'not-read', failure: failure('tap-above-limit') };
    }
    if (outcome.kind === 'not-read') {
      return { kind: 'not-read', failure: failure('card-not-read', outcome.why) };
    }
    const { verification, done, code, inputs, application, session } = outcome;
    const { cryptogram = new Uint8Array() } = done.elements;
    const content: SealedCardContent = {
      cardNumber: card.number,
      expiry: card.expiry,
      entryMode: card.entryMode,
      // A chip that says none has number 0 (EMV Book 2, A1.4).
      cardSequence: toHex(done.elements.cardSequence ?? Uint8Array.of(0)),
      chip: toHex(present(encodeChipMessage(done.elements), 'what the chip said')),
    };
    const seal = this.#ports.sealerFor(order.sealingPublicKey);
    const isSet = (bit: VerificationBit): boolean =>
      done.steps.some(({ sets }) => sets.includes(bit));
    const presentation = {
      card: {
        maskedNumber: maskedNumber(card.number),
        cardToken,
        scheme: card.scheme,
        entryMode: card.entryMode,
        verification,
        expiry: card.expiry,
      },
      sealedCard: await seal(CARD_SEAL_INFO, sealContext(core), canonicalJson(content)),
      expired: isSet('expired'),
      notYetValid: isSet('not-yet-effective'),
      hot,
      chipApproval: isChipYes(code) ? { code, certificate: toHex(cryptogram) } : null,
      chipRefusal: isChipYes(code) ? null : code,
      chip: chipRecordOf(done, code, inputs, {
        ...application,
        ...(isChipYes(code) ? { offline: offlineProofOf(done) } : {}),
      }),
    };
    // A tap is over; a chip that has said yes or no by itself waits for nobody, nor does one that is
    // asked what is on it.
    const isWaiting = core.amountMinor > 0 && code === null && card.entryMode === 'chip';
    this.#waiting = isWaiting ? { paymentId: core.id, answer: outcome } : null;
    return { kind: 'read', presentation, state: session.state, isWaiting };
  }

  #second(word: SecondOrder): SecondReply {
    const waiting = this.#waiting;
    if (waiting?.paymentId !== word.paymentId) return { kind: 'gone' };
    this.#waiting = null;
    const { approves, responseCode, issuerAuthentication } = word;
    const authentication = issuerAuthentication === '' ? null : fromHex(issuerAuthentication);
    const { session, done, inputs, application } = waiting.answer;
    const said = { kind: 'answered', approves, responseCode, authentication } as const;
    const { chipCrypto, applet } = this.#ports;
    const end = decideSecond(chipCrypto.cipher, session, done, said, applet);
    return {
      kind: 'ended',
      isRefused: end.outcome.kind === 'refused-by-card',
      state: end.session.state,
      chip: chipRecordOf(end.outcome.done, null, inputs, application),
    };
  }
}

/** A reader without a process: for tills without one to start it, in tests and in the simulation. */
export function cardReaderHere(ports: ReaderPorts): CardReader {
  const reader = new VirtualCardReader(ports);
  return { ask: (order) => reader.handle(order) };
}

function chipOutcome(
  { chipCrypto, randomBytes, chips = TEST_CHIPS, applet = CHIP_APPLET }: ReaderPorts,
  { parameters, wish, card: before, pin, nowMs }: FirstOrder,
  card: TestCard,
  hot: boolean,
): ChipOutcome {
  const { cardId, core, lineUsable, isHold } = wish;
  const chip = present(
    chips.find(({ cardNumber }) => cardNumber === card.number),
    `the chip of ${cardId}`,
  );
  const { amountMinor } = core;
  const { state, lastOffline } = before;
  // What is older than the offline window has been sent long ago, or nothing is promised any more.
  const isSplit = lastOffline !== null && nowMs - lastOffline.atMs < parameters.offline.maxAgeMs;
  const transaction: KernelTransaction = {
    amountMinor,
    lastAmountMinor: isSplit ? lastOffline.amountMinor : minor(0),
    date: dateOf(nowMs),
    entryMode: card.entryMode,
    isHot: hot,
    // Whoever can be asked is asked: a chip alone knows nothing of funds and stolen cards.
    isForcedOnline: lineUsable,
    isEnquiry: amountMinor === 0,
    ...(isHold === true ? { isHold } : {}),
    unpredictableNumber: toHex(randomBytes(4)),
    draw: drawn(randomBytes),
  };
  const run: ChipRun = {
    crypto: chipCrypto,
    settings: terminalSettings(parameters),
    authorityKeys: authorityKeysOf(parameters),
    chip,
    applet,
    transaction,
    isLineUsable: lineUsable,
    pin,
  };
  return runFirst(run, state);
}

/** 1 to 99, each as likely as any other: of a byte, what is above the largest multiple is drawn again. */
function drawn(randomBytes: ReaderPorts['randomBytes']): number {
  for (;;) {
    const [byte = 0] = randomBytes(1);
    if (byte < 198) return (byte % 99) + 1;
  }
}

/** `YYMMDD`; a card is good to the end of its month as the bank counts it. */
function dateOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(2, 10).replaceAll('-', '');
}
