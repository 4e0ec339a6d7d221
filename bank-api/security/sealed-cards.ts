import { sealContext } from '../../shared/contracts/http-signature.ts';
import {
  CARD_SEAL_INFO,
  PIN_SEAL_INFO,
  sealedCardContent,
  sealedPinContent,
} from '../../shared/contracts/sealed-card.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { hasValidCheckDigit, maskedNumber } from '../../shared/domain/test-cards.ts';
import { fromHex } from '../../shared/lib/bytes.ts';
import { checkChip } from '../domain/chip-check.ts';
import type { OpenedCard } from '../domain/records.ts';
import type { BankKeys } from '../ports.ts';
import { jsonFrom } from './json-bytes.ts';
import { openPinBlock } from './pin-keys.ts';

/** As tag 5F2A writes them (ISO 4217). */
const CURRENCY_CODES: Readonly<Record<string, string>> = { CNY: '0156' };

export function cardHashOf(keys: BankKeys, cardNumber: string): string {
  return keys.hmac(`card ${cardNumber}`);
}

export function pinHashOf(keys: BankKeys, cardHash: string, pin: string): string {
  return keys.hmac(`pin ${cardHash} ${pin}`);
}

/** What a card was sealed for. Of an amount of nothing: its balance is asked. */
type SealedCore = Pick<
  PaymentCore,
  'id' | 'amountMinor' | 'currency' | 'terminalId' | 'sealedCard' | 'supersedes'
>;

/**
 * Opens what card reader and PIN pad sealed (P27). Number, block and PIN live in this function only; what leaves
 * it can neither be printed nor guessed. Null: not sealed for this transaction and this bank.
 *
 * Sealed for this transaction, or for the one that it supersedes: a promise that was refused is
 * tried again as a linked transaction (A14) when the card has long left the shop. Amount, currency
 * and terminal must be the same, and of the two at most one is ever booked (P7).
 */
export async function openCard(
  keys: BankKeys,
  core: SealedCore,
  sealedPin: string | undefined,
): Promise<OpenedCard | null> {
  const context = sealContext(core);
  const plain = await openSealedCard(keys, core);
  const content = sealedCardContent.safeParse(parseJson(plain));
  if (!content.success) return null;
  const { cardNumber, cardSequence, chip } = content.data;
  const cardHash = cardHashOf(keys, cardNumber);
  let pinHash: string | null = null;
  let isPinUnreadable = false;
  if (sealedPin !== undefined) {
    const sent = sealedPinContent.safeParse(
      parseJson(await keys.open(sealedPin, PIN_SEAL_INFO, context)),
    );
    if (!sent.success) return null;
    const pin = openPinBlock(keys, sent.data, cardNumber);
    isPinUnreadable = pin === null;
    if (pin !== null) pinHash = pinHashOf(keys, cardHash, pin.join(''));
    pin?.fill(0);
  }
  return {
    cardHash,
    maskedNumber: maskedNumber(cardNumber),
    checkDigitValid: hasValidCheckDigit(cardNumber),
    pinHash,
    isPinUnreadable,
    chip: checkChip({
      ciphers: keys.issuer.ciphers,
      issuerKeys: keys.issuer.keys,
      cardNumber,
      cardSequence,
      message: fromHex(chip),
      amountMinor: core.amountMinor,
      currency: CURRENCY_CODES[core.currency] ?? '',
    }),
  };
}

async function openSealedCard(keys: BankKeys, core: SealedCore): Promise<Uint8Array | null> {
  const own = await keys.open(core.sealedCard, CARD_SEAL_INFO, sealContext(core));
  if (own !== null || core.supersedes === undefined) return own;
  const first = sealContext({ ...core, id: core.supersedes });
  return keys.open(core.sealedCard, CARD_SEAL_INFO, first);
}

function parseJson(bytes: Uint8Array | null): unknown {
  if (bytes === null) return null;
  try {
    return jsonFrom(bytes);
  } catch {
    return null;
  }
}
