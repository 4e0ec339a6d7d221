import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lapsesAtMs, mostCompletedOf } from '../../shared/domain/hold.ts';
import { minor } from '../../shared/domain/money.ts';
import type { PaymentCore, PaymentKind } from '../../shared/domain/payment.ts';
import type { PaymentRequest } from './payment-records.ts';
import { judgePayment } from './payments.ts';
import { applyChanges, type Books, type CardHold, type StoredPayment } from './records.ts';
import { isSale, isStanding } from './refunds.ts';
import { judgeReversal } from './reversals.ts';

const START = 3_000n;
const DAY_MS = 24 * 60 * 60 * 1000;

interface Plan {
  readonly kind: PaymentKind;
  readonly amountMinor: number;
  readonly originalId?: string;
  /** Which of the two tills asks for it. */
  readonly at?: 'u';
}

/** Two holds, what may follow on them, a sale beside them, and what takes some of these back. */
const PLANS: Readonly<Record<string, Plan>> = {
  hold: { kind: 'pre-authorisation', amountMinor: 1_001 },
  'other hold': { kind: 'pre-authorisation', amountMinor: 1_700 },
  'completed in full': { kind: 'completion', amountMinor: 1_151, originalId: 'hold' },
  'completed a fen too high': { kind: 'completion', amountMinor: 1_152, originalId: 'hold' },
  'completed in part': { kind: 'completion', amountMinor: 500, originalId: 'hold', at: 'u' },
  'other completed': { kind: 'completion', amountMinor: 1_700, originalId: 'other hold' },
  release: { kind: 'pre-authorisation-void', amountMinor: 1_001, originalId: 'hold' },
  'other release': { kind: 'pre-authorisation-void', amountMinor: 1_700, originalId: 'other hold' },
  'void of full': { kind: 'void', amountMinor: 1_151, originalId: 'completed in full' },
  'void of part': { kind: 'void', amountMinor: 500, originalId: 'completed in part', at: 'u' },
  'refund of part': { kind: 'refund', amountMinor: 200, originalId: 'completed in part' },
  sale: { kind: 'purchase', amountMinor: 1_500 },
};
const NAMES = Object.keys(PLANS);

/** What the two tills ask for, each in its own numbers; a card is read where one is needed. */
function requestOf(name: string): PaymentRequest {
  const plan = PLANS[name];
  if (plan === undefined) throw new Error(name);
  const { at: terminalId = 't' } = plan;
  const number = NAMES.indexOf(name) + 1;
  const core: PaymentCore = {
    kind: plan.kind,
    id: name,
    saleId: 's',
    amountMinor: minor(plan.amountMinor),
    currency: 'CNY',
    terminalId,
    merchantId: 'm',
    transactionNumber: number,
    batchNumber: 1,
    traceNumber: number,
    sealedCard: '',
    ...(plan.originalId === undefined ? {} : { originalId: plan.originalId }),
  };
  const chip = {
    genuine: true,
    type: 'ARQC',
    transactionCounter: number,
    answer: () => new Uint8Array(),
  } as const;
  const read = { cardHash: 'h', maskedNumber: '', checkDigitValid: true, pinHash: null, chip };
  const card = plan.originalId === undefined ? read : null;
  const coreHash = `${name} ${terminalId}`;
  return { core, coreHash, card, sealBroken: false, operatorId: '00', channel: 'online' };
}

/** The bank of one card; each till has a series of its own. */
class Bank {
  readonly payments = new Map<string, StoredPayment>();
  readonly holds = new Map<string, CardHold>();
  readonly #numbers = new Map<string, Pick<Books, 'numbers' | 'traces' | 'chipCounters'>>();
  #availableMinor = START;
  #nowMs = 0;

  wait(days: number): void {
    this.#nowMs += days * DAY_MS;
  }

  ask(name: string, reverse: boolean): void {
    const request = requestOf(name);
    const books = this.#books(request.core.terminalId);
    const before = this.spendable;
    const { value, changes } = reverse
      ? judgeReversal(books, request)
      : judgePayment(books, request);
    applyChanges(books, changes);
    for (const change of changes) {
      if (change.type === 'hold' && change.stands) this.holds.set(change.hold.id, change.hold);
      if (change.type === 'hold' && !change.stands) this.holds.delete(change.hold.id);
      if (change.type === 'card') this.#availableMinor = change.card.availableMinor;
    }
    expect(books.cards.get('h')?.heldMinor).toBe(this.heldMinor);
    const isNew = changes.some(({ type }) => type === 'number');
    const reads = request.card !== null;
    if (!isNew || !reads || value.type !== 'answered' || !('payment' in value)) return;
    if (isStanding(value.payment)) expect(before).toBeGreaterThanOrEqual(value.payment.amountMinor);
  }

  get heldMinor(): bigint {
    const held = [...this.holds.values()].filter(({ lapsesAtMs: at }) => at > this.#nowMs);
    return held.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  }

  get spendable(): bigint {
    return this.#availableMinor - this.heldMinor;
  }

  get availableMinor(): bigint {
    return this.#availableMinor;
  }

  standing(): StoredPayment[] {
    return [...this.payments.values()].filter(isStanding);
  }

  #books(terminalId: string): Books {
    const own = this.#numbers.get(terminalId) ?? {
      numbers: new Map(),
      traces: new Map(),
      chipCounters: new Map(),
    };
    this.#numbers.set(terminalId, own);
    const account = {
      cardHash: 'h',
      id: 'c',
      expiry: '2029-12',
      standing: 'good',
      verification: 'none',
      pinHash: '',
      wrongPins: 0,
      limitMinor: START,
      availableMinor: this.#availableMinor,
      heldMinor: this.heldMinor,
      approvesInPart: true,
      yesIsDefective: false,
    } as const;
    return {
      merchantId: 'm',
      terminalId,
      currency: 'CNY',
      nowMs: this.#nowMs,
      issuerDown: false,
      digits: (count) => '0'.repeat(count),
      payments: this.payments,
      cards: new Map([['h', account]]),
      reports: new Map(),
      reportedSales: new Map(),
      cashReturns: new Map(),
      voidNumbers: new Map(),
      ...own,
    };
  }
}

/** A few of them at a time, again and again: so they come across each other. */
const some = fc.oneof(
  fc.subarray(NAMES, { minLength: 3, maxLength: 5 }),
  fc.constant(['completed in full', 'void of full', 'release']),
  fc.constant(['completed in part', 'void of part', 'refund of part']),
);
const acts = some.chain((names) =>
  fc.array(
    fc.record({
      name: fc.constantFrom(...names),
      reverse: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
      days: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 31),
    }),
    { minLength: 4, maxLength: 20, size: 'max' },
  ),
);

/** Of whatever was asked in whatever order: what is held, and what was charged, follows from what stands. */
function checkBooks(bank: Bank): void {
  const standing = bank.standing();
  const followers = (id: string) =>
    standing.filter(
      ({ kind, originalId }) =>
        originalId === id && (kind === 'completion' || kind === 'pre-authorisation-void'),
    );
  const holds = standing.filter(({ kind }) => kind === 'pre-authorisation');
  for (const { kind, originalId, amountMinor, cardHash } of standing) {
    if (kind !== 'completion' && kind !== 'pre-authorisation-void') continue;
    expect(followers(originalId ?? '')).toHaveLength(1);
    const hold = bank.payments.get(originalId ?? '');
    expect(cardHash).toBe('h');
    expect(amountMinor).toBeLessThanOrEqual(mostCompletedOf(hold?.amountMinor ?? 0n));
  }
  const open = holds.filter(({ id }) => followers(id).length === 0);
  expect([...bank.holds.values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
    open
      .map(({ id, amountMinor, createdAtMs }) => ({
        id,
        cardHash: 'h',
        amountMinor,
        lapsesAtMs: lapsesAtMs(createdAtMs),
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
  const sign = (payment: StoredPayment) =>
    isSale(payment) ? payment.amountMinor : payment.kind === 'refund' ? -payment.amountMinor : 0n;
  const charged = standing.reduce((sum, payment) => sum + sign(payment), 0n);
  expect(bank.availableMinor).toBe(START - charged);
}

it('P6 I1 I2 what is held on a card, and what it paid, follows from what stands, in whatever order', () => {
  let completions = 0;
  let restored = 0;
  fc.assert(
    fc.property(acts, (asked) => {
      const bank = new Bank();
      const reversed = new Set<string>();
      bank.ask('hold', false);
      for (const { name, reverse, days } of asked) {
        bank.wait(days);
        const openBefore = bank.holds.size;
        bank.ask(name, reverse);
        if (reverse) reversed.add(name);
        const isHold = PLANS[name]?.kind === 'pre-authorisation';
        if (!isHold && bank.holds.size > openBefore) restored += 1;
        const standing = bank.standing().map(({ id }) => id);
        expect(standing.filter((id) => reversed.has(id))).toEqual([]);
        checkBooks(bank);
      }
      completions += bank.standing().filter(({ kind }) => kind === 'completion').length;
    }),
    { numRuns: 400 },
  );
  // A property that no run comes near proves nothing.
  expect(completions).toBeGreaterThan(10);
  expect(restored).toBeGreaterThan(10);
});
