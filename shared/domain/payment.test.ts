import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minor } from './money.ts';
import {
  hears,
  tryPaymentEvent,
  type PaymentEvent,
  type PaymentState,
  type PaymentStatus,
} from './payment.ts';
import { SAMPLE_STATUS } from './testing/sample-sale.ts';

const LATER_MS = 9_999;
const APPROVAL = { authorisationCode: '654321', referenceNumber: '200000000002' };

/** One of each kind of news: a new one does not compile until it is listed here. */
const EVENTS: { readonly [Type in PaymentEvent['type']]: Extract<PaymentEvent, { type: Type }> } = {
  'intent-stored': { type: 'intent-stored', atMs: LATER_MS },
  'bank-approved': { type: 'bank-approved', atMs: LATER_MS, ...APPROVAL },
  'bank-approved-in-part': {
    type: 'bank-approved-in-part',
    atMs: LATER_MS,
    approvedMinor: minor(500),
    ...APPROVAL,
  },
  'bank-declined': { type: 'bank-declined', atMs: LATER_MS, code: '51' },
  'answer-missing': { type: 'answer-missing', atMs: LATER_MS },
  'reversal-decided': { type: 'reversal-decided', atMs: LATER_MS, reason: 'left-alone' },
  'reversal-closed': { type: 'reversal-closed', atMs: LATER_MS },
  'chip-approved': {
    type: 'chip-approved',
    atMs: LATER_MS,
    code: 'Y1',
    certificate: 'c0ffee',
    latestSendingMs: LATER_MS,
  },
  'offline-refused': { type: 'offline-refused', atMs: LATER_MS, code: 'Z1' },
  'promise-accepted': { type: 'promise-accepted', atMs: LATER_MS, latestSendingMs: LATER_MS },
  'upload-posted': { type: 'upload-posted', atMs: LATER_MS, watch: true, ...APPROVAL },
  'upload-refused': { type: 'upload-refused', atMs: LATER_MS, code: '43' },
  recovered: { type: 'recovered', atMs: LATER_MS, byPaymentId: 'payment-9' },
  'recovery-undone': { type: 'recovery-undone', atMs: LATER_MS, code: '51' },
  'written-off': { type: 'written-off', atMs: LATER_MS, supervisorId: '00', reason: 'gone' },
  withdrawn: { type: 'withdrawn', atMs: LATER_MS, supervisorId: '00' },
  'attention-needed': { type: 'attention-needed', atMs: LATER_MS, why: 'two answers' },
};

/** PROTOCOL, "Payment states", written down a second time: state, news, state after it. */
const TABLE: Readonly<Record<PaymentState, Partial<Record<PaymentEvent['type'], PaymentState>>>> = {
  created: {
    'intent-stored': 'authorizing',
    'chip-approved': 'offline-approved',
    'offline-refused': 'offline-declined',
    'promise-accepted': 'stored',
  },
  authorizing: {
    'bank-approved': 'approved',
    'bank-approved-in-part': 'approved-in-part',
    'bank-declined': 'declined',
    'answer-missing': 'unknown',
    'reversal-decided': 'reversing',
    'attention-needed': 'needs-attention',
  },
  unknown: {
    'bank-approved': 'approved',
    'bank-approved-in-part': 'approved-in-part',
    'bank-declined': 'declined',
    'reversal-decided': 'reversing',
    'attention-needed': 'needs-attention',
  },
  approved: { 'reversal-decided': 'reversing', 'attention-needed': 'needs-attention' },
  'approved-in-part': { 'reversal-decided': 'reversing', 'attention-needed': 'needs-attention' },
  reversing: { 'reversal-closed': 'reversed' },
  'offline-approved': {
    'upload-posted': 'posted',
    'upload-refused': 'refused',
    withdrawn: 'withdrawn',
    'attention-needed': 'needs-attention',
  },
  stored: {
    'upload-posted': 'posted',
    'upload-refused': 'refused',
    withdrawn: 'withdrawn',
    'attention-needed': 'needs-attention',
  },
  refused: {
    recovered: 'recovered',
    'written-off': 'written-off',
    'attention-needed': 'needs-attention',
  },
  'needs-attention': {
    'upload-posted': 'posted',
    'upload-refused': 'refused',
    'written-off': 'written-off',
  },
  declined: {},
  reversed: {},
  'offline-declined': {},
  posted: {},
  recovered: { 'recovery-undone': 'refused' },
  'written-off': {},
  withdrawn: {},
};

const STATES = Object.values(SAMPLE_STATUS);
const NEWS = Object.values(EVENTS);

describe('P5 P6 P7 every state and every news', () => {
  const pairs = STATES.flatMap((status) => NEWS.map((event) => ({ status, event })));
  it.each(pairs)('$status.state hears $event.type as the table says', ({ status, event }) => {
    const expected = TABLE[status.state][event.type];
    expect(hears(status, event)).toBe(expected !== undefined);
    expect(tryPaymentEvent(status, event)?.state).toBe(expected);
  });

  it('the news brings its facts along, and a reversal keeps its reason', () => {
    expect(tryPaymentEvent(SAMPLE_STATUS.unknown, EVENTS['bank-approved'])).toEqual({
      state: 'approved',
      atMs: LATER_MS,
      ...APPROVAL,
    });
    const reversing = tryPaymentEvent(SAMPLE_STATUS.approved, EVENTS['reversal-decided']);
    const reversed = reversing && tryPaymentEvent(reversing, EVENTS['reversal-closed']);
    expect(reversed).toEqual({ state: 'reversed', atMs: LATER_MS, reason: 'left-alone' });
  });
});

describe('whatever comes in whatever order', () => {
  const yes: readonly PaymentState[] = ['approved', 'approved-in-part', 'posted'];
  const no: readonly PaymentState[] = [
    'declined',
    'reversed',
    'offline-declined',
    'written-off',
    'withdrawn',
  ];
  const history = fc.array(fc.constantFrom(...NEWS), { maxLength: 60 });

  function statesOf(start: PaymentStatus, events: readonly PaymentEvent[]): PaymentState[] {
    let status = start;
    return events.map((event) => (status = tryPaymentEvent(status, event) ?? status).state);
  }

  it('P6 F14 no news makes money of a payment that was declined or reversed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...STATES), history, (start, events) => {
        const states = [start.state, ...statesOf(start, events)];
        const firstNo = states.findIndex((state) => no.includes(state));
        if (firstNo < 0) return;
        expect(states.slice(firstNo).filter((state) => yes.includes(state))).toEqual([]);
      }),
    );
  });

  it('P6 once a reversal is decided, nothing but its closing is heard', () => {
    fc.assert(
      fc.property(history, (events) => {
        const states = new Set(statesOf(SAMPLE_STATUS.reversing, events));
        states.delete('reversing');
        expect([[], ['reversed']]).toContainEqual([...states]);
      }),
    );
  });

  it('I9 no promise is ever approved: it is posted by the bank, or it is not paid', () => {
    fc.assert(
      fc.property(history, (events) => {
        for (const start of [SAMPLE_STATUS.stored, SAMPLE_STATUS['offline-approved']]) {
          const states = statesOf(start, events);
          expect(states).not.toContain('approved');
          expect(states).not.toContain('approved-in-part');
        }
      }),
    );
  });

  it('I3 from every state the end can be reached: at the bank, not paid, or a person decided', () => {
    const ends = STATES.filter(({ state }) => Object.keys(TABLE[state]).length === 0);
    const reaches = new Set<PaymentState>(ends.map(({ state }) => state));
    for (let grown = true; grown;) {
      const before = reaches.size;
      for (const status of STATES) {
        const nexts = NEWS.map((event) => tryPaymentEvent(status, event)?.state);
        if (nexts.some((next) => next !== undefined && reaches.has(next))) {
          reaches.add(status.state);
        }
      }
      grown = reaches.size > before;
    }
    expect([...reaches].sort()).toEqual(STATES.map(({ state }) => state).sort());
  });
});
