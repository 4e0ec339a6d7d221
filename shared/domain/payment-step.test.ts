import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PARAMETERS } from './demo-merchant.ts';
import type { PaymentState } from './payment.ts';
import { nextPaymentStep, type Heard, type KnownOfPayment } from './payment-step.ts';
import { SAMPLE_STATUS } from './testing/sample-sale.ts';

const { wait } = DEFAULT_PARAMETERS;
const CALM: KnownOfPayment = {
  attended: true,
  givenUp: false,
  lineUsable: true,
  heard: 'nothing-asked',
  pinCarried: false,
  cardGone: false,
  waitedMs: 0,
  ageMs: 0,
  wait,
};
const LATE = { waitedMs: wait.attendedMs };
const ALONE = { attended: false };

// In order of precedence: each line but the last also fulfils the condition of a later one.
it.each<[string, PaymentState, Partial<KnownOfPayment>, string]>([
  ['P5 a new payment on a usable line', 'created', {}, 'send'],
  [
    'P6 a new payment, an older reversal unanswered',
    'created',
    { lineUsable: false },
    'go-offline',
  ],
  ['P5 given up', 'authorizing', { givenUp: true, lineUsable: false, ...LATE }, 'reverse given-up'],
  ['P7 the line died', 'authorizing', { lineUsable: false, ...LATE }, 'go-offline'],
  ['P9 intent stored, nothing sent yet', 'authorizing', { ...LATE }, 'send'],
  ['P5 20 s are over', 'authorizing', { heard: 'not-known', ...LATE }, 'offer-choice'],
  ['P5 no answer in time', 'authorizing', { heard: 'no-answer' }, 'ask'],
  ['P5 the bank never got it', 'authorizing', { heard: 'not-known' }, 'send'],
  ['P1 never got it, a PIN was in it', 'unknown', { heard: 'not-known', pinCarried: true }, 'ask'],
  [
    'P17 P6 never got it, and the card that said it is gone',
    'authorizing',
    { heard: 'not-known', cardGone: true, ...LATE },
    'reverse given-up',
  ],
  ['P5 no answer, and the card is gone', 'unknown', { heard: 'no-answer', cardGone: true }, 'ask'],
  ['P5 19.999 s', 'unknown', { heard: 'no-answer', waitedMs: wait.attendedMs - 1 }, 'ask'],
  ['F03 found open after a restart', 'authorizing', { ...ALONE, ageMs: 1e9 }, 'ask'],
  [
    'F02 found open, the bank does not know it',
    'unknown',
    { ...ALONE, heard: 'not-known' },
    'reverse abandoned-at-restart',
  ],
  [
    'P5 left alone for ten minutes, no line',
    'unknown',
    { ...ALONE, heard: 'no-answer', ageMs: wait.leftAloneMs },
    'reverse left-alone',
  ],
  [
    'P5 left alone for less, no line',
    'authorizing',
    { ...ALONE, heard: 'no-answer', ageMs: wait.leftAloneMs - 1 },
    'leave-open',
  ],
  ['P6 a reversal is repeated until it is closed', 'reversing', { givenUp: true }, 'deliver'],
  ['P12 a promise is uploaded', 'stored', {}, 'deliver'],
  ['P12 a chip approval is uploaded', 'offline-approved', {}, 'deliver'],
  ['P13 a refused promise is a person’s', 'refused', {}, 'ask-a-person'],
  ['needs attention', 'needs-attention', {}, 'ask-a-person'],
])('%s (%s)', (_, state, known, expected) => {
  const step = nextPaymentStep(state, { ...CALM, ...known });
  expect('reason' in step ? `${step.kind} ${step.reason}` : step.kind).toBe(expected);
});

const anyKnown = fc.record<KnownOfPayment>({
  attended: fc.boolean(),
  givenUp: fc.boolean(),
  lineUsable: fc.boolean(),
  heard: fc.constantFrom<Heard>('nothing-asked', 'no-answer', 'not-known'),
  pinCarried: fc.boolean(),
  cardGone: fc.boolean(),
  waitedMs: fc.nat(60_000),
  ageMs: fc.nat(3_600_000),
  wait: fc.constant(wait),
});
const anyState = fc.constantFrom(...Object.values(SAMPLE_STATUS).map(({ state }) => state));

describe('whatever is known', () => {
  it('P1 a request that carried a PIN is sent at most once', () => {
    fc.assert(
      fc.property(anyState, anyKnown, (state, known) => {
        const step = nextPaymentStep(state, { ...known, pinCarried: true });
        fc.pre(state !== 'created' && known.heard !== 'nothing-asked');
        expect(step.kind).not.toBe('send');
      }),
    );
  });

  it('P5 only an open payment is asked about or reversed, and an answered one is left alone', () => {
    fc.assert(
      fc.property(anyState, anyKnown, (state, known) => {
        const { kind } = nextPaymentStep(state, known);
        const open = state === 'authorizing' || state === 'unknown';
        if (!open) expect(['ask', 'reverse', 'offer-choice']).not.toContain(kind);
        else expect(['done', 'deliver']).not.toContain(kind);
      }),
    );
  });

  it('P5 nobody who has left is asked to choose, and nothing is sent in their name', () => {
    fc.assert(
      fc.property(anyKnown, (known) => {
        const { kind } = nextPaymentStep('authorizing', { ...known, attended: false });
        expect(['send', 'offer-choice', 'go-offline']).not.toContain(kind);
      }),
    );
  });

  it('P5 with or without a line, an open payment ends: ten minutes alone and it is reversed', () => {
    fc.assert(
      fc.property(anyKnown, (known) => {
        const heard = known.heard === 'nothing-asked' ? 'no-answer' : known.heard;
        const alone = { ...known, attended: false, heard, ageMs: wait.leftAloneMs };
        expect(nextPaymentStep('unknown', alone).kind).toBe('reverse');
      }),
    );
  });
});
