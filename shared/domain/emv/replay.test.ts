import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minor } from '../money.ts';
import { AES } from '../testing/node-ciphers.ts';
import * as sample from '../testing/sample-decision.ts';
import type { DecisionCase } from '../testing/sample-decision.ts';
import {
  chipOf,
  SAMPLE_SETTINGS,
  SAMPLE_TRANSACTION,
  USED_CARD,
} from '../testing/sample-terminal.ts';
import { TEST_CARDS } from '../test-cards.ts';
import type { PinOutcome } from './kernel/settings.ts';
import { asItWas, isReplayable, replay, type ReplayableRecord, type WhatIf } from './replay.ts';

const recorded = (given: DecisionCase) => sample.recorded(AES, given);
const kept = (given: DecisionCase) => sample.kept(AES, given);
const moved = (record: ReplayableRecord, change: Partial<WhatIf>) =>
  replay(record, { ...asItWas(record), ...change });

const STATE = fc.record({
  transactionCounter: fc.integer({ min: 0, max: 40 }),
  lastOnlineCounter: fc.integer({ min: 0, max: 40 }),
  offlineCount: fc.integer({ min: 0, max: 25 }),
  offlineAmountMinor: fc.integer({ min: 0, max: 600_000 }),
  pinTriesLeft: fc.integer({ min: 0, max: 3 }),
  goOnlineNext: fc.boolean(),
  lastOnlineNotCompleted: fc.boolean(),
});
const CASE = fc.record({
  cardId: fc.constantFrom(...TEST_CARDS.map(({ id }) => id)),
  state: STATE,
  settings: fc.record({
    floorLimitMinor: fc.integer({ min: 0, max: 50_000 }).map(minor),
    randomSelection: fc.record({
      thresholdMinor: fc.integer({ min: 0, max: 20_000 }).map(minor),
      sharePercent: fc.integer({ min: 0, max: 50 }),
      maxSharePercent: fc.integer({ min: 50, max: 99 }),
    }),
  }),
  transaction: fc.record({
    amountMinor: fc.integer({ min: 1, max: 120_000 }).map(minor),
    lastAmountMinor: fc.integer({ min: 0, max: 20_000 }).map(minor),
    isHot: fc.boolean(),
    draw: fc.integer({ min: 1, max: 99 }),
  }),
  pin: fc.constantFrom<PinOutcome>('not-asked', 'entered', 'not-entered', 'right', 'wrong'),
  authentication: fc.constantFrom('right' as const, 'wrong' as const, 'not-done' as const),
  isLineUsable: fc.boolean(),
  bank: fc.constantFrom(true, false, null),
});

/** Small sales on cards that their bank has heard of: the chip may say yes. */
const CALM = fc.record({
  cardId: fc.constantFrom('good-chip', 'chip-pin'),
  transaction: fc.record({ amountMinor: fc.integer({ min: 1, max: 9_000 }).map(minor) }),
  pin: fc.constantFrom<PinOutcome>('right', 'tries-exceeded'),
});

describe('P17 the decision made again', () => {
  const isExactly = (record: ReplayableRecord): void => {
    const { inputs: _inputs, ...rest } = record;
    expect(replay(record, asItWas(record))).toEqual(rest);
  };

  it('P17 with nothing moved the replay gives exactly what was recorded', () => {
    const check = (given: DecisionCase): void => {
      const record = recorded(given);
      if (record !== null) isExactly(record);
    };
    fc.assert(fc.property(fc.oneof(CASE, CALM), check), { numRuns: 150 });
  });

  it.each<readonly [ReplayableRecord['code'], number, DecisionCase]>([
    ['Y1', 1, { cardId: 'good-chip' }],
    ['Y3', 2, { cardId: 'good-chip', state: { ...USED_CARD, offlineCount: 15 } }],
    ['Z1', 1, { cardId: 'chip-pin', pin: 'tries-exceeded' }],
    ['Z3', 2, { cardId: 'good-chip', transaction: { amountMinor: minor(90_000) } }],
    [null, 1, { cardId: 'good-tap' }],
    [null, 2, { cardId: 'good-chip', isLineUsable: true, bank: true }],
    [null, 2, { cardId: 'good-pin', pin: 'entered', isLineUsable: true, bank: false }],
  ])('P17 and so it does for %s after %i cryptograms', (code, times, given) => {
    const record = kept(given);
    expect(record.code).toBe(code);
    expect(record.steps.filter(({ step }) => step === 'cryptogram')).toHaveLength(times);
    isExactly(record);
  });

  it('P17 whatever is moved, the replay decides as terminal and card would with these settings', () => {
    fc.assert(
      fc.property(CASE, CASE, (one, other) => {
        const given: DecisionCase = { ...one, isLineUsable: false };
        const { floorLimitMinor, randomSelection } = other.settings;
        const { thresholdMinor } = one.settings.randomSelection;
        const { sharePercent, maxSharePercent } = randomSelection;
        const { offlineCount, offlineAmountMinor } = other.state;
        const uses = one.state.transactionCounter + 1 - one.state.lastOnlineCounter;
        const changed = recorded({
          ...given,
          state: { ...one.state, offlineCount, offlineAmountMinor },
          settings: {
            floorLimitMinor,
            randomSelection: { thresholdMinor, sharePercent, maxSharePercent },
          },
        });
        const record = recorded(given);
        if (record === null || changed === null) return;
        const counters = { usesSinceOnline: uses, offlineCount, offlineAmountMinor };
        const settings = { floorLimitMinor, sharePercent, maxSharePercent };
        const whatIf = { ...settings, ...counters, isLineUsable: false };
        const would = replay(record, whatIf);
        expect([would?.code, would?.verificationResults, would?.steps.length]).toEqual([
          changed.code,
          changed.verificationResults,
          changed.steps.length,
        ]);
      }),
      { numRuns: 100 },
    );
  });

  it('P17 F24 a floor limit below the amount takes the yes of the chip away', () => {
    const record = kept({ cardId: 'good-chip' });
    expect(record.code).toBe('Y1');
    const would = moved(record, { floorLimitMinor: minor(5_000) });
    expect(would).toMatchObject({ code: 'Z3', verificationResults: '0000008000' });
    const bytes = would?.steps.flatMap((one) =>
      one.step === 'cryptogram' ? [one.cryptogram] : [],
    );
    // Nobody but the card could make these.
    expect(bytes).toEqual([null, null]);
    expect(moved(record, { floorLimitMinor: minor(5_001) })?.code).toBe('Y1');
  });

  it('P17 a draw within the share is asked about; the card answers no without a line', () => {
    const record = kept({ cardId: 'good-chip', transaction: { draw: 20 } });
    expect(moved(record, { sharePercent: 19, maxSharePercent: 50 })?.code).toBe('Y1');
    const would = moved(record, { sharePercent: 20, maxSharePercent: 50 });
    expect(would).toMatchObject({ verificationResults: '0000001000' });
    expect(would?.steps.filter(({ step }) => step === 'cryptogram')).toHaveLength(2);
  });

  it('P17 F25 the uses since the bank heard of the card: above its limits it must be asked', () => {
    const record = kept({ cardId: 'good-chip' });
    const limit = chipOf('good-chip').lowerOfflineLimit;
    expect(moved(record, { usesSinceOnline: limit })?.verificationResults).toBe('0000000000');
    expect(moved(record, { usesSinceOnline: limit + 1 })?.verificationResults).toBe('0000004000');
  });

  it('P17 the own count of the card: above its upper limit it never says yes by itself', () => {
    const record = kept({ cardId: 'good-chip' });
    const { limits } = chipOf('good-chip');
    expect(moved(record, { offlineCount: limits.lowerCount - 1 })?.code).toBe('Y1');
    expect(moved(record, { offlineCount: limits.lowerCount })?.code).toBe('Y3');
    expect(moved(record, { offlineCount: limits.upperCount })?.code).toBe('Z3');
    expect(moved(record, { offlineAmountMinor: limits.upperAmountMinor })?.code).toBe('Z3');
  });

  it('P18 without a line, a card whose PIN only the bank can check is not believed', () => {
    const record = kept({ cardId: 'good-pin', pin: 'entered', isLineUsable: true, bank: true });
    expect(record.code).toBeNull();
    const would = moved(record, { isLineUsable: false });
    expect(would).toMatchObject({ code: 'Z3' });
    expect(moved(record, {})).toMatchObject({ code: null, steps: record.steps });
  });

  it('P17 a record of before has no inputs, and none are made up', () => {
    const { inputs: _inputs, ...old } = kept({ cardId: 'good-chip' });
    expect(isReplayable(old)).toBe(false);
  });

  it('I6 no card number, sequence or key is among what is kept', () => {
    for (const { id, number } of TEST_CARDS) {
      const text = JSON.stringify(recorded({ cardId: id })?.inputs ?? null);
      expect([id, text.includes(number), text.includes(chipOf(id).masterKey)]).toEqual([
        id,
        false,
        false,
      ]);
    }
    expect(SAMPLE_SETTINGS.floorLimitMinor).toBeGreaterThan(SAMPLE_TRANSACTION.amountMinor);
  });
});
