import fc from 'fast-check';
import { expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import type { PaymentRequest } from './payment-records.ts';
import { judgePayment } from './payments.ts';
import { merchantFee } from './postings.ts';
import { applyChanges, type Books, type Change } from './records.ts';
import { judgeReversal } from './reversals.ts';

const START = 10_000n;
const AMOUNT = minor(3_000);
/** Of the refunds, by their place. */
const REFUNDED: Readonly<Record<number, number>> = { 5: 1_083, 6: 2_417, 7: 583 };

function emptyBooks(): Books {
  return {
    merchantId: 'm',
    terminalId: 't',
    currency: 'CNY',
    nowMs: Date.UTC(2026, 10, 24),
    issuerDown: false,
    digits: (count) => '1'.repeat(count),
    payments: new Map(),
    cards: new Map([
      [
        'h',
        {
          cardHash: 'h',
          id: 'c',
          expiry: '2029-12',
          standing: 'good',
          verification: 'none',
          pinHash: '',
          wrongPins: 0,
          limitMinor: START,
          availableMinor: START,
          heldMinor: 0n,
          approvesInPart: true,
          yesIsDefective: false,
        },
      ],
    ]),
    numbers: new Map(),
    traces: new Map(),
    reports: new Map(),
    reportedSales: new Map(),
    voidNumbers: new Map(),
    cashReturns: new Map(),
    chipCounters: new Map(),
  };
}

/**
 * Payment i supersedes payment i-1 where `chained`; a void takes payment 0 back, and refunds give parts
 * of payments 0 and 1 back, one of them more than is left when the other stands.
 */
function requestOf(i: number, chained: boolean, channel: 'online' | 'stored'): PaymentRequest {
  const kind = i === 4 ? 'void' : i > 4 ? 'refund' : 'purchase';
  const isPurchase = kind === 'purchase';
  const core: PaymentCore = {
    kind,
    id: `p${i}`,
    saleId: 's',
    amountMinor: minor(REFUNDED[i] ?? AMOUNT),
    currency: 'CNY',
    terminalId: 't',
    merchantId: 'm',
    transactionNumber: i + 1,
    batchNumber: 1,
    traceNumber: i + 1,
    sealedCard: '',
    ...(chained && i > 0 && isPurchase ? { supersedes: `p${i - 1}` } : {}),
    ...(isPurchase ? {} : { originalId: i === 7 ? 'p1' : 'p0' }),
  };
  const chip = {
    genuine: true,
    type: 'TC',
    transactionCounter: i + 1,
    answer: () => new Uint8Array(),
  } as const;
  const card = { cardHash: 'h', maskedNumber: '', checkDigitValid: true, pinHash: null, chip };
  const coreHash = `${core.id}${chained}`;
  return { core, coreHash, card, sealBroken: false, operatorId: '00', channel };
}

const act = fc.record({
  payment: fc.integer({ min: 0, max: 7 }),
  reverse: fc.boolean(),
  channel: fc.constantFrom('online' as const, 'stored' as const),
});

it('P1 P6 P7 I1 I2 whatever comes in whatever order, the card is charged for what stands', () => {
  fc.assert(
    fc.property(
      fc.array(act, { minLength: 4, maxLength: 25, size: 'max' }),
      fc.boolean(),
      (acts, chained) => {
        const books = emptyBooks();
        const postings = new Map<string, bigint>();
        const reversed = new Set<string>();
        for (const { payment, reverse, channel } of acts) {
          const request = requestOf(payment, chained, channel);
          const { changes } = reverse
            ? judgeReversal(books, request)
            : judgePayment(books, request);
          applyChanges(books, changes);
          book(postings, changes);
          if (reverse) reversed.add(request.core.id);
          // What was reversed once never stands again (P6); a purchase whose void was undone may.
          for (const id of reversed) {
            expect(['approved', 'posted']).not.toContain(books.payments.get(id)?.state);
          }
        }
        const standing = [...books.payments.values()].filter(
          ({ kind, state }) => kind === 'purchase' && (state === 'approved' || state === 'posted'),
        );
        const left = standing.map(({ id, amountMinor }) => amountMinor - refundedOf(books, id));
        for (const amount of left) expect(amount).toBeGreaterThanOrEqual(0n);
        const charged = left.reduce((sum, amount) => sum + amount, 0n);
        expect(postings.get('bank:fee-income') ?? 0n).toBe(
          left.reduce((sum, amount) => sum + merchantFee(amount), 0n),
        );
        // The last one may get less than it asked for: what is there, and no more.
        for (const { amountMinor, askedMinor } of standing) {
          expect(askedMinor ?? amountMinor).toBe(BigInt(AMOUNT));
        }
        expect(books.cards.get('h')?.availableMinor).toBe(START - charged);
        expect(postings.get('card:c') ?? 0n).toBe(-charged);
        expect([...postings.values()].reduce((sum, amount) => sum + amount, 0n)).toBe(0n);
        // Whatever is known to be superseded does not stand, in whatever order they came (P7).
        const superseded = [...books.payments.values()].flatMap((one) => one.supersedes ?? []);
        expect(standing.filter(({ id }) => superseded.includes(id))).toEqual([]);
      },
    ),
    { numRuns: 1000 },
  );
});

/** Of whatever still says that it stands, also where its purchase does not. */
function refundedOf({ payments }: Books, originalId: string): bigint {
  const refunds = [...payments.values()].filter(
    ({ kind, originalId: of, state }) =>
      kind === 'refund' && of === originalId && (state === 'approved' || state === 'posted'),
  );
  return refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

/** Adds to the accounts; a posting id that comes twice is a bug. */
function book(accounts: Map<string, bigint>, changes: readonly Change[]): void {
  for (const change of changes) {
    if (change.type !== 'posting') continue;
    const { id, entries } = change.posting;
    expect(accounts.has(`posted ${id}`)).toBe(false);
    accounts.set(`posted ${id}`, 0n);
    for (const { account, debitMinor, creditMinor } of entries) {
      accounts.set(account, (accounts.get(account) ?? 0n) + creditMinor - debitMinor);
    }
  }
}
