import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_CASH_ROUNDING, type CashRounding } from '../../../shared/domain/cash.ts';
import { cashPaid, cashTaken } from '../../../shared/domain/cash-returned.ts';
import { drawerAfter, EMPTY_DRAWER } from '../../../shared/domain/drawer.ts';
import { minor } from '../../../shared/domain/money.ts';
import {
  refundHindrance,
  refundParts,
  type RefundPart,
} from '../../../shared/domain/refund-parts.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { voidHindrance } from '../../../shared/domain/voiding.ts';
import { present } from '../../../shared/lib/assert.ts';
import { payCash } from '../paying/cash-payment.ts';
import { RESTING } from '../queue/queue-status.ts';
import { queueView } from '../queue/queue-view.ts';
import { recoverInCash } from '../recovery/recovery-cash.ts';
import { refundInCash } from './refund-cash.ts';
import { findRefundable, refundSale } from './refund-sale.ts';
import { slipOfPayment } from '../slips/refund-slip.ts';
import { benchTill, pricedCart, scriptedDesk } from '../testing/bench-till.ts';
import { voidSale } from './void-sale.ts';

/** What became of the card: the bank said yes; it only promised; that was refused, and cash came later. */
type CardFate = 'approved' | 'promised' | 'refused' | 'recovered';

interface Paid {
  readonly cashMinor: number;
  readonly cardMinor: number;
  /** By another card, approved. */
  readonly secondMinor?: number;
  readonly fate: CardFate;
  readonly rounding?: CashRounding;
}

/** A sale that was paid with cash and a card, at a till that can reach its bank. */
async function sold(paid: Paid) {
  const { cashMinor, cardMinor, fate, secondMinor = 0, rounding = NO_CASH_ROUNDING } = paid;
  const till = benchTill();
  const { fake, ledger, ports, store } = till;
  fake.decline.set('poor', '51');
  const cart = pricedCart(fake.random.uuid(), minor(cashMinor + cardMinor + secondMinor));
  const { saleId } = cart;
  if (cashMinor > 0) {
    const received = { cart, receivedMinor: minor(cashMinor), rounding };
    await payCash(ports, ledger, till.place, received);
  }
  const cardId = fate === 'approved' || fate === 'promised' ? 'good-tap' : 'poor';
  const options = { cart, amountMinor: minor(cardMinor), lineUsable: fate === 'approved' };
  await till.payByCard(cardId, options);
  if (secondMinor > 0) {
    const second = { cart, amountMinor: minor(secondMinor), lineUsable: true };
    await till.payByCard('limit-tap', second);
  }
  if (fate !== 'promised') await till.outbox.drain();
  async function sale(): Promise<Sale> {
    const read = await store.sales([saleId]);
    return present(read.ok ? read.value.get(saleId) : undefined, 'the sale');
  }
  if (fate === 'recovered') {
    const card = present(
      (await sale()).tenders.find(({ kind }) => kind === 'card'),
      'the tender',
    );
    const order = { saleId, tenderId: card.id, operatorId: '01', rounding };
    const receivedMinor = minor(cardMinor + 10);
    expect(await recoverInCash(ports, ledger, { ...order, receivedMinor })).toMatchObject({
      ok: true,
    });
  }
  const approve = () => ({ ...fake.approval(), reason: 'too small' });
  async function refund(part: RefundPart, amountMinor: number) {
    const about = { amountMinor: minor(amountMinor), approval: approve() };
    if (part.kind === 'cash') {
      const cash = present(part.of.cash, 'the cash');
      return refundInCash(ports, ledger, till.place, { cash, rounding, ...about });
    }
    const asked = { operatorId: '01', ...slipOfPayment(part.payment) };
    const original = await findRefundable(fake.host, asked);
    if (!original.ok) return original;
    const order = { original: original.value, ...about };
    const around = till.surroundings(true);
    return refundSale(till, around, fake.random.uuid(), order, scriptedDesk({}));
  }
  async function refunds(): Promise<Sale[]> {
    const read = await store.recentSales(999);
    return read.ok ? read.value.filter(({ state }) => state === 'refunded') : [];
  }
  const voidIt = () =>
    voidSale(till, till.surroundings(true), { saleId, approval: approve() }, scriptedDesk({}));
  const drawer = () => fake.journal.reduce(drawerAfter, EMPTY_DRAWER).cashMinor;
  const named = async (kind: RefundPart['kind'], isLater = false) =>
    present(
      refundParts(await sale()).find(
        (part) =>
          part.kind === kind &&
          (part.kind === 'card' || (part.of.cash?.recovers !== undefined) === isLater),
      ),
      'the part',
    );
  return { ...till, saleId, sale, refund, refunds, voidIt, drawer, named };
}

const NOTHING_WAITS = { outbox: [], late: [], online: true, status: RESTING } as const;

const inShort = (part: RefundPart): string =>
  part.kind === 'card'
    ? 'card'
    : `${part.of.cash?.recovers === undefined ? 'cash' : 'later'} ${part.leftMinor} of ${part.of.amountMinor}`;

describe('A17 what a sale was paid with goes back the way it came', () => {
  it.each([
    ['approved', ['card', 'cash 1000 of 1000']],
    ['promised', ['cash 1000 of 1000']],
    ['refused', ['cash 1000 of 1000']],
    ['recovered', ['cash 1000 of 1000', 'later 1617 of 1617']],
  ] as const)('cash beside a card that was %s', async (fate, parts) => {
    const till = await sold({ cashMinor: 1000, cardMinor: 1617, fate });
    const sale = await till.sale();
    expect(refundParts(sale).map(inShort)).toEqual(parts);
    expect(refundHindrance(sale)).toBeNull();
  });

  it('A20 P2 the cash of a mixed sale: by one record, told to the bank, and the rest cannot be voided', async () => {
    const till = await sold({ cashMinor: 1000, cardMinor: 1617, fate: 'approved' });
    const done = await till.refund(await till.named('cash'), 400);
    expect(done).toMatchObject({ ok: true, value: { state: 'refunded' } });
    expect(till.drawer()).toBe(600);
    const sale = await till.sale();
    expect(refundParts(sale).map(inShort)).toEqual(['card', 'cash 600 of 1000']);
    expect(voidHindrance(sale, till.ledger.head().counters.batch)).toBe('partly-refunded');
    await till.outbox.drain({ urgent: true });
    expect([...till.fake.returns.values()]).toMatchObject([
      { act: 'refund', originalId: sale.report?.id, amountMinor: 400 },
    ]);
  });

  it('P13 the cash that came later for a refused promise: the bank heard of neither, the drawer knows both', async () => {
    const till = await sold({ cashMinor: 0, cardMinor: 2617, fate: 'recovered' });
    expect(till.drawer()).toBe(2617);
    const later = await till.named('cash', true);
    const done = await till.refund(later, 617);
    expect(done).toMatchObject({
      ok: true,
      value: { state: 'refunded', report: null, refundOf: { amountMinor: 2617 } },
    });
    expect(till.drawer()).toBe(2000);
    const sales = await till.refunds();
    const { businessDay } = till.place;
    const { rows } = queueView({ sales, businessDay, ...NOTHING_WAITS });
    // The bank has no record of it, and the queue does not say that it has (I9).
    expect(rows).toMatchObject([
      { amountMinor: -617, delivery: 'nothing-to-report', reason: { kind: 'not-told' } },
    ]);
    expect(await till.refund(later, 2001)).toMatchObject({
      error: { code: 'amount-over-original' },
    });
    expect(await till.refund(later, 2000)).toMatchObject({ ok: true });
    await till.outbox.drain({ urgent: true });
    expect([till.drawer(), till.fake.returns.size]).toEqual([0, 0]);
  });

  it('I1 P5 while the void of its card has no outcome no cash goes back: the void would give it again', async () => {
    const till = await sold({ cashMinor: 1000, cardMinor: 1617, fate: 'approved' });
    const cash = await till.named('cash');
    const { authorise } = till.fake.host;
    const meanwhile: unknown[] = [];
    Object.assign(till.fake.host, {
      authorise: async (request: Parameters<typeof authorise>[0]) => {
        meanwhile.push(await till.refund(cash, 1000));
        return authorise(request);
      },
    });
    expect(await till.voidIt()).toMatchObject({ ok: true, value: { kind: 'voided' } });
    expect(meanwhile).toMatchObject([{ error: { code: 'refund-not-possible' } }]);
    expect(till.drawer()).toBe(0);
  });

  it('A20 I1 of two cards one is voided, the other cannot be any more: the cash goes back by itself, once', async () => {
    const paid = { cashMinor: 1000, cardMinor: 1617, secondMinor: 500, fate: 'approved' } as const;
    const till = await sold(paid);
    expect(await till.voidIt()).toMatchObject({ value: { kind: 'voided' } });
    expect(await till.sale()).toMatchObject({ state: 'completed' });
    expect(await till.refund(await till.named('cash'), 1000)).toMatchObject({ ok: true });
    expect(till.drawer()).toBe(0);
    const sale = await till.sale();
    expect(voidHindrance(sale, till.ledger.head().counters.batch)).toBe('partly-refunded');
    expect(await till.voidIt()).toMatchObject({ error: { detail: 'partly-refunded' } });
    await till.outbox.drain({ urgent: true });
    expect([till.drawer(), till.fake.returns.size]).toEqual([0, 1]);
  });
});

describe('I1 in whatever order, and twice at once', () => {
  it('nothing goes back above what was paid by each means', async () => {
    const anyPaid = fc.record({
      cashMinor: fc.integer({ min: 0, max: 3000 }),
      // Less than a coin would be let off, and no card read.
      cardMinor: fc.integer({ min: 20, max: 3000 }),
      fate: fc.constantFrom<CardFate>('approved', 'promised', 'refused', 'recovered'),
      rounding: fc.constantFrom<CashRounding>(
        NO_CASH_ROUNDING,
        { stepMinor: 10, rounding: 'half-up' },
        { stepMinor: 10, rounding: 'up' },
      ),
    });
    const anyStep = fc.record({
      does: fc.constantFrom('refund', 'refund', 'refund', 'twice', 'void'),
      part: fc.nat(2),
      amountMinor: fc.integer({ min: 1, max: 3500 }),
    });
    await fc.assert(
      fc.asyncProperty(anyPaid, fc.array(anyStep, { maxLength: 8 }), async (paid, steps) => {
        const till = await sold(paid);
        for (const { does, part: nth, amountMinor } of steps) {
          till.fake.nowMs += 1000;
          const part = refundParts(await till.sale())[nth];
          if (does === 'void') await till.voidIt();
          else if (part !== undefined) {
            const again = does === 'twice' && part.kind === 'cash' ? [amountMinor] : [];
            await Promise.all([amountMinor, ...again].map((one) => till.refund(part, one)));
          }
          await till.outbox.drain({ urgent: true });
          await expectNoneAbove(till, paid);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** A promise that was sent is as good as that. */
const BANK_SAID_YES: ReadonlySet<CardFate> = new Set<CardFate>(['approved', 'promised']);

async function expectNoneAbove(till: Awaited<ReturnType<typeof sold>>, paid: Paid): Promise<void> {
  const sale = await till.sale();
  const refunds = await till.refunds();
  const sumOf = (isOf: (refund: Sale) => boolean, of = amountOf): number =>
    refunds.filter(isOf).reduce((sum, refund) => sum + of(refund), 0);
  const byCard = sumOf(({ refundOf }) => refundOf?.cash === undefined);
  expect(byCard).toBeLessThanOrEqual(BANK_SAID_YES.has(paid.fate) ? paid.cardMinor : 0);
  const [tender] = sale.tenders.filter(({ kind }) => kind === 'card');
  for (const recovers of [undefined, tender?.id]) {
    const isOf = ({ refundOf }: Sale): boolean =>
      refundOf?.cash !== undefined && refundOf.cash.recovers === recovers;
    const taken = cashTaken(sale, recovers);
    expect(sumOf(isOf)).toBeLessThanOrEqual(sale.state === 'voided' ? 0 : taken.amountMinor);
    expect(sumOf(isOf, coinsOf)).toBeLessThanOrEqual(taken.amountMinor + taken.roundingMinor);
  }
  expect(till.drawer()).toBeGreaterThanOrEqual(0);
  const told = [...till.fake.returns.values()].reduce((sum, one) => sum + one.amountMinor, 0);
  expect(told).toBeLessThanOrEqual(cashPaid(sale).amountMinor);
}

const amountOf = ({ totals }: Sale): number => totals.dueMinor;

function coinsOf(refund: Sale): number {
  const { amountMinor, roundingMinor } = cashPaid(refund);
  return amountMinor + roundingMinor;
}
