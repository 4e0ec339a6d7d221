import { failure, type Failure } from '../contracts/error-codes.ts';
import type { CardPresentation, PresentCard, Terminal } from '../contracts/host.ts';
import { sealContext } from '../contracts/http-signature.ts';
import { CARD_SEAL_INFO, type SealedCardContent } from '../contracts/sealed-card.ts';
import { chipRecordOf, isChipYes } from '../domain/emv/chip-record.ts';
import { encodeChipMessage } from '../domain/emv/chip-message.ts';
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
import { toHex } from '../lib/bytes.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { ChipCrypto } from './chip-crypto.ts';
import {
  runFirst,
  type ChipAnswer,
  type ChipOutcome,
  type ChipRun,
  type PinTyped,
} from './chip-run.ts';
import type { ChipTray, LastOffline } from './chip-tray.ts';
import type { PinEntered } from './pin-desk.ts';
import type { HostClock } from './ports.ts';

/** What the reader needs of its surroundings; the card number never leaves it in the clear (P27). */
export interface ReaderPorts {
  readonly clock: HostClock;
  /** HPKE to the bank, base64 of encapsulated key and ciphertext. */
  readonly seal: (info: string, context: string, plain: string) => Promise<string>;
  /** HMAC-SHA-256 of the card number under the merchant's card token key, hex (P16). */
  readonly tokenOf: (cardNumber: string) => string;
  readonly chipCrypto: ChipCrypto;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly tray: ChipTray;
}

/** What the window is told, and the card as it waits for the bank's word. */
export interface ReadCard {
  readonly kind: 'read';
  readonly presentation: CardPresentation;
  readonly answer: ChipAnswer;
}

/** Its holder must type a PIN first; nothing has been asked of the card yet. */
export interface CardWantsPin {
  readonly kind: 'pin-needed';
  readonly checkedBy: 'bank' | 'card';
  /** For PIN pad and block only (P27). */
  readonly cardNumber: string;
}

/**
 * A tray of test cards in place of a reader (MISSION: no real card data, ever). What leaves it is
 * what leaves a real one: sealed data, masked number, card token, and what the kernel decided.
 */
export async function presentVirtualCard(
  ports: ReaderPorts,
  terminal: Terminal,
  wish: PresentCard,
  entered: PinEntered | null,
  cards: readonly TestCard[] = TEST_CARDS,
): Promise<Result<ReadCard | CardWantsPin, Failure>> {
  const { cardId, core } = wish;
  const card = cards.find(({ id }) => id === cardId);
  if (card === undefined) return err(failure('reader-not-ready', `no card ${cardId} in the tray`));
  if (!hasValidCheckDigit(card.number)) return err(failure('card-number-invalid'));
  const cardToken = ports.tokenOf(card.number);
  const hot = terminal.parameters.hotCardTokens.includes(cardToken);
  const pin = entered?.kind ?? 'nothing';
  const outcome = await chipOutcome(ports, terminal, wish, { card, hot, pin });
  if (outcome.kind === 'pin-needed') return ok({ ...outcome, cardNumber: card.number });
  if (outcome.kind === 'use-chip') {
    return err(failure('reader-not-ready', 'the card must be put in'));
  }
  if (outcome.kind === 'not-read') return err(failure('reader-not-ready', outcome.why));
  const { verification, done, code, inputs } = outcome;
  const { cryptogram = new Uint8Array() } = done.elements;
  const content: SealedCardContent = {
    cardNumber: card.number,
    expiry: card.expiry,
    entryMode: card.entryMode,
    cardSequence: toHex(present(done.elements.cardSequence, 'the sequence number')),
    chip: toHex(present(encodeChipMessage(done.elements), 'what the chip said')),
  };
  const context = sealContext(core);
  const presentation: CardPresentation = {
    card: {
      maskedNumber: maskedNumber(card.number),
      cardToken,
      scheme: card.scheme,
      entryMode: card.entryMode,
      verification,
      expiry: card.expiry,
    },
    sealedCard: await ports.seal(CARD_SEAL_INFO, context, canonicalJson(content)),
    sealedPin: entered?.kind === 'sealed' ? entered.sealedPin : null,
    expired: done.steps.some(({ sets }) => sets.includes('expired')),
    hot,
    chipApproval: isChipYes(code) ? { code, certificate: toHex(cryptogram) } : null,
    chipRefusal: isChipYes(code) ? null : code,
    chip: chipRecordOf(done, code, inputs),
  };
  return ok({ kind: 'read', presentation, answer: outcome });
}

/** The card counts and answers, and what it remembers is written, before anybody hears of it. */
function chipOutcome(
  { tray, chipCrypto, clock, randomBytes }: ReaderPorts,
  { parameters }: Terminal,
  { cardId, core, lineUsable, isHold }: PresentCard,
  { card, hot, pin }: { readonly card: TestCard; readonly hot: boolean; readonly pin: PinTyped },
): Promise<ChipOutcome> {
  const chip = present(
    TEST_CHIPS.find(({ cardNumber }) => cardNumber === card.number),
    `the chip of ${cardId}`,
  );
  const { amountMinor } = core;
  return tray.use<ChipOutcome>(cardId, ({ state, lastOffline }) => {
    const transaction: KernelTransaction = {
      amountMinor,
      lastAmountMinor: lastOffline?.cardId === cardId ? lastOffline.amountMinor : minor(0),
      date: dateOf(clock.nowMs()),
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
      transaction,
      isLineUsable: lineUsable,
      pin,
    };
    const outcome = runFirst(run, state);
    if (outcome.kind !== 'answered') return { value: outcome };
    const { session, code } = outcome;
    const last: LastOffline = { cardId, amountMinor };
    const said = isChipYes(code) ? { lastOffline: last } : {};
    return { value: outcome, state: session.state, ...said };
  });
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
