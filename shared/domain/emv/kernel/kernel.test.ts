import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../lib/bytes.ts';
import { minor } from '../../money.ts';
import {
  asked,
  firstOf,
  NO_LINE,
  OFFLINE_CARD,
  same,
  sale,
  stepIn,
  type Change,
} from '../../testing/node-kernel-card.ts';
import { AES } from '../../testing/node-ciphers.ts';
import { chipOf, inserted, USED_CARD } from '../../testing/sample-terminal.ts';
import { generateFirst } from '../card-applet.ts';
import type { DataName } from '../tags.ts';
import { encodeTlv } from '../tlv.ts';
import {
  askFirst,
  askSecond,
  hearFirst,
  type FirstOutcome,
  type KernelAsk,
  type KernelQuestion,
} from './kernel.ts';
import type { TerminalSettings } from './settings.ts';

const NO_MASKS = {
  actionDenial: '0000000000',
  actionOnline: '0000000000',
  actionDefault: '0000000000',
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
