import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../../lib/bytes.ts';
import { TEST_CARDS } from '../test-cards.ts';
import { AES } from '../testing/node-ciphers.ts';
import { chipOf, recordsOf, SAMPLE_ISSUER_KEY } from '../testing/sample-terminal.ts';
import {
  beginTransaction,
  countersOf,
  generateFirst,
  generateSecond,
  triedPin,
  verifiedPin,
  type CardSession,
} from './card-applet.ts';
import { cardMasterKey, sessionKey } from './card-keys.ts';
import {
  FIRST_OBJECT_LIST,
  NEW_CARD_STATE,
  recordOf,
  SECOND_OBJECT_LIST,
  type CardState,
  type ChipApplication,
} from './chip-card.ts';
import {
  applicationCryptogram,
  issuerAuthentication,
  type CardStatusUpdate,
} from './cryptogram.ts';
import { locatedRecords } from './file-locator.ts';
import { decodeIssuerData, type CryptogramType } from './issuer-data.ts';
import { decodeObjectList, fillObjectList } from './object-list.ts';
import { TAGS, type DataElements, type DataName } from './tags.ts';
import { TEST_CHIPS } from './test-chips.ts';
import { decodeTlv, valueOf } from './tlv.ts';

const OFFLINE_CARD = chipOf('good-chip');
const ONLINE_CARD = chipOf('good-pin');

const terminal = (amountMinor: number): DataElements => ({
  amount: fromHex(String(amountMinor).padStart(12, '0')),
  amountOther: fromHex('000000000000'),
  terminalCountry: fromHex('0156'),
  verificationResults: fromHex('0000000000'),
  currency: fromHex('0156'),
  date: fromHex('261126'),
  transactionType: fromHex('00'),
  unpredictableNumber: fromHex('deadbeef'),
});
const answerTo = (list: Uint8Array, elements: DataElements) => {
  const entries = decodeObjectList(list);
  if (!entries.ok) throw new Error('no list');
  return fillObjectList(entries.value, elements);
};
const begun = (card: ChipApplication, state: CardState = NEW_CARD_STATE): CardSession => {
  const session = beginTransaction(card, state);
  if (session === null) throw new Error('the card has counted to its end');
  return session;
};
const first = (session: CardSession, asked: CryptogramType, amountMinor = 10_000) =>
  generateFirst(AES, session, asked, answerTo(FIRST_OBJECT_LIST, terminal(amountMinor)));
const second = (
  session: CardSession,
  asked: 'TC' | 'AAC',
  elements: DataElements,
  amountMinor = 10_000,
) =>
  generateSecond(
    AES,
    session,
    asked,
    answerTo(SECOND_OBJECT_LIST, { ...terminal(amountMinor), ...elements }),
  );
const NO_LINE = { responseCode: utf8('Y3') };
const approved: CardStatusUpdate = { approves: true, goOnlineNext: false, counters: 'reset' };

const told = (answer: Uint8Array | null, name: DataName): Uint8Array => {
  const elements = answer && decodeTlv(answer);
  const value = elements?.ok ? valueOf(elements.value, TAGS[name].tag) : undefined;
  if (value === undefined) throw new Error(`the card did not tell ${name}`);
  return value;
};
const typeOf = (answer: Uint8Array | null): CryptogramType | null => {
  if (answer === null) return null;
  const code = told(answer, 'cryptogramInformation')[0];
  return code === 0x40 ? 'TC' : code === 0x80 ? 'ARQC' : 'AAC';
};
const foundIn = (answer: Uint8Array | null) => decodeIssuerData(told(answer, 'issuerData'))?.found;

/** The issuer's answer to the first cryptogram, as its own computer would make it. */
const issuerSays = (session: CardSession, answer: Uint8Array | null, update: CardStatusUpdate) => {
  const key = sessionKey(AES, fromHex(session.card.masterKey), session.state.transactionCounter);
  return {
    responseCode: utf8('00'),
    issuerAuthentication: issuerAuthentication(AES, key, told(answer, 'cryptogram'), update),
  };
};

describe('P17 test chips', () => {
  it('P17 every test card has a chip, and its key is derived of the issuer’s by its number', () => {
    expect(TEST_CHIPS.map(({ cardNumber }) => cardNumber)).toEqual(TEST_CARDS.map((c) => c.number));
    for (const { cardNumber, cardSequence, masterKey } of TEST_CHIPS) {
      expect(toHex(cardMasterKey(AES, SAMPLE_ISSUER_KEY, cardNumber, cardSequence))).toBe(
        masterKey,
      );
    }
  });

  it('P17 the file locator names the records that there are, and no others', () => {
    for (const chip of TEST_CHIPS) {
      const records = recordsOf(chip);
      for (const { bytes } of records) expect(bytes && decodeTlv(bytes).ok).toBe(true);
      const certificates = chip.dynamicKey === null ? [] : [false];
      expect(records.map(({ isSigned }) => isSigned)).toEqual([true, true, ...certificates]);
      expect(recordOf(chip, 2, certificates.length + 1)).toBeNull();
      expect(recordOf(chip, 1, 3)).toBeNull();
    }
    const read = decodeTlv(recordOf(chipOf('expired'), 1, 1) ?? new Uint8Array());
    const expiry = read.ok && valueOf(read.value, TAGS.expiryDate.tag);
    expect(expiry && toHex(expiry)).toBe('240331');
  });

  it.each([
    '',
    '08',
    '080102',
    '09010202',
    '08000202',
    '08020102',
    '08010203',
    '00010202',
    'f8010202',
    '0801ff00',
  ])('P17 the file locator "%s" is none', (locator) => {
    expect(locatedRecords(fromHex(locator))).toEqual({ ok: false, error: 'file-locator' });
  });

  it('P17 no file locator makes a terminal read for ever', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 252 }), (locator) => {
        const records = locatedRecords(locator);
        if (records.ok) expect(records.value.length).toBeLessThanOrEqual(32);
      }),
    );
  });
});

describe('P17 first GENERATE AC', () => {
  it('P17 the cryptogram is the one that the issuer computes of the same data', () => {
    const session = begun(OFFLINE_CARD);
    const { answer } = first(session, 'ARQC');
    const key = sessionKey(
      AES,
      cardMasterKey(AES, SAMPLE_ISSUER_KEY, OFFLINE_CARD.cardNumber, '01'),
      1,
    );
    const expected = applicationCryptogram(AES, key, {
      ...terminal(10_000),
      interchangeProfile: fromHex(OFFLINE_CARD.interchangeProfile),
      transactionCounter: told(answer, 'transactionCounter'),
      issuerData: told(answer, 'issuerData'),
    });
    expect(told(answer, 'cryptogram')).toEqual(expected);
    expect(toHex(told(answer, 'transactionCounter'))).toBe('0001');
  });

  it.each<readonly [string, ChipApplication, Partial<CardState>, CryptogramType, CryptogramType]>([
    ['a yes below its limits', OFFLINE_CARD, {}, 'TC', 'TC'],
    ['no when asked for no', OFFLINE_CARD, {}, 'AAC', 'AAC'],
    ['the issuer when asked for it', OFFLINE_CARD, {}, 'ARQC', 'ARQC'],
    ['the issuer above its lower count', OFFLINE_CARD, { offlineCount: 10 }, 'TC', 'ARQC'],
    ['a yes at its lower count', OFFLINE_CARD, { offlineCount: 9 }, 'TC', 'TC'],
    [
      'the issuer above its lower amount',
      OFFLINE_CARD,
      { offlineAmountMinor: 190_001 },
      'TC',
      'ARQC',
    ],
    ['a yes at its lower amount', OFFLINE_CARD, { offlineAmountMinor: 190_000 }, 'TC', 'TC'],
    ['the issuer when it was told to', OFFLINE_CARD, { goOnlineNext: true }, 'TC', 'ARQC'],
    [
      'the issuer after an answer was lost',
      OFFLINE_CARD,
      { lastOnlineNotCompleted: true },
      'TC',
      'ARQC',
    ],
    ['the issuer without PIN tries', OFFLINE_CARD, { pinTriesLeft: 0 }, 'TC', 'ARQC'],
    ['the issuer always, on a card made so', ONLINE_CARD, {}, 'TC', 'ARQC'],
  ])('P17 gives %s', (_what, card, state, asked, given) => {
    const { answer } = first(begun(card, { ...NEW_CARD_STATE, ...state }), asked);
    expect(typeOf(answer)).toBe(given);
    expect(decodeIssuerData(told(answer, 'issuerData'))).toMatchObject({
      first: given,
      second: null,
    });
  });

  it('P17 never gives more than it was asked for', () => {
    const rank: Record<CryptogramType, number> = { AAC: 0, ARQC: 1, TC: 2 };
    fc.assert(
      fc.property(states, types, chips, fc.nat(1_000_000), (state, asked, card, amountMinor) => {
        const given = typeOf(first(begun(card, state), asked, amountMinor).answer);
        expect(given && rank[given]).toBeLessThanOrEqual(rank[asked]);
      }),
    );
  });

  it('P17 a yes counts at once, the rest does not', () => {
    const yes = first(begun(OFFLINE_CARD), 'TC').session.state;
    expect(yes).toMatchObject({ offlineCount: 1, offlineAmountMinor: 10_000 });
    const asks = first(begun(OFFLINE_CARD), 'ARQC').session.state;
    expect(asks).toMatchObject({ offlineCount: 0, lastOnlineNotCompleted: true });
  });

  it('P17 answers nothing to data of another length, digits that are none, or a second time', () => {
    const session = begun(OFFLINE_CARD);
    const objects = answerTo(FIRST_OBJECT_LIST, terminal(1));
    expect(generateFirst(AES, session, 'TC', objects.subarray(1)).answer).toBeNull();
    const noNumber = { ...terminal(1), amount: fromHex('00000000000a') };
    expect(
      generateFirst(AES, session, 'TC', answerTo(FIRST_OBJECT_LIST, noNumber)).answer,
    ).toBeNull();
    expect(first(first(session, 'TC').session, 'TC').answer).toBeNull();
    expect(second(session, 'TC', NO_LINE).answer).toBeNull();
    expect(second(first(session, 'TC').session, 'TC', NO_LINE).answer).toBeNull();
  });
});

describe('P17 second GENERATE AC', () => {
  const asking = (state: Partial<CardState> = {}, card = OFFLINE_CARD) => {
    const { answer, session } = first(begun(card, { ...NEW_CARD_STATE, ...state }), 'ARQC');
    return { answer, session };
  };

  it('P17 a yes of the issuer is a yes, sets the counters back and is remembered', () => {
    const { answer, session } = asking({ offlineCount: 7, offlineAmountMinor: 5 });
    const last = second(session, 'TC', issuerSays(session, answer, approved));
    expect(typeOf(last.answer)).toBe('TC');
    expect(last.session.state).toMatchObject({
      offlineCount: 0,
      offlineAmountMinor: 0,
      lastOnlineCounter: 1,
      lastOnlineNotCompleted: false,
    });
    expect(decodeIssuerData(told(last.answer, 'issuerData'))).toMatchObject({
      first: 'ARQC',
      second: 'TC',
      found: [],
    });
    expect(second(last.session, 'TC', NO_LINE).answer).toBeNull();
  });

  it('P17 an issuer may leave no yes to the card until it is asked again', () => {
    const { answer, session } = asking();
    const update: CardStatusUpdate = {
      approves: true,
      goOnlineNext: false,
      counters: 'set-to-upper-limits',
    };
    const { state } = second(session, 'TC', issuerSays(session, answer, update)).session;
    expect(state.offlineCount).toBe(20);
    expect(typeOf(first(begun(OFFLINE_CARD, state), 'TC').answer)).toBe('ARQC');
    const kept = { ...update, counters: 'keep' } as const;
    const { session: again, answer: asked } = asking({ offlineCount: 4 });
    expect(second(again, 'TC', issuerSays(again, asked, kept)).session.state.offlineCount).toBe(4);
  });

  it('P17 what the terminal says is no yes of the issuer', () => {
    const { answer, session } = asking();
    const refused = issuerSays(session, answer, { ...approved, approves: false });
    expect(typeOf(second(session, 'TC', refused).answer)).toBe('AAC');
    const none = second(session, 'TC', { responseCode: utf8('00') });
    expect(typeOf(none.answer)).toBe('AAC');
    expect(foundIn(none.answer)).toEqual(['issuer-authentication-not-done']);
    const forged = second(session, 'TC', {
      responseCode: utf8('00'),
      issuerAuthentication: fromHex('0102030400820000'),
    });
    expect(typeOf(forged.answer)).toBe('AAC');
    expect(foundIn(forged.answer)).toEqual(['issuer-authentication-failed']);
    expect(forged.session.state).toMatchObject({ goOnlineNext: true, lastOnlineCounter: 0 });
  });

  it('P17 an issuer’s yes is none when the terminal asks for a no', () => {
    const { answer, session } = asking();
    const last = second(session, 'AAC', issuerSays(session, answer, approved));
    expect(typeOf(last.answer)).toBe('AAC');
  });

  it('P17 an issuer may want to be asked the next time', () => {
    const { answer, session } = asking();
    const update = { ...approved, goOnlineNext: true };
    const { state } = second(session, 'TC', issuerSays(session, answer, update)).session;
    expect(state.goOnlineNext).toBe(true);
    const next = first(begun(OFFLINE_CARD, state), 'TC');
    expect(typeOf(next.answer)).toBe('ARQC');
    const told = second(next.session, 'TC', issuerSays(next.session, next.answer, approved));
    expect(told.session.state.goOnlineNext).toBe(false);
  });

  it('P17 a wrong PIN leaves no yes without the issuer', () => {
    const session: CardSession = { ...begun(OFFLINE_CARD), pin: 'wrong' };
    const asks = first(session, 'TC');
    expect(typeOf(asks.answer)).toBe('ARQC');
    expect(typeOf(second(asks.session, 'TC', NO_LINE).answer)).toBe('AAC');
  });

  it('P17 both of the terminal’s own words say that there was no line', () => {
    const { session } = asking();
    for (const code of ['Y3', 'Z3']) {
      expect(foundIn(second(session, 'AAC', { responseCode: utf8(code) }).answer)).toEqual([
        'no-line',
      ]);
    }
    const other = second(session, 'AAC', { responseCode: Uint8Array.of(0xff, 0xff) });
    expect(foundIn(other.answer)).toEqual(['issuer-authentication-not-done']);
  });

  it('P17 an answer to another transaction is none', () => {
    const { answer, session } = asking();
    const other = { ...session, state: { ...session.state, transactionCounter: 2 } };
    const last = second(session, 'TC', issuerSays(other, answer, approved));
    expect(typeOf(last.answer)).toBe('AAC');
  });

  it.each<readonly [string, Partial<CardState>, ChipApplication, 'TC' | 'AAC', 'TC' | 'AAC']>([
    ['a yes by itself below its upper limits', { offlineCount: 19 }, OFFLINE_CARD, 'TC', 'TC'],
    ['no above its upper count', { offlineCount: 20 }, OFFLINE_CARD, 'TC', 'AAC'],
    ['no above its upper amount', { offlineAmountMinor: 490_001 }, OFFLINE_CARD, 'TC', 'AAC'],
    ['no when it must go online', { goOnlineNext: true }, OFFLINE_CARD, 'TC', 'AAC'],
    ['no on a card that always asks', {}, ONLINE_CARD, 'TC', 'AAC'],
    ['no when asked for no', {}, OFFLINE_CARD, 'AAC', 'AAC'],
  ])('P17 without a line it gives %s', (_what, state, card, asked, given) => {
    const { session } = asking(state, card);
    const last = second(session, asked, NO_LINE);
    expect(typeOf(last.answer)).toBe(given);
    expect(foundIn(last.answer)).toContain('no-line');
    const counted = last.session.state.offlineCount - session.state.offlineCount;
    expect(counted).toBe(given === 'TC' ? 1 : 0);
  });
});

describe('P17 counters and PIN', () => {
  it('P17 each transaction has a number of its own, and after the last one there is none (I8)', () => {
    const state = { ...NEW_CARD_STATE, transactionCounter: 65_534, lastOnlineCounter: 65_000 };
    const last = begun(OFFLINE_CARD, state);
    expect(toHex(countersOf(last).transactionCounter ?? new Uint8Array())).toBe('ffff');
    expect(toHex(countersOf(last).lastOnlineCounter ?? new Uint8Array())).toBe('fde8');
    expect(beginTransaction(OFFLINE_CARD, last.state)).toBeNull();
  });

  it('F27 three tries are counted before a PIN is looked at; after them the card says so', () => {
    let state = NEW_CARD_STATE;
    for (const left of [2, 1, 0, 0]) {
      state = triedPin(state);
      expect(state.pinTriesLeft).toBe(left);
    }
    const session = beginTransaction(OFFLINE_CARD, state, 'wrong') ?? begun(OFFLINE_CARD);
    expect(foundIn(first(session, 'TC').answer)).toEqual([
      'pin-checked',
      'pin-wrong',
      'pin-tries-exceeded',
    ]);
  });

  it('F27 a right PIN gives the tries back', () => {
    const state = verifiedPin(triedPin(triedPin(NEW_CARD_STATE)));
    expect(state).toEqual(NEW_CARD_STATE);
    const session = beginTransaction(OFFLINE_CARD, state, 'right') ?? begun(OFFLINE_CARD);
    expect(foundIn(first(session, 'TC').answer)).toEqual(['pin-checked']);
  });
});

const states: fc.Arbitrary<CardState> = fc.record({
  transactionCounter: fc.nat(65_000),
  lastOnlineCounter: fc.nat(65_000),
  offlineCount: fc.nat(30),
  offlineAmountMinor: fc.nat(1_000_000),
  pinTriesLeft: fc.nat(3),
  goOnlineNext: fc.boolean(),
  lastOnlineNotCompleted: fc.boolean(),
});
const types = fc.constantFrom<CryptogramType>('TC', 'ARQC', 'AAC');
const chips = fc.constantFrom(...TEST_CHIPS);
