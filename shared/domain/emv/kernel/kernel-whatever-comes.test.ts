import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minor } from '../../money.ts';
import {
  asked,
  firstOf,
  NO_LINE,
  OFFLINE_CARD,
  sale,
  secondOf,
  stepIn,
  type Change,
} from '../../testing/node-kernel-card.ts';
import {
  chipOf,
  inserted,
  SAMPLE_SETTINGS,
  SAMPLE_TRANSACTION,
  USED_CARD,
} from '../../testing/sample-terminal.ts';
import type { CardState } from '../chip-card.ts';
import { askSecond, hearFirst, hearSecond, type KernelQuestion } from './kernel.ts';

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
