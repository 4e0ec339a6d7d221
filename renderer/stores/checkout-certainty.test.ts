import fc from 'fast-check';
import { expect, it } from 'vitest';
import { factsOf, failure } from '../../shared/contracts/error-codes.ts';
import { certaintyOfSale } from '../../shared/domain/certainty.ts';
import type { JournalBody } from '../../shared/domain/journal.ts';
import type { Payment } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { err } from '../../shared/lib/result.ts';
import { present } from '../../shared/lib/assert.ts';
import { resolveOpenPayments } from '../services/paying/open-payments.ts';
import { paidTenders } from '../services/books/sale-writing.ts';
import { TERMINAL, type LineBehaviour } from '../services/testing/fake-till.ts';
import { benchCounter } from './testing/bench-counter.ts';
import type { Verdict } from './paying.ts';

type Counter = ReturnType<typeof benchCounter>;

type Write = 'works' | 'fails' | 'in-doubt';

/** One try at the counter, with all that may go wrong around it. */
interface Try {
  readonly by: 'cash' | 'card';
  readonly cardId: string;
  readonly share: 'part' | 'rest';
  readonly line: readonly LineBehaviour[];
  readonly isLineUsable: boolean;
  /** What becomes of each record in turn: `in-doubt` is written and called doubtful. */
  readonly journal: readonly Write[];
  /** What becomes of each call of the database in turn. */
  readonly database: readonly Write[];
  readonly patience: number;
  readonly acceptsPromise: boolean;
  readonly next: 'next-tender' | 'next-sale' | 'call-off';
}

const tries = fc.array(
  fc.record<Try>({
    by: fc.constantFrom('cash', 'card', 'card', 'card'),
    cardId: fc.constantFrom('good-tap', 'good-chip', 'good-pin', 'poor', 'stolen'),
    share: fc.constantFrom('part', 'rest', 'rest'),
    line: fc.array(
      fc.constantFrom<LineBehaviour>('works', 'cut', 'lose-answer', 'lose-request', 'mute'),
      { maxLength: 8 },
    ),
    isLineUsable: fc.boolean(),
    journal: fc.array(fc.constantFrom<Write>('works', 'works', 'works', 'fails', 'in-doubt'), {
      maxLength: 6,
    }),
    database: fc.array(
      fc.constantFrom<Write>('works', 'works', 'works', 'works', 'works', 'fails', 'in-doubt'),
      { maxLength: 20 },
    ),
    patience: fc.nat(2),
    acceptsPromise: fc.boolean(),
    next: fc.constantFrom('next-tender', 'next-sale', 'call-off'),
  }),
  { minLength: 1, maxLength: 6 },
);

const PLAIN: Try = {
  by: 'card',
  cardId: 'good-tap',
  share: 'rest',
  line: [],
  isLineUsable: true,
  journal: [],
  database: [],
  patience: 0,
  acceptsPromise: true,
  next: 'next-sale',
};

/** The plainest way to each verdict, so that chance does not decide whether it was looked at. */
const ONE_OF_EACH: Readonly<Record<string, Try>> = {
  approved: PLAIN,
  provisional: { ...PLAIN, isLineUsable: false },
  declined: { ...PLAIN, cardId: 'poor' },
  'taken-back': {
    ...PLAIN,
    line: ['mute', 'works', 'mute', 'works', 'mute', 'works', 'mute', 'works'],
  },
  'not-recorded': { ...PLAIN, journal: ['works', 'fails'] },
  'failed, untouched': { ...PLAIN, journal: ['fails'] },
  'failed, unknown': { ...PLAIN, by: 'cash', journal: ['in-doubt'] },
  'failed, safe': { ...PLAIN, by: 'cash', database: ['works', 'works', 'in-doubt'] },
};

it('I9 I3 I4 whatever happens, nothing is shown or printed as more certain than both copies and the bank', async () => {
  const reached = new Set<string>();
  await fc.assert(
    fc.asyncProperty(tries, async (all) => {
      const counter = benchCounter();
      const copies = breakable(counter);
      counter.fake.decline.set('poor', '51');
      for (const one of all) {
        copies.journal = [...one.journal];
        copies.database = [...one.database];
        const known = counter.fake.journal.length;
        await take(counter, one);
        copies.database = [];
        const verdict = present(counter.state().paying, 'a payment').verdict;
        reached.add(kindOf(verdict));
        await expectHonest(counter, verdict, known);
        await goOn(counter, one);
      }
      copies.journal = [];
      await heal(counter);
      await expectBooksEqual(counter);
    }),
    { numRuns: 300, examples: Object.values(ONE_OF_EACH).map((one) => [[one]]) },
  );
  // A property that never reached these would prove nothing.
  for (const kind of Object.keys(ONE_OF_EACH)) expect([...reached]).toContain(kind);
}, 60_000);

/** A failure counts by what it says of the money. */
function kindOf(verdict: Verdict | null): string {
  if (verdict?.kind !== 'failed') return verdict?.kind ?? 'part';
  return `failed, ${factsOf(verdict.failure.code).money}`;
}

function breakable({ fake, till: { store } }: Counter) {
  const copies: { journal: Write[]; database: Write[] } = { journal: [], database: [] };
  const append = fake.host.appendJournal;
  Object.assign(fake.host, {
    appendJournal: async (...drafts: Parameters<typeof append>) => {
      const fate = copies.journal.shift() ?? 'works';
      if (fate === 'fails') return err(failure('journal-write-failed', 'planted'));
      const written = await append(...drafts);
      return fate === 'works' ? written : err(failure('journal-in-doubt', 'planted'));
    },
  });
  const { apply, sales } = store;
  const broken =
    <Args extends unknown[], Value>(call: (...args: Args) => Promise<Value>) =>
    async (...args: Args) => {
      const fate = copies.database.shift() ?? 'works';
      if (fate === 'fails') return err(failure('store-failed', 'planted'));
      const done = await call(...args);
      return fate === 'works' ? done : err(failure('store-timeout', 'planted'));
    };
  Object.assign(store, { apply: broken(apply), sales: broken(sales) });
  return copies;
}

async function take(counter: Counter, one: Try): Promise<void> {
  const { fake, store, state, line, ringUp } = counter;
  if (state().paying === null) {
    if (counter.cart.getState().cart.lines.length === 0) ringUp(2600);
    else state().startPaying();
  }
  fake.script = [...one.line];
  line.isUsable = one.isLineUsable;
  let { patience } = one;
  const stop = store.subscribe(({ paying }) => {
    const kind = paying?.question?.kind;
    if (kind === 'pin') state().answer('pin', 'entered');
    if (kind === 'unknown') state().answer('unknown', patience > 0 ? 'keep-asking' : 'give-up');
    if (kind === 'unknown') patience -= 1;
    if (kind === 'promise') {
      const answer = { accept: one.acceptsPromise, customerContact: '', supervisor: null };
      state().answer('promise', answer);
    }
  });
  const amountMinor = one.share === 'part' ? 600 : undefined;
  if (one.by === 'cash') await state().payCash(amountMinor ?? 2600);
  else await state().payCard(one.cardId, amountMinor);
  stop();
}

async function goOn({ state, cart }: Counter, { next }: Try): Promise<void> {
  state().nextTender();
  if (next === 'call-off') await state().cancelSale();
  if (next === 'next-tender') return;
  state().stopPaying();
  if (next === 'next-sale' && state().paying === null) cart.getState().clear();
}

/** What is said is what the journal file says, to the letter. */
async function expectHonest(
  counter: Counter,
  verdict: Verdict | null,
  knownRecords: number,
): Promise<void> {
  const { fake } = counter;
  if (verdict?.kind === 'approved') {
    const payment = present(recorded(counter, verdict.sale).payments.at(-1), 'the payment');
    expect(payment.status.state).toBe('approved');
    expect(fake.booked.has(payment.id)).toBe(true);
  }
  if (verdict?.kind === 'provisional') {
    const { status } = present(recorded(counter, verdict.sale).payments.at(-1), 'the promise');
    expect(['stored', 'offline-approved']).toContain(status.state);
  }
  if (verdict?.kind === 'failed') {
    const { money } = factsOf(verdict.failure.code);
    const { saleId } = counter.cart.getState().cart;
    const { code } = verdict.failure;
    const written = fake.journal.slice(knownRecords).some(({ body }) => isMoneyOf(saleId, body));
    if (money === 'untouched') {
      expect(openPayments(counter, saleId).filter(({ id }) => fake.booked.has(id))).toEqual([]);
      expect([code, written]).toEqual([code, false]);
    }
    if (money === 'safe') {
      const sale = recorded(counter, { id: saleId });
      expect([code, paidTenders(sale).length > 0]).toEqual([code, true]);
    }
  }
  for (const slip of fake.slips) {
    const sale = recorded(counter, { id: slip.saleId });
    expect(sale.state).toBe('completed');
    if (slip.certainty === 'certain') expect(certaintyOfSale(sale)).toBe('certain');
  }
}

/** Money was taken in this record. One that was only asked for is the bank's to say. */
function isMoneyOf(saleId: string, body: JournalBody): boolean {
  return (
    body.kind === 'sale' && body.sale.id === saleId && ['completed', 'approved'].includes(body.step)
  );
}

function openPayments({ fake }: Counter, saleId: string): readonly Payment[] {
  const bodies = fake.journal.map(({ body }) => body);
  const last = bodies.filter((body) => body.kind === 'sale' && body.sale.id === saleId).at(-1);
  const payments = last?.kind === 'sale' ? last.sale.payments : [];
  return payments.filter(({ status: { state } }) => state === 'authorizing' || state === 'unknown');
}

function recorded({ fake }: Counter, { id }: Pick<Sale, 'id'>): Sale {
  const bodies = fake.journal.map(({ body }) => body);
  const last = bodies.filter((body) => body.kind === 'sale' && body.sale.id === id).at(-1);
  if (last?.kind !== 'sale') throw new Error(`sale ${id} was shown and is not in the journal`);
  return last.sale;
}

/** The line is back, the disk has room, nobody is at the counter. */
async function heal(counter: Counter): Promise<void> {
  const { fake, till, checkout } = counter;
  fake.script = [];
  fake.always = 'works';
  for (let turns = 0; checkout.cardsLocked && turns < 1_000; turns += 1) {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  expect(checkout.cardsLocked).toBe(false);
  await till.ledger.catchUp();
  await resolveOpenPayments(
    { ...till.ports, store: till.store },
    till.ledger,
    TERMINAL,
    () => false,
  );
  await till.outbox.drain({ urgent: true });
}

/** I4: every booking of the bank has its record here, and every record of money its booking. */
async function expectBooksEqual(counter: Counter): Promise<void> {
  const payments = (await counter.sales()).flatMap((sale) => sale.payments);
  const paid = payments.filter(
    ({ status: { state } }) => state === 'approved' || state === 'posted',
  );
  expect(new Set(paid.map(({ id }) => id))).toEqual(new Set(counter.fake.booked.keys()));
  const open = payments.filter(({ status: { state } }) => OPEN.has(state));
  expect(open).toEqual([]);
}

const OPEN: ReadonlySet<string> = new Set(['authorizing', 'unknown', 'reversing', 'stored']);
