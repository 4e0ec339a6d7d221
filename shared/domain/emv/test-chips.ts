import { present } from '../../lib/assert.ts';
import { minor } from '../money.ts';
import { TEST_CARDS, type TestCard } from '../test-cards.ts';
import type { CardLimits, ChipApplication, DynamicKey } from './chip-card.ts';
import { TEST_CARD_KEYS, TEST_ISSUER } from './test-chip-keys.ts';

/**
 * The chips of the test cards. Every key here is a test key and opens nothing but test cards; the
 * issuer's own, of which these were derived, is at the bank only.
 */

/** A card that may say yes by itself, for a while and for small sums. */
const APPROVES_OFFLINE: CardLimits = {
  lowerCount: 10,
  upperCount: 20,
  lowerAmountMinor: minor(200_000),
  upperAmountMinor: minor(500_000),
};

/** A card that always wants its issuer to be asked, and says no when it cannot be. */
const ALWAYS_ONLINE: CardLimits = {
  lowerCount: 0,
  upperCount: 0,
  lowerAmountMinor: minor(0),
  upperAmountMinor: minor(0),
};

/** CVM lists (EMV Book 3, C3): two amounts, then method and condition of each rule. */
const NO_VERIFICATION = '0000000000000000' + '1f00';
const ONLINE_PIN = '0000000000000000' + '0200';
const PIN_BY_CARD = '0000000000000000' + '0100';
const SIGNATURE = '0000000000000000' + '1e00';
const ONLINE_PIN_IF_ASKED = '0000000000000000' + '4203' + '1f00';

const CHIP_LISTS: Readonly<Record<TestCard['verification'], string>> = {
  none: NO_VERIFICATION,
  'online-pin': ONLINE_PIN,
  'pin-by-card': PIN_BY_CARD,
  signature: SIGNATURE,
};

/** What an issuer of the field commonly wants of a terminal (EMV Book 3, 10.7). */
const ACTIONS = {
  actionDenial: '0010000000',
  actionOnline: 'd84004f800',
  actionDefault: 'd84000a800',
} as const;

/** No PIN try left: the card says no by itself, with and without a line (F27). */
const DENIES_BLOCKED_PIN = { actionDenial: '0010200000' } as const;

/** Before its time it wants no yes of anybody's but its issuer's, by its own wish as well (F28). */
const DENIES_BEFORE_ITS_TIME = {
  actionOnline: 'd86004f800',
  actionDefault: 'd86000a800',
} as const;

const MASTER_KEYS: Readonly<Record<string, string>> = {
  'good-tap': 'ecba5804a88a8039e776d8e06e1bff36',
  'good-chip': '01f83cf2db0f6221901b20871f021916',
  'good-pin': '9f4c22d14e58e01d34e24adc8ceae0ce',
  poor: '767c0e1c055ec0862b98813d71f162fd',
  stolen: '3abe5e003924dff6907fd62fb76651c1',
  expired: '93616a677bec422052aaac1e643221d7',
  restricted: 'bb78d8eccd32a8d1e70109b39a11728d',
  'chip-pin': '855b424fa01d6723a774d49d7eefd1ca',
  'chip-sign': '180cd8f2f6592f5933db5719e6cf1ef2',
  'limit-tap': '0cea6afc5aae4acaba0e08f0e675715b',
  early: 'b3da8a95cc6454aaadf8bc0a6fe8a3d2',
  defective: '31329f7b17dd421148e5be7b9a409b31',
  small: 'd18f12439e223adceafc9e3c65dd8d5e',
};

export const TEST_CHIPS: readonly ChipApplication[] = TEST_CARDS.map((card) => {
  const isContactless = card.entryMode === 'contactless';
  const limits = card.chipApprovesOffline ? APPROVES_OFFLINE : ALWAYS_ONLINE;
  const dynamicKey = dynamicKeyOf(card.id);
  const isPinByCard = card.verification === 'pin-by-card';
  return {
    cardNumber: card.number,
    cardSequence: '01',
    expiry: card.expiry,
    goodFrom: card.goodFrom ?? '2020-01',
    applicationId: 'a000000333010101',
    label: 'TEST DEBIT',
    algorithm: 'aes',
    masterKey: present(MASTER_KEYS[card.id], `the key of ${card.id}`),
    keyIndex: 1,
    // Verification and risk management; with a key of its own also dynamic data authentication.
    interchangeProfile: dynamicKey === null ? '1800' : '3800',
    usageControl: 'ff00',
    verificationMethods: isContactless ? ONLINE_PIN_IF_ASKED : CHIP_LISTS[card.verification],
    ...ACTIONS,
    ...(isPinByCard ? DENIES_BLOCKED_PIN : {}),
    ...(card.goodFrom === undefined ? {} : DENIES_BEFORE_ITS_TIME),
    lowerOfflineLimit: limits.lowerCount,
    upperOfflineLimit: limits.upperCount,
    limits,
    dynamicKey,
  };
});

/** Cards that are put in have one; a tap is over before it could be asked for. */
function dynamicKeyOf(cardId: string): DynamicKey | null {
  const key = TEST_CARD_KEYS[cardId];
  return key === undefined ? null : { ...TEST_ISSUER, ...key };
}
