import type { CardPresentation, PresentCard } from '../../../shared/contracts/card-presentation.ts';
import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import { DEFAULT_PARAMETERS } from '../../../shared/domain/demo-merchant.ts';
import { maskedNumber, TEST_CARDS } from '../../../shared/domain/test-cards.ts';
import { present } from '../../../shared/lib/assert.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';

/** This reader asks its chips nothing. */
const NO_DECISION = {
  verificationResults: '',
  statusInformation: '',
  cardholderResults: '',
  code: null,
  steps: [],
};

/** By the card's list: its holder signs (EMV Book 4, A4). */
const SIGNED = { ...NO_DECISION, cardholderResults: '1e0000' };

const OWN_WAY = {
  none: 'none',
  signature: 'none',
  'online-pin': 'online-pin',
  'pin-by-card': 'offline-pin',
} as const;

/** What this reader and its chip say of a test card; `hasPin`: typed for this payment already. */
export function cardPresented(
  { cardId, lineUsable, core, isHold }: PresentCard,
  hasPin: boolean,
): Result<CardPresentation, Failure> {
  const card = present(
    TEST_CARDS.find(({ id }) => id === cardId),
    'test card',
  );
  const { noPinLimitMinor } = DEFAULT_PARAMETERS;
  const isFree = core.amountMinor <= noPinLimitMinor && isHold !== true;
  const isAboveLimit = card.entryMode === 'contactless' && !isFree;
  const ownWay = OWN_WAY[card.verification];
  const verification = isAboveLimit ? 'online-pin' : ownWay;
  const needsPin = (verification === 'online-pin' || core.amountMinor === 0) && lineUsable;
  if (needsPin && !hasPin) return err(failure('pin-needed'));
  return ok({
    card: {
      maskedNumber: maskedNumber(card.number),
      cardToken: `token-${card.id}`,
      scheme: card.scheme,
      entryMode: card.entryMode,
      verification,
      expiry: card.expiry,
    },
    sealedCard: card.id,
    sealedPin: needsPin ? 'cGlu' : null,
    expired: card.id === 'expired',
    notYetValid: card.id === 'early',
    hot: card.id === 'stolen',
    chipApproval:
      card.chipApprovesOffline && !lineUsable && core.amountMinor < 20_000
        ? { code: 'Y3' as const, certificate: 'aabbccdd00112233' }
        : null,
    chipRefusal: null,
    chip: card.verification === 'signature' ? SIGNED : NO_DECISION,
  });
}
