import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex, toHex } from '../../lib/bytes.ts';
import { DATA_AUTHENTICATION as PUBLISHED } from '../testing/authentication-vectors.ts';
import {
  certify,
  keyPairOf,
  RECOVERY,
  signedWithRecovery,
  testKeyPair,
} from '../testing/node-recovery.ts';
import { TEST_AUTHORITY } from '../testing/test-authority.ts';
import { chipOf, inserted } from '../testing/sample-terminal.ts';
import {
  checkDynamicAuthentication,
  isSignedByCard,
  issuerKeyOf,
  type AuthenticationQuestion,
  type RsaKey,
} from './data-authentication.ts';
import { signDynamically } from './dynamic-signature.ts';
import { decodeObjectList, fillObjectList } from './object-list.ts';
import { TEST_AUTHORITY_KEYS, TEST_CARD_KEYS, TEST_ISSUER } from './test-chip-keys.ts';

const THREE = Uint8Array.of(3);
const keyOf = (modulus: string): RsaKey => ({ modulus: fromHex(modulus), exponent: THREE });

describe('P17 data authentication, by a published test card', () => {
  const question = (date: string, exponent = '03') => ({
    authorityKey: keyOf(PUBLISHED.authorityModulus),
    elements: {
      cardNumber: fromHex(PUBLISHED.cardNumber),
      issuerCertificate: fromHex(PUBLISHED.issuerCertificate),
      issuerKeyRemainder: fromHex(''),
      issuerKeyExponent: fromHex(exponent),
    },
    date,
  });

  it('P17 the issuer’s key is recovered from its certificate', () => {
    const key = issuerKeyOf(RECOVERY, question('311231'));
    expect(key && toHex(key.modulus)).toBe(PUBLISHED.issuerModulus);
  });

  it('P17 not after its last month, and not with another exponent', () => {
    expect(issuerKeyOf(RECOVERY, question('320101'))).toBeNull();
    expect(issuerKeyOf(RECOVERY, question('311231', '010001'))).toBeNull();
  });

  it('P17 the card’s signature goes with what was sent, and with nothing else', () => {
    const cardKey = keyOf(PUBLISHED.cardModulus);
    const signature = fromHex(PUBLISHED.dynamicSignature);
    const sent = fromHex(PUBLISHED.unpredictableNumber);
    expect(isSignedByCard(RECOVERY, cardKey, signature, sent)).toBe(true);
    expect(isSignedByCard(RECOVERY, cardKey, signature, fromHex('7fbc4048'))).toBe(false);
    expect(isSignedByCard(RECOVERY, cardKey, signature.subarray(1), sent)).toBe(false);
  });
});

const AUTHORITY = testKeyPair(1152);
const ISSUER = testKeyPair(1024);
const CARD = testKeyPair(768);
const STATIC_DATA = fromHex('5a08622848000000015557');
const SENT = fromHex('deadbeef');
const SIGNER = { sha1: RECOVERY.sha1, sign: CARD.sign, modulusBytes: 96 };

/** A card of our own authority, genuine unless a part of it is changed. */
function genuine(
  changes: { readonly card?: string; readonly issuer?: string } = {},
): AuthenticationQuestion {
  const issuer = certify(AUTHORITY, changes.issuer ?? '02622848ff1230000001', ISSUER.key);
  const subject = changes.card ?? '046228480000000155ffff1229000002';
  const card = certify(ISSUER, subject, CARD.key, STATIC_DATA);
  const { session } = inserted(chipOf('good-chip'));
  return {
    authorityKey: AUTHORITY.key,
    elements: {
      cardNumber: fromHex('6228480000000155'),
      issuerCertificate: issuer.certificate,
      issuerKeyRemainder: issuer.remainder,
      issuerKeyExponent: THREE,
      cardCertificate: card.certificate,
      cardKeyRemainder: card.remainder,
      cardKeyExponent: THREE,
    },
    staticData: STATIC_DATA,
    objects: SENT,
    signature: signDynamically(session, SIGNER, fromHex('0102030405060708'), SENT).signature,
    date: '261126',
  };
}

describe('P17 dynamic data authentication, end to end', () => {
  it('P17 a genuine card is genuine, and says in its results that it was asked', () => {
    expect(checkDynamicAuthentication(RECOVERY, genuine())).toBeNull();
    const { session } = inserted(chipOf('good-chip'));
    expect(session.isDynamicallyProved).toBe(false);
    expect(
      signDynamically(session, SIGNER, fromHex('0102'), SENT).session.isDynamicallyProved,
    ).toBe(true);
    expect(() => signDynamically(session, SIGNER, fromHex('01'), SENT)).toThrow();
  });

  it.each<readonly [string, Partial<Parameters<typeof genuine>[0]>, string]>([
    ['another issuer', { issuer: '02622849ff1230000001' }, 'issuer-certificate'],
    ['an issuer of two digits', { issuer: '0262ffffff1230000001' }, 'issuer-certificate'],
    [
      'an issuer’s certificate that has run out',
      { issuer: '02622848ff1026000001' },
      'issuer-certificate',
    ],
    ['the format of another certificate', { issuer: '04622848ff1230000001' }, 'issuer-certificate'],
    ['another card’s number', { card: '046228480000000072ffff1229000002' }, 'card-certificate'],
    [
      'a card’s certificate that has run out',
      { card: '046228480000000155ffff1026000002' },
      'card-certificate',
    ],
  ])('P17 %s', (_what, changes, fault) => {
    expect(checkDynamicAuthentication(RECOVERY, genuine(changes))).toBe(fault);
  });

  it('P17 a certificate is good in its last month', () => {
    const question = genuine({
      issuer: '02622848ff1126000001',
      card: '046228480000000155ffff1126000002',
    });
    expect(checkDynamicAuthentication(RECOVERY, question)).toBeNull();
    expect(checkDynamicAuthentication(RECOVERY, { ...question, date: '261201' })).toBe(
      'issuer-certificate',
    );
  });

  it('P17 a card without certificates has none to show', () => {
    const { cardCertificate, ...elements } = genuine().elements;
    expect(cardCertificate).toBeDefined();
    expect(checkDynamicAuthentication(RECOVERY, { ...genuine(), elements })).toBe('data-missing');
  });

  it('P17 a signature of another form is none, and a certificate that counts wrongly', () => {
    const signed = concatBytes(fromHex('050102aabb'), new Uint8Array(69).fill(0xbb));
    const hash = RECOVERY.sha1(concatBytes(signed, SENT));
    const whole = (header: number, trailer: number) =>
      CARD.sign(concatBytes(Uint8Array.of(header), signed, hash, Uint8Array.of(trailer)));
    expect(isSignedByCard(RECOVERY, CARD.key, whole(0x6a, 0xbc), SENT)).toBe(true);
    expect(isSignedByCard(RECOVERY, CARD.key, whole(0x4a, 0xbc), SENT)).toBe(false);
    expect(isSignedByCard(RECOVERY, CARD.key, whole(0x6a, 0xbd), SENT)).toBe(false);

    const { modulus } = ISSUER.key;
    const remainder = modulus.slice(108);
    const certificate = (counts: string) =>
      signedWithRecovery(
        AUTHORITY,
        concatBytes(fromHex(`02622848ff1230000001${counts}`), modulus.subarray(0, 108)),
        remainder,
        THREE,
      );
    const question = genuine();
    const check = (counts: string) => {
      const elements = { ...question.elements, issuerCertificate: certificate(counts) };
      return checkDynamicAuthentication(RECOVERY, { ...question, elements });
    };
    expect(check('01018001')).toBeNull();
    for (const counts of ['01018003', '01017f01', '02018001', '01028001', '01014001']) {
      expect(check(counts)).not.toBeNull();
    }
  });

  it('P17 what was recorded of a genuine card proves nothing the next time', () => {
    const recorded = { ...genuine(), objects: fromHex('deadbee0') };
    expect(checkDynamicAuthentication(RECOVERY, recorded)).toBe('dynamic-signature');
  });

  it('P17 any bit changed anywhere, and the card is not genuine', () => {
    const question = genuine();
    const parts = [
      'issuerCertificate',
      'issuerKeyRemainder',
      'cardCertificate',
      'cardKeyRemainder',
    ] as const;
    const flipped = (bytes: Uint8Array, bit: number) => {
      const at = bit % (8 * bytes.length);
      return bytes.map((byte, i) => (i === at >> 3 ? byte ^ (1 << (at & 7)) : byte));
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...parts, 'staticData', 'signature', 'objects'),
        fc.nat(),
        (part, bit) => {
          const isElement = part !== 'staticData' && part !== 'signature' && part !== 'objects';
          const changed = isElement
            ? {
                ...question,
                elements: {
                  ...question.elements,
                  [part]: flipped(question.elements[part] ?? new Uint8Array(1), bit),
                },
              }
            : { ...question, [part]: flipped(question[part], bit) };
          const fault = checkDynamicAuthentication(RECOVERY, changed);
          expect(fault).not.toBeNull();
        },
      ),
    );
  });

  it('P17 another authority’s card is not ours', () => {
    const other = testKeyPair(1152);
    expect(checkDynamicAuthentication(RECOVERY, { ...genuine(), authorityKey: other.key })).toBe(
      'issuer-certificate',
    );
    const noise = concatBytes(other.key.modulus);
    noise[0] = 0;
    const elements = { ...genuine().elements, issuerCertificate: noise };
    expect(checkDynamicAuthentication(RECOVERY, { ...genuine(), elements })).toBe(
      'issuer-certificate',
    );
  });
});

describe('P17 the chips of the test cards are genuine', () => {
  const authority = keyPairOf(TEST_AUTHORITY.authority);
  const issuer = keyPairOf(TEST_AUTHORITY.issuer);
  const authorityKey = TEST_AUTHORITY_KEYS[TEST_ISSUER.authorityKeyIndex];

  it('P17 the issuer has the certificate that its authority would give it', () => {
    expect(authorityKey).toEqual(authority.key);
    const { certificate, remainder } = certify(authority, '02622848ff1235000001', issuer.key);
    expect(toHex(certificate)).toBe(TEST_ISSUER.issuerCertificate);
    expect(toHex(remainder)).toBe(TEST_ISSUER.issuerKeyRemainder);
  });

  it.each(Object.entries(TEST_CARD_KEYS))('P17 %s', (id, card) => {
    const chip = chipOf(id);
    const { session, question } = inserted(chip);
    const { elements, staticData } = question.card;
    const key = keyPairOf(card.privateKey);
    const [year = '', month = ''] = chip.expiry.split('-');
    const serial = (2 + Object.keys(TEST_CARD_KEYS).indexOf(id)).toString(16).padStart(6, '0');
    const subject = `04${chip.cardNumber}ffff${month}${year.slice(2)}${serial}`;
    const made = certify(issuer, subject, key.key, staticData);
    expect(toHex(made.certificate)).toBe(card.cardCertificate);
    expect(toHex(made.remainder)).toBe(card.cardKeyRemainder);

    const list = decodeObjectList(elements.dynamicObjectList ?? new Uint8Array());
    const objects = list.ok ? fillObjectList(list.value, { unpredictableNumber: SENT }) : SENT;
    const signer = { sha1: RECOVERY.sha1, sign: key.sign, modulusBytes: key.key.modulus.length };
    const { signature } = signDynamically(session, signer, fromHex('0102030405060708'), objects);
    const check = (date: string, changed = elements) =>
      authorityKey &&
      checkDynamicAuthentication(RECOVERY, {
        authorityKey,
        staticData,
        objects,
        signature,
        date,
        elements: changed,
      });
    expect(check(`${year.slice(2)}${month}28`)).toBeNull();
    expect(check('351201')).toBe('card-certificate');
    expect(check('360101')).toBe('issuer-certificate');
  });
});
