import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../lib/bytes.ts';
import { keyPairOf, RECOVERY } from '../../testing/node-recovery.ts';
import { chipOf, inserted, SAMPLE_TRANSACTION } from '../../testing/sample-terminal.ts';
import { signDynamically } from '../dynamic-signature.ts';
import { TEST_AUTHORITY_KEYS, TEST_CARD_KEYS } from '../test-chip-keys.ts';
import { dynamicObjects, proofOf } from './authentication.ts';
import type { CardData } from './card-data.ts';
import { askFirst } from './kernel.ts';
import type { KernelTransaction } from './settings.ts';

/** The card signs what the terminal sends it. */
function signatureOf(id: string, card: CardData, transaction = SAMPLE_TRANSACTION): Uint8Array {
  const key = keyPairOf(TEST_CARD_KEYS[id]?.privateKey ?? '');
  const signer = { sha1: RECOVERY.sha1, sign: key.sign, modulusBytes: key.key.modulus.length };
  const { session } = inserted(chipOf(id));
  return signDynamically(session, signer, fromHex('0102'), dynamicObjects(card, transaction))
    .signature;
}

const proof = (
  card: CardData,
  signature: Uint8Array | null,
  transaction: KernelTransaction = SAMPLE_TRANSACTION,
  keys = TEST_AUTHORITY_KEYS,
) => proofOf(RECOVERY, keys, card, transaction, signature);

describe('P17 is the card genuine?', () => {
  const { question } = inserted(chipOf('good-chip'));
  const { card } = question;
  const signature = signatureOf('good-chip', card);
  const without = (...names: readonly (keyof CardData['elements'])[]): CardData => ({
    ...card,
    elements: Object.fromEntries(
      Object.entries(card.elements).filter(([name]) => !names.some((gone) => gone === name)),
    ),
  });

  it('P17 one that signs what it was sent is', () => {
    expect(proof(card, signature)).toBe('right');
  });

  it('P17 one that promises nothing is not asked', () => {
    expect(proof(inserted(chipOf('good-tap')).question.card, null)).toBe('not-done');
  });

  it.each<readonly [string, () => string, string]>([
    ['gives no signature', () => proof(card, null), 'wrong'],
    [
      'shows what was recorded before',
      () => proof(card, signature, { ...SAMPLE_TRANSACTION, unpredictableNumber: '00000001' }),
      'wrong',
    ],
    ['signs with another card’s key', () => proof(card, signatureOf('good-pin', card)), 'wrong'],
    [
      'has an authority that nobody knows',
      () => proof(card, signature, SAMPLE_TRANSACTION, {}),
      'wrong',
    ],
    [
      'has run out',
      () => proof(card, signature, { ...SAMPLE_TRANSACTION, date: '300101' }),
      'wrong',
    ],
    [
      'changed what it says',
      () => proof({ ...card, staticData: card.staticData.slice(1) }, signature),
      'wrong',
    ],
    [
      'promises and has no certificate',
      () => proof(without('cardCertificate'), signature),
      'data-missing',
    ],
    [
      'promises and names no authority',
      () => proof(without('authorityKeyIndex'), signature),
      'data-missing',
    ],
    [
      'does not ask for a number that it cannot know',
      () =>
        proof(
          { ...card, elements: { ...card.elements, dynamicObjectList: fromHex('9f0206') } },
          signature,
        ),
      'data-missing',
    ],
  ])('P17 a card that %s is not', (_what, outcome, expected) => {
    expect(outcome()).toBe(expected);
  });

  it('P17 a card without a list of its own is sent the number alone', () => {
    expect(proof(without('dynamicObjectList'), signature)).toBe('right');
  });

  it.each([
    ['right', '3800', []],
    ['wrong', '3800', ['dynamic-authentication-failed']],
    ['data-missing', '3800', ['card-data-missing', 'dynamic-authentication-failed']],
    ['not-done', '3800', ['data-authentication-not-done']],
    ['right', '1800', ['data-authentication-not-done']],
  ] as const)('P17 %s under profile %s sets %j', (dataAuthentication, profile, sets) => {
    const elements = { ...card.elements, interchangeProfile: fromHex(profile) };
    const ask = askFirst({ ...question, card: { ...card, elements }, dataAuthentication });
    expect('steps' in ask && ask.steps[0]?.sets).toEqual(sets);
  });
});
