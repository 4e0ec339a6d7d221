import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { NO_FAULTS } from '../faults.ts';
import { readLedger } from '../store/ledger-view-store.ts';
import { verifyBooks } from '../store/verification.ts';
import { bankOfThisFile } from './test-bank.ts';
import type { TestTill } from './test-till.ts';

/**
 * A till of random habits on a random line: it sends, sends again, asks, reverses, replaces and
 * uploads, several things at once, while requests and answers get lost. Whatever it did, a model of
 * a few lines must say what the bank has booked (I1, I2, P1, P6, P7).
 */
const bank = await bankOfThisFile();
afterEach(() => {
  bank.ports.faults.change(NO_FAULTS);
});

type Act = {
  readonly payment: number;
  readonly what: 'authorise' | 'upload' | 'ask' | 'reverse';
};
type Line = 'works' | 'loses the request' | 'loses the answer' | 'fails after the commit';

const anyAct = fc.record<Act>({
  payment: fc.nat(4),
  what: fc.constantFrom('authorise', 'upload', 'ask', 'reverse'),
});
const anyRound = fc.record({
  line: fc.constantFrom<Line>(
    'works',
    'loses the request',
    'loses the answer',
    'fails after the commit',
  ),
  /** At the same instant. */
  acts: fc.array(anyAct, { minLength: 1, maxLength: 3 }),
});

const FAULTS = {
  works: {},
  'loses the request': { loseRequests: 1 },
  'loses the answer': { loseAnswers: 1 },
  'fails after the commit': { failAfterCommit: 1 },
} as const;

/**
 * Payment 1 replaces 0, and 3 replaces 2; 4 stands alone. Each with a card of its own: a till asks
 * about one card in the order in which its chip has counted (P17), this one in any.
 */
const CARDS = ['good-tap', 'good-tap', 'limit-tap', 'limit-tap', 'good-chip'];

async function fivePayments(till: TestTill): Promise<PaymentCore[]> {
  const cores: PaymentCore[] = [];
  for (let i = 0; i < 5; i += 1) {
    const before = cores[i - 1];
    const replaces = before !== undefined && i % 2 === 1 ? { supersedes: before.id } : {};
    const cardId = CARDS[i] ?? '';
    cores.push(await till.newCore({ cardId, amountMinor: 100 + i, ...replaces }));
  }
  return cores;
}

/** No answer is no news: the till of this test goes on, as every till must. */
async function tried(till: TestTill, core: PaymentCore, { what }: Act): Promise<void> {
  const ask = {
    authorise: () => till.authorise(core),
    upload: () => till.batch([till.stored(core)]),
    ask: () => till.get(`/v1/transactions/${core.id}`),
    reverse: () => till.reverse(core),
  };
  await ask[what]().catch(() => undefined);
}

it('F12 F13 F15 F17 F19 P6 P7 whatever is lost and repeated, the bank booked what the model says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRound, { minLength: 3, maxLength: 12 }), async (rounds) => {
      const till = await bank.newTill();
      const cores = await fivePayments(till);
      for (const { line, acts } of rounds) {
        bank.ports.faults.change({ ...NO_FAULTS, ...FAULTS[line] });
        await Promise.all(
          acts.flatMap((act) => {
            const core = cores[act.payment];
            return core === undefined ? [] : [tried(till, core, act)];
          }),
        );
      }
      bank.ports.faults.change(NO_FAULTS);
      // The line is back. Pairs: the second is delivered, the first reversed, as P7 has it; the
      // lone one is delivered again. What was reversed on the way stays so.
      const reversed = new Set<string>();
      for (const core of cores) {
        const { json } = await till.get(`/v1/transactions/${core.id}`);
        if (isReversed(json)) reversed.add(core.id);
      }
      for (const [i, core] of cores.entries()) {
        if (i === 0 || i === 2) expect((await till.reverse(core)).status).toBe(200);
        else expect((await till.batch([till.stored(core)])).status).toBe(200);
      }
      await expectBooked(cores, reversed);
    }),
    { numRuns: 15 },
  );
});

function isReversed(answer: unknown): boolean {
  return (answer as { state?: string }).state === 'reversed';
}

async function expectBooked(cores: readonly PaymentCore[], reversed: ReadonlySet<string>) {
  const { sales } = await readLedger(bank.ports.database);
  const payments = new Map(
    sales.flatMap((sale) => sale.payments.map((payment) => [payment.id, payment])),
  );
  for (const [i, core] of cores.entries()) {
    const stands = i !== 0 && i !== 2 && !reversed.has(core.id);
    const payment = payments.get(core.id);
    expect([i, payment?.postedMinor]).toEqual([i, stands ? core.amountMinor : 0]);
    expect(payment?.purchasePostings).toBeLessThanOrEqual(1);
  }
  expect((await verifyBooks(bank.ports.database)).problems).toEqual([]);
}
