import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../../../lib/bytes.ts';
import { minor } from '../../money.ts';
import { AES } from '../../testing/node-ciphers.ts';
import {
  chipOf,
  inserted,
  SAMPLE_SETTINGS,
  SAMPLE_TRANSACTION,
  USED_CARD,
} from '../../testing/sample-terminal.ts';
import { generateFirst, generateSecond, type CardSession } from '../card-applet.ts';
import { sessionKey } from '../card-keys.ts';
import type { CardState, ChipApplication } from '../chip-card.ts';
import { issuerAuthentication } from '../cryptogram.ts';
import type { DataName } from '../tags.ts';
import { encodeTlv } from '../tlv.ts';
import {
  askFirst,
  askSecond,
  hearFirst,
  hearSecond,
  type BankWord,
  type FirstOutcome,
  type KernelAsk,
  type KernelQuestion,
} from './kernel.ts';
import type { TerminalSettings } from './settings.ts';
import type { TraceStep } from './trace.ts';

const OFFLINE_CARD = chipOf('good-chip');
const NO_MASKS = {
  actionDenial: '0000000000',
  actionOnline: '0000000000',
  actionDefault: '0000000000',
};
const NO_LINE: BankWord = { kind: 'no-line' };

const asked = (question: KernelQuestion): KernelAsk => {
  const ask = askFirst(question);
  if ('refused' in ask) throw new Error(ask.refused);
  return ask;
};
type Change = (question: KernelQuestion) => KernelQuestion;
const same: Change = (question) => question;
const sale =
  (transaction: Partial<KernelQuestion['transaction']>): Change =>
  (question) => ({ ...question, transaction: { ...question.transaction, ...transaction } });

/** From the card in the slot to the outcome of its first cryptogram. */
const firstOf = (chip: ChipApplication, change: Change = same, state: CardState = USED_CARD) => {
  const { session, question } = inserted(chip, state);
  const ask = asked(change(question));
  const { answer, session: after } = generateFirst(AES, session, ask.asks, ask.objects);
  return { ask, session: after, answer, outcome: hearFirst(ask, answer) };
};
const secondOf = (session: CardSession, outcome: FirstOutcome, word: BankWord) => {
  const ask = askSecond(outcome.done, word);
  const { answer } = generateSecond(AES, session, ask.asks, ask.objects);
  return hearSecond(ask, answer);
};
const bankSays = (session: CardSession, approves: boolean, genuine = true): BankWord => {
  const key = sessionKey(AES, fromHex(session.card.masterKey), session.state.transactionCounter);
  const update = { approves, goOnlineNext: false, counters: 'reset' } as const;
  const cryptogram = session.first?.cryptogram ?? new Uint8Array(8);
  const authentication = issuerAuthentication(AES, key, cryptogram, update);
  if (!genuine) authentication[0] = (authentication[0] ?? 0) ^ 1;
  return { kind: 'answered', approves, responseCode: approves ? '00' : '51', authentication };
};
const stepIn = <Name extends TraceStep['step']>(steps: readonly TraceStep[], name: Name) => {
  const found = steps.find((one): one is Extract<TraceStep, { step: Name }> => one.step === name);
  if (found === undefined) throw new Error(`no step ${name}`);
  return found;
};

describe('P17 first cryptogram', () => {
  it('P17 a small sale on a card that may: Y1, and the trace says why', () => {
    const { ask, outcome } = firstOf(OFFLINE_CARD);
    expect(ask.asks).toBe('TC');
    expect(outcome).toMatchObject({ kind: 'approved', code: 'Y1' });
    const { steps, elements } = outcome.done;
    expect(steps.map(({ step }) => step)).toEqual([
      'data-authentication',
      'restrictions',
      'cardholder-verification',
      'hot-list',
      'floor-limit',
      'random-selection',
      'velocity',
      'action-analysis',
      'cryptogram',
    ]);
    expect(steps.flatMap(({ sets }) => sets)).toEqual([]);
    expect(stepIn(steps, 'cryptogram')).toMatchObject({ which: 'first', asked: 'TC', given: 'TC' });
    expect(elements.verificationResults && toHex(elements.verificationResults)).toBe('0000000000');
    expect(elements.statusInformation && toHex(elements.statusInformation)).toBe('e800');
    expect(elements.cvmResults && toHex(elements.cvmResults)).toBe('1f0002');
  });

  it.each<readonly [string, Change, string, KernelAsk['asks'], FirstOutcome['kind']]>([
    ['at the floor limit', sale({ amountMinor: minor(30_000) }), '0000008000', 'ARQC', 'go-online'],
    ['just below it', sale({ amountMinor: minor(29_999) }), '0000000000', 'TC', 'approved'],
    [
      'two halves of it',
      sale({ amountMinor: minor(20_000), lastAmountMinor: minor(10_000) }),
      '0000008000',
      'ARQC',
      'go-online',
    ],
    ['drawn', sale({ amountMinor: minor(20_000), draw: 25 }), '0000001000', 'ARQC', 'go-online'],
    ['not drawn', sale({ amountMinor: minor(20_000), draw: 26 }), '0000000000', 'TC', 'approved'],
    ['not drawn below the threshold', sale({ draw: 1 }), '0000000000', 'TC', 'approved'],
    ['on the hot list', sale({ isHot: true }), '1000000000', 'ARQC', 'go-online'],
    ['forced by the cashier', sale({ isForcedOnline: true }), '0000000800', 'ARQC', 'go-online'],
    ['expired', sale({ date: '300101' }), '0040000000', 'ARQC', 'go-online'],
    ['on its last day', sale({ date: '291231' }), '0000000000', 'TC', 'approved'],
    ['before its first day', sale({ date: '191231' }), '0020000000', 'TC', 'approved'],
    [
      'without proof of a genuine card',
      (question) => ({ ...question, dataAuthentication: 'not-done' }),
      '8000000000',
      'ARQC',
      'go-online',
    ],
    [
      'with a wrong proof',
      (question) => ({ ...question, dataAuthentication: 'wrong' }),
      '0800000000',
      'ARQC',
      'go-online',
    ],
  ])('P17 %s', (_what, change, results, asks, kind) => {
    const { ask, outcome } = firstOf(OFFLINE_CARD, change);
    expect(toHex(ask.elements.verificationResults ?? new Uint8Array())).toBe(results);
    expect(ask.asks).toBe(asks);
    expect(outcome.kind).toBe(kind);
  });

  it('P17 a card that may not be used for goods is refused: Z1', () => {
    const chip = { ...OFFLINE_CARD, usageControl: '8100' };
    const { ask, outcome } = firstOf(chip);
    expect(ask.asks).toBe('AAC');
    expect(outcome).toMatchObject({ kind: 'declined', code: 'Z1' });
    const action = stepIn(outcome.done.steps, 'action-analysis');
    expect(action.masks).toMatchObject([
      { mask: 'denial', hits: ['service-not-allowed'], isHit: true },
    ]);
  });

  it.each<readonly [number, number, string, string]>([
    [11, 1, 'within', '0000000000'],
    [12, 1, 'exceeded', '0000004000'],
    [21, 1, 'exceeded', '0000004000'],
    [22, 1, 'exceeded', '0000006000'],
    [3, 5, 'counters-unusable', '0000006000'],
    [5, 5, 'counters-unusable', '0000006000'],
    [3, 0, 'within', '0008000000'],
  ])('P17 velocity of %i after %i is %s', (counter, lastOnlineCounter, outcome, results) => {
    const state = { ...USED_CARD, transactionCounter: counter - 1, lastOnlineCounter };
    const { ask } = firstOf(OFFLINE_CARD, same, state);
    expect(stepIn(ask.steps, 'velocity').outcome).toBe(outcome);
    expect(toHex(ask.elements.verificationResults ?? new Uint8Array())).toBe(results);
  });

  /** The same card without some of what it said, or with another word. */
  const saying = (changes: Partial<Record<DataName, string | null>>): KernelQuestion => {
    const { question } = inserted(OFFLINE_CARD);
    const elements = Object.entries({ ...question.card.elements }).filter(
      ([name]) => changes[name as DataName] === undefined,
    );
    const said = Object.entries(changes).flatMap(([name, value]) =>
      value === null ? [] : [[name, fromHex(value)] as const],
    );
    return {
      ...question,
      card: { ...question.card, elements: Object.fromEntries([...elements, ...said]) },
    };
  };
  const withMasks = (
    question: KernelQuestion,
    masks: Partial<TerminalSettings>,
  ): KernelQuestion => ({
    ...sale({ isForcedOnline: true })(question),
    settings: { ...question.settings, ...NO_MASKS, ...masks },
  });
  const withoutLine = (question: KernelQuestion) => {
    const { elements, steps } = asked(question);
    return askSecond({ question, elements, steps }, NO_LINE).asks;
  };

  it('P17 a card that names no actions wants to be asked about, and no yes without its issuer', () => {
    const silent = { actionDenial: null, actionOnline: null, actionDefault: null };
    const question = withMasks(saying(silent), {});
    expect(asked(question).asks).toBe('ARQC');
    expect(withoutLine(question)).toBe('AAC');
  });

  it('P17 what issuer or bank name is enough, what neither names is nothing', () => {
    const none = NO_MASKS;
    const forced = '0000000800';
    expect(asked(withMasks(saying(none), {})).asks).toBe('TC');
    expect(asked(withMasks(saying(none), { actionOnline: forced })).asks).toBe('ARQC');
    expect(asked(withMasks(saying({ ...none, actionOnline: forced }), {})).asks).toBe('ARQC');
    expect(asked(withMasks(saying(none), { actionDenial: forced })).asks).toBe('AAC');
    expect(asked(withMasks(saying({ ...none, actionDenial: forced }), {})).asks).toBe('AAC');
    expect(withoutLine(withMasks(saying(none), {}))).toBe('TC');
    expect(withoutLine(withMasks(saying(none), { actionDefault: forced }))).toBe('AAC');
    expect(withoutLine(withMasks(saying({ ...none, actionDefault: forced }), {}))).toBe('AAC');
  });

  it.each<readonly [string, Partial<Record<DataName, string | null>>, string]>([
    ['another version', { cardVersion: '0031' }, '0080000000'],
    ['no version', { cardVersion: null }, '0000000000'],
    [
      'from abroad, goods at home only',
      { issuerCountry: '0840', usageControl: '2100' },
      '0010000000',
    ],
    [
      'from abroad, goods abroad too',
      { issuerCountry: '0840', usageControl: '3100' },
      '0000000000',
    ],
    ['from home, goods abroad only', { usageControl: '1100' }, '0010000000'],
    ['cash machines only', { usageControl: 'fe00' }, '0010000000'],
    ['good from 2049 on', { effectiveDate: '491231' }, '0020000000'],
    ['good since the last century', { effectiveDate: '990101' }, '0000000000'],
    ['one limit of the two', { lowerOfflineLimit: null, upperOfflineLimit: '00' }, '0000000000'],
    ['the other limit', { upperOfflineLimit: null, lowerOfflineLimit: '00' }, '0000000000'],
  ])('P17 a card with %s', (_what, changes, results) => {
    expect(toHex(asked(saying(changes)).elements.verificationResults ?? new Uint8Array())).toBe(
      results,
    );
  });

  it.each<readonly [string, Uint8Array | null, string]>([
    ['says nothing', null, 'no-answer'],
    ['says rubbish', fromHex('77'), 'unreadable'],
    ['says another template', encodeTlv([{ tag: 0x70, children: [] }]), 'unreadable'],
    ['leaves its cryptogram out', encodeTlv([{ tag: 0x77, children: [] }]), 'unreadable'],
  ])('P17 a card that %s is no approval', (_what, answer, fault) => {
    const { question } = inserted(OFFLINE_CARD);
    expect(hearFirst(asked(question), answer)).toMatchObject({ kind: 'card-fault', fault });
  });

  it('P17 a card that gives more than it was asked for is not believed', () => {
    const { question, session } = inserted(OFFLINE_CARD);
    const ask = asked(sale({ isForcedOnline: true })(question));
    const { answer } = generateFirst(AES, session, 'TC', ask.objects);
    expect(hearFirst(ask, answer)).toMatchObject({ kind: 'card-fault', fault: 'more-than-asked' });
  });

  it('P17 a card whose counter goes back is not believed (I8)', () => {
    const { question } = inserted(OFFLINE_CARD, { ...USED_CARD, transactionCounter: 7 });
    const older = inserted(OFFLINE_CARD, { ...USED_CARD, transactionCounter: 5 }).session;
    const ask = asked(question);
    const { answer } = generateFirst(AES, older, ask.asks, ask.objects);
    expect(hearFirst(ask, answer)).toMatchObject({
      kind: 'card-fault',
      fault: 'counter-went-back',
    });
  });
});

describe('P17 taps', () => {
  const tap = (amountMinor: number) =>
    sale({ entryMode: 'contactless', amountMinor: minor(amountMinor) });
  it.each([
    [100_000, 'no-pin', '1f0002'],
    [100_001, 'pin', '020000'],
    [5_000_000, 'pin', '020000'],
  ] as const)('P17 of %i fen: %s', (amountMinor, outcome, results) => {
    const change: Change = (question) => ({ ...tap(amountMinor)(question), pin: 'entered' });
    const { ask } = firstOf(chipOf('good-tap'), change);
    expect(stepIn(ask.steps, 'contactless-limits').outcome).toBe(outcome);
    expect(toHex(ask.elements.cvmResults ?? new Uint8Array())).toBe(results);
  });

  it('P17 above the limit of a tap the card must be inserted', () => {
    const { question } = inserted(chipOf('good-tap'));
    expect(askFirst(tap(5_000_001)(question))).toEqual({ refused: 'use-chip' });
  });
});

describe('P7 P17 second cryptogram', () => {
  const forced = sale({ isForcedOnline: true });
  const withoutForce = sale({ amountMinor: minor(20_000), draw: 1 });

  it('P17 bank and card say yes', () => {
    const { session, outcome } = firstOf(OFFLINE_CARD, forced);
    expect(secondOf(session, outcome, bankSays(session, true))).toMatchObject({
      kind: 'approved',
      code: '00',
    });
  });

  it('P17 the bank says no', () => {
    const { session, outcome } = firstOf(OFFLINE_CARD, forced);
    expect(askSecond(outcome.done, bankSays(session, false)).asks).toBe('AAC');
    expect(secondOf(session, outcome, bankSays(session, false))).toMatchObject({
      kind: 'declined',
      code: '51',
    });
  });

  it('P6 P17 a yes that the card does not believe must be reversed', () => {
    const { session, outcome } = firstOf(OFFLINE_CARD, forced);
    const forged = secondOf(session, outcome, bankSays(session, true, false));
    expect(forged).toMatchObject({ kind: 'refused-by-card', fault: null });
    const none: BankWord = {
      kind: 'answered',
      approves: true,
      responseCode: '00',
      authentication: null,
    };
    expect(secondOf(session, outcome, none)).toMatchObject({ kind: 'refused-by-card' });
    const torn = hearSecond(askSecond(outcome.done, bankSays(session, true)), fromHex('7705'));
    expect(torn).toMatchObject({ kind: 'refused-by-card', fault: 'unreadable' });
  });

  it('P7 P17 no line after all, drawn only: the chip says yes, Y3', () => {
    const { session, outcome } = firstOf(OFFLINE_CARD, withoutForce);
    expect(outcome.kind).toBe('go-online');
    const last = secondOf(session, outcome, NO_LINE);
    expect(last).toMatchObject({ kind: 'approved', code: 'Y3' });
    const action = last.done.steps.filter(({ step }) => step === 'action-analysis')[1];
    expect(action).toMatchObject({
      when: 'no-line',
      asks: 'TC',
      masks: [{ mask: 'default', hits: [] }],
    });
    expect(last.done.elements.responseCode).toEqual(utf8('Y3'));
  });

  it.each<readonly [string, Change, ChipApplication]>([
    ['forced by the cashier', forced, OFFLINE_CARD],
    ['at the floor limit', sale({ amountMinor: minor(30_000) }), OFFLINE_CARD],
    ['expired', sale({ date: '300101' }), OFFLINE_CARD],
    ['a card that always asks', withoutForce, chipOf('good-pin')],
    [
      'a PIN that only the bank can check (P18)',
      (question) => ({ ...question, pin: 'entered' }),
      chipOf('good-pin'),
    ],
  ])('P7 P17 no line, %s: Z3', (_what, change, chip) => {
    const { session, outcome } = firstOf(chip, change);
    expect(outcome.kind).toBe('go-online');
    expect(secondOf(session, outcome, NO_LINE)).toMatchObject({ kind: 'declined', code: 'Z3' });
  });

  it('P17 a card that answers twice "ask the issuer" has not answered', () => {
    const { session, outcome, answer } = firstOf(OFFLINE_CARD, withoutForce);
    const ask = askSecond(outcome.done, NO_LINE);
    expect(session.isDone).toBe(false);
    expect(hearSecond(ask, answer)).toMatchObject({ kind: 'declined', code: 'Z3' });
    const approving = hearSecond(askSecond(outcome.done, bankSays(session, true)), answer);
    expect(approving).toMatchObject({ kind: 'refused-by-card', fault: 'unreadable' });
  });
});

describe('P17 whatever comes', () => {
  it('P17 no bytes of a card make an approval but a cryptogram of the right kind', () => {
    const { question } = inserted(OFFLINE_CARD);
    const ask = asked(question);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const outcome = hearFirst(ask, bytes);
        expect(outcome.kind).toBe('card-fault');
        expect(hearSecond(askSecond(outcome.done, NO_LINE), bytes).kind).toBe('declined');
      }),
    );
  });

  it('I9 P17 an approval without the bank has no bit that either default mask names, nor a denial', () => {
    let approvals = 0;
    fc.assert(
      fc.property(
        sales,
        states,
        cards,
        pins,
        proofs,
        (transaction, state, chip, pin, dataAuthentication) => {
          const change: Change = (question) => ({
            ...sale(transaction)(question),
            pin,
            dataAuthentication,
          });
          const { session, outcome } = firstOf(chip, change, state);
          const last = outcome.kind === 'go-online' ? secondOf(session, outcome, NO_LINE) : outcome;
          if (last.kind !== 'approved') return;
          approvals += 1;
          const masks = last.done.steps.flatMap((step) =>
            step.step === 'action-analysis' ? step.masks : [],
          );
          const forbidding = last.code === 'Y3' ? ['denial', 'default'] : ['denial', 'online'];
          for (const mask of masks)
            if (forbidding.includes(mask.mask)) expect(mask.isHit).toBe(false);
          expect(stepIn([...last.done.steps].reverse(), 'cryptogram').given).toBe('TC');
        },
      ),
      { numRuns: 300 },
    );
    expect(approvals).toBeGreaterThan(3);
  });

  it('P17 the same questions give the same decision, and its trace is plain data', () => {
    fc.assert(
      fc.property(sales, states, cards, pins, (transaction, state, chip, pin) => {
        const change: Change = (question) => ({ ...sale(transaction)(question), pin });
        const { outcome } = firstOf(chip, change, state);
        const { steps } = outcome.done;
        expect(JSON.parse(JSON.stringify(steps))).toEqual(steps);
        expect(firstOf(chip, change, state).outcome.done.steps).toEqual(steps);
      }),
    );
  });

  it('P17 a higher floor limit never makes a sale more certain to be asked about', () => {
    const asks = (floorLimitMinor: number, amountMinor: number, draw: number) => {
      const { question } = inserted(OFFLINE_CARD);
      const settings = { ...SAMPLE_SETTINGS, floorLimitMinor: minor(floorLimitMinor) };
      const transaction = { ...SAMPLE_TRANSACTION, amountMinor: minor(amountMinor), draw };
      return asked({ ...question, settings, transaction }).asks;
    };
    fc.assert(
      fc.property(
        fc.integer({ min: 10_000, max: 60_000 }),
        fc.nat(30_000),
        fc.nat(60_000),
        fc.integer({ min: 1, max: 99 }),
        (limit, more, amountMinor, draw) => {
          if (asks(limit, amountMinor, draw) === 'TC') {
            expect(asks(limit + more, amountMinor, draw)).toBe('TC');
          }
        },
      ),
    );
  });
});

const anySale = fc.record({
  amountMinor: fc.oneof(fc.nat(9_999), fc.nat(60_000)).map(minor),
  lastAmountMinor: fc.constantFrom(minor(0), minor(0), minor(20_000)),
  entryMode: fc.constantFrom<'chip' | 'contactless'>('chip', 'contactless'),
  date: fc.constantFrom('261126', '261126', '310101', '191231'),
  isHot: fc.constantFrom(false, false, true),
  isForcedOnline: fc.constantFrom(false, false, true),
  draw: fc.integer({ min: 1, max: 99 }),
});
/** Most sales are small and nothing is wrong with them; otherwise hardly any would be approved. */
const plainSale = fc
  .nat(9_999)
  .map((amount) => ({ ...SAMPLE_TRANSACTION, amountMinor: minor(amount) }));
const sales = fc.oneof({ weight: 2, arbitrary: plainSale }, { weight: 1, arbitrary: anySale });
const anyState: fc.Arbitrary<CardState> = fc.record({
  transactionCounter: fc.integer({ min: 1, max: 40 }),
  lastOnlineCounter: fc.constantFrom(0, 1, 1, 1, 30),
  offlineCount: fc.nat(25),
  offlineAmountMinor: fc.nat(600_000),
  pinTriesLeft: fc.nat(3),
  goOnlineNext: fc.constantFrom(false, false, true),
  lastOnlineNotCompleted: fc.constantFrom(false, false, true),
});
const states = fc.oneof(fc.constant(USED_CARD), fc.constant(USED_CARD), anyState);
const cards = fc.constantFrom(
  OFFLINE_CARD,
  OFFLINE_CARD,
  chipOf('good-pin'),
  chipOf('good-tap'),
  chipOf('expired'),
);
const pins = fc.constantFrom<KernelQuestion['pin']>(
  'not-asked',
  'entered',
  'not-entered',
  'no-pin-pad',
);
const proofs = fc.constantFrom<KernelQuestion['dataAuthentication']>(
  'right',
  'right',
  'wrong',
  'not-done',
);
