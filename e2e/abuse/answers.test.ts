import { describe, expect, it } from 'vitest';
import type { Sale } from '../../shared/domain/sale.ts';
import { minor } from '../../shared/domain/money.ts';
import { NO_CASH_ROUNDING } from '../../shared/domain/cash.ts';
import { present } from '../../shared/lib/assert.ts';
import { payCash } from '../../renderer/services/paying/cash-payment.ts';
import { outcomeKind, pricedCart } from '../../renderer/services/testing/bench-till.ts';
import { valueOf } from '../value-of.ts';
import { liedToTill, type Lie, type LiedToTill } from './lied-to-till.ts';

/**
 * The bank's answers at the till (P5, P26): a signature proves whose answer it is, not that it is
 * about what was asked. What does not fit decides nothing, and the till goes on.
 */
const OTHER_ID = '01900000-0000-7000-8000-0000000000ff';

/** Changes members of the answers to one kind of request. */
function changing(path: RegExp, change: Readonly<Record<string, unknown>>): Lie {
  return (asked, truth) =>
    path.test(asked.path) && truth.status === 200
      ? { ...truth, body: { ...(truth.body as object), ...change } }
      : truth;
}

const AUTHORISATION = /authorisations$/;
const QUESTION = /transactions\//;

async function onlySale({ store }: LiedToTill): Promise<Sale> {
  return present(valueOf(await store.recentSales(10))[0], 'the sale');
}

/** Heals the bank and lets everything go that waits. */
async function drained(till: LiedToTill): Promise<void> {
  till.heal();
  valueOf(await till.resolveOpen());
  await till.outbox.drain({ urgent: true });
  expect(valueOf(await till.store.outbox())).toEqual([]);
}

async function expectTakenBack(till: LiedToTill): Promise<void> {
  await drained(till);
  const [payment] = (await onlySale(till)).payments;
  expect(payment?.status.state).toBe('reversed');
  for (const { state } of till.records.payments.values()) {
    expect(['reversed', 'tombstone']).toContain(state);
  }
}

describe('a signed answer to an authorisation that does not fit', () => {
  it.each([
    ['another payment', { id: OTHER_ID }],
    ['approved, of less', { approvedMinor: 2616 }],
    ['approved, of more', { approvedMinor: 2618 }],
    ['approved, of nothing', { approvedMinor: 0 }],
    ['approved, in words that refuse', { code: '51' }],
    ['declined, and yet an amount', { outcome: 'declined', code: '51' }],
    ['declined, in words that approve', { outcome: 'declined', approvedMinor: 0 }],
    ['a part that is the whole', { outcome: 'approved-in-part', code: '10' }],
    ['a part that is more', { outcome: 'approved-in-part', code: '10', approvedMinor: 2618 }],
    ['a part that is nothing', { outcome: 'approved-in-part', code: '10', approvedMinor: 0 }],
    ['a part, in words that approve all', { outcome: 'approved-in-part', approvedMinor: 100 }],
    ['a part, in words that refuse', { outcome: 'approved-in-part', code: '51', approvedMinor: 1 }],
  ])('P5 P26 I9 %s: nobody reads “paid”, it is taken back, and noted', async (_what, change) => {
    const till = await liedToTill();
    const lies = [changing(AUTHORISATION, change), changing(QUESTION, { id: OTHER_ID })];
    till.bank.lie = (asked, truth) => lies.reduce((said, lie) => lie(asked, said), truth);
    const { outcome, desk } = await till.payByCard('good-tap');
    expect(outcomeKind(outcome)).toBe('taken-back');
    expect(desk.steps).toContainEqual(
      expect.objectContaining({ step: 'authorisation', code: 'line-answer-differs' }),
    );
    expect(till.strange[0]).toMatch(/^\/authorisations 01900000-/);
    await expectTakenBack(till);
  });

  it.each([
    ['message', { message: '\ud800' }],
    ['number', { referenceNumber: '0000\udc00' }],
    ['issuer', { institutions: { issuer: { id: '01020000', zh: '\ud800', en: '' } } }],
  ])(
    'P4 P5 half a character in its %s: it could not be written down, and is not believed',
    async (_what, change) => {
      const till = await liedToTill();
      const lies = [changing(AUTHORISATION, change), changing(QUESTION, change)];
      till.bank.lie = (asked, truth) => lies.reduce((said, lie) => lie(asked, said), truth);
      expect(outcomeKind((await till.payByCard('good-tap')).outcome)).toBe('taken-back');
      await expectTakenBack(till);
    },
  );

  it('P5 F19 once only: the question by id finds out, and it is paid', async () => {
    const till = await liedToTill();
    till.bank.lie = changing(AUTHORISATION, { approvedMinor: 261_700 });
    expect(outcomeKind((await till.payByCard('good-tap')).outcome)).toBe('approved');
    expect((await onlySale(till)).state).toBe('completed');
  });

  it('P5 A17 a part of what was asked counts as that part, and sells nothing by itself', async () => {
    const till = await liedToTill();
    till.bank.lie = changing(AUTHORISATION, {
      code: '10',
      approvedMinor: 100,
      outcome: 'approved-in-part',
    });
    expect(outcomeKind((await till.payByCard('good-tap')).outcome)).toBe('approved');
    expect(till.strange).toEqual([]);
    expect(await onlySale(till)).toMatchObject({
      state: 'paying',
      tenders: [{ amountMinor: 100 }],
      payments: [{ status: { state: 'approved-in-part', approvedMinor: 100 } }],
    });
  });
});

describe('a signed answer to a question that does not fit', () => {
  const lies: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['another payment', { id: OTHER_ID }],
    ['another, not known', { known: false, id: OTHER_ID }],
    ['approved, of more', { approvedMinor: 261_700 }],
    ['posted, of less', { state: 'posted', approvedMinor: 1 }],
    ['declined, and yet an amount', { state: 'declined', code: '51' }],
    ['reversed, and yet an amount', { state: 'reversed', code: '12' }],
  ];
  it.each(lies)('P5 P26 I9 after a restart, %s: it decides nothing', async (_what, change) => {
    const till = await liedToTill();
    await leftOpen(till);
    till.bank.lie = (asked, truth) => {
      if (!QUESTION.test(asked.path)) return truth;
      const body = { ...(truth.body as { known: boolean; id: string }), ...change };
      const { known, id } = body;
      return { ...truth, body: known === false ? { known, id } : body };
    };
    expect(valueOf(await till.resolveOpen())).toEqual([]);
    expect((await onlySale(till)).payments[0]?.status.state).toBe('authorizing');
    expect(till.strange.at(-1)).toMatch(/^\/transactions\//);
    till.heal();
    valueOf(await till.resolveOpen());
    expect((await onlySale(till)).payments[0]?.status.state).toBe('approved');
  });
});

/** Asked for, never heard of, and nobody waits: what a killed till finds at its next start. */
async function leftOpen(till: LiedToTill): Promise<void> {
  till.line.forge = ({ url }, answer) =>
    url.endsWith('/echo') ? answer : { status: 502, headers: {}, body: '' };
  const paying = till.payByCard('good-tap', {
    onUnknown: () => {
      throw new Error('killed');
    },
  });
  await expect(paying).rejects.toThrow('killed');
  till.heal();
}

describe('a signed answer to what the queue sends that does not fit', () => {
  it('P6 a reversal is not closed by the answer about another payment', async () => {
    const till = await liedToTill();
    till.bank.lie = changing(/(authorisations|transactions\/.*)$/, { id: OTHER_ID });
    await till.payByCard('good-tap');
    till.bank.lie = changing(/reversals$/, { id: OTHER_ID });
    await till.outbox.drain({ urgent: true });
    expect((await onlySale(till)).payments[0]?.status.state).toBe('reversing');
    expect(valueOf(await till.store.outbox())).toMatchObject([
      { kind: 'reversal', reason: 'line-answer-differs' },
    ]);
    await expectTakenBack(till);
  });

  type Results = readonly { readonly id: string; readonly code: string }[];
  it.each([
    ['another batch', (body: object) => ({ ...body, batchId: OTHER_ID })],
    [
      'a record that was not sent',
      (body: { results: Results }) => ({
        ...body,
        results: [...body.results, { ...body.results[0], id: OTHER_ID }],
      }),
    ],
    [
      'yes and no to one record',
      (body: { results: Results }) => ({
        ...body,
        results: [...body.results, { ...body.results[0], code: '51' }],
      }),
    ],
  ])(
    'P12 A07 %s: nothing leaves the queue, and the next answer is believed',
    async (_what, lie) => {
      const till = await liedToTill();
      const paid = await payCash(till.ports, till.ledger, till.place, {
        cart: pricedCart(till.fake.random.uuid()),
        receivedMinor: minor(3000),
        rounding: NO_CASH_ROUNDING,
      });
      expect(paid.ok).toBe(true);
      till.bank.lie = (asked, truth) =>
        asked.path.endsWith('batches') ? { ...truth, body: lie(truth.body as never) } : truth;
      await till.outbox.drain({ urgent: true });
      expect(valueOf(await till.store.outbox())).toMatchObject([{ kind: 'sale-report' }]);
      await drained(till);
      expect((await onlySale(till)).report).toMatchObject({ delivered: true });
    },
  );

  it('P14 an echo of another bank is no line', async () => {
    const till = await liedToTill();
    till.bank.lie = changing(/echo$/, { bankId: 'another' });
    expect(await till.fake.host.echo({ deliveredUpTo: 0 })).toMatchObject({
      error: { code: 'line-answer-differs' },
    });
  });
});
