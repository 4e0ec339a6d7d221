import { failure, type Failure } from '../contracts/error-codes.ts';
import type { CardPresentation, PresentCard, Terminal } from '../contracts/host.ts';
import { sealContext } from '../contracts/http-signature.ts';
import { CARD_SEAL_INFO, PIN_SEAL_INFO, type SealedCardContent } from '../contracts/sealed-card.ts';
import {
  hasValidCheckDigit,
  maskedNumber,
  TEST_CARDS,
  verificationFor,
  type TestCard,
} from '../domain/test-cards.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { HostClock } from './ports.ts';

/** What the reader needs of its surroundings; the card number never leaves it in the clear (P27). */
export interface ReaderPorts {
  readonly clock: HostClock;
  /** HPKE to the bank, base64 of encapsulated key and ciphertext. */
  readonly seal: (info: string, context: string, plain: string) => Promise<string>;
  /** HMAC-SHA-256 of the card number under the merchant's card token key, hex (P16). */
  readonly tokenOf: (cardNumber: string) => string;
  /** 8 random bytes, hex: stands for the cryptogram until cards compute real ones. */
  readonly cryptogram: () => string;
  /** Counts the card's transactions; kept over restarts. */
  readonly nextAtc: (cardId: string) => Promise<number>;
}

/**
 * A tray of test cards in place of a reader (MISSION: no real card data, ever). What leaves it is
 * what leaves a real one: sealed data, masked number, card token.
 */
export async function presentVirtualCard(
  ports: ReaderPorts,
  terminal: Terminal,
  { cardId, core, lineUsable, pin }: PresentCard,
  tray: readonly TestCard[] = TEST_CARDS,
): Promise<Result<CardPresentation, Failure>> {
  const card = tray.find(({ id }) => id === cardId);
  if (card === undefined) return err(failure('reader-not-ready', `no card ${cardId} in the tray`));
  if (!hasValidCheckDigit(card.number)) return err(failure('card-number-invalid'));
  const { offline, hotCardTokens, noPinLimitMinor } = terminal.parameters;
  const verification = verificationFor(card, core.amountMinor, noPinLimitMinor);
  const needsPin = verification === 'online-pin' && lineUsable;
  if (needsPin && !/^\d{4,12}$/.test(pin)) return err(failure('pin-needed'));
  const expired = card.expiry < monthOf(ports.clock.nowMs());
  const chipApproves =
    card.chipApprovesOffline &&
    !lineUsable &&
    !expired &&
    core.amountMinor < offline.floorLimitMinor;
  const content: SealedCardContent = {
    cardNumber: card.number,
    expiry: card.expiry,
    entryMode: card.entryMode,
    atc: await ports.nextAtc(card.id),
    cryptogram: ports.cryptogram(),
    cryptogramType: chipApproves ? 'TC' : 'ARQC',
  };
  const context = sealContext(core);
  const cardToken = ports.tokenOf(card.number);
  return ok({
    card: {
      maskedNumber: maskedNumber(card.number),
      cardToken,
      scheme: card.scheme,
      entryMode: card.entryMode,
      verification,
      expiry: card.expiry,
    },
    sealedCard: await ports.seal(CARD_SEAL_INFO, context, canonicalJson(content)),
    sealedPin: needsPin ? await ports.seal(PIN_SEAL_INFO, context, canonicalJson({ pin })) : null,
    expired,
    hot: hotCardTokens.includes(cardToken),
    chipApproval: chipApproves ? { code: 'Y3', certificate: content.cryptogram } : null,
  });
}

function monthOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 7);
}
