import { expect, it } from 'vitest';
import { failure } from '../../shared/contracts/error-codes.ts';
import { decimalText, minor } from '../../shared/domain/money.ts';
import {
  sampleCardSale,
  sampleRefund,
  sampleSale,
  SAMPLE_STATUS,
} from '../../shared/domain/testing/sample-sale.ts';
import { present } from '../../shared/lib/assert.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { Refundable, RefundOrder } from '../services/taking-back/refund-sale.ts';
import type { OpenTill } from '../services/till.ts';
import { amountOf, createRefundStore, whyNotRefund } from './refund-store.ts';
import type { TillState } from './till-store.ts';

type Found = Awaited<ReturnType<OpenTill['checkout']['findRefundable']>>;
type Done = Awaited<ReturnType<OpenTill['checkout']['refund']>>;

const APPROVAL = { approvalId: 'a', supervisorId: '00', reason: 'too small' };
const refund = sampleRefund(SAMPLE_STATUS.approved);
const ORIGINAL: Refundable = {
  of: present(refund.refundOf, 'an original'),
  maskedNumber: '622848******0072',
  leftMinor: minor(600),
};

/** The bank's answers in the order in which they are asked for; each comes when it is let go. */
function counter(done: Done = ok({ kind: 'refunded', sale: refund })) {
  const looks: ((found: Found) => void)[] = [];
  const printed: string[] = [];
  const asked: number[] = [];
  const orders: RefundOrder[] = [];
  const checkout = {
    findRefundable: () => new Promise<Found>((resolve) => looks.push(resolve)),
    refund: (order: RefundOrder) => {
      asked.push(order.amountMinor);
      orders.push(order);
      return Promise.resolve(done);
    },
    slips: {
      print: (saleId: string) => {
        printed.push(saleId);
        return Promise.resolve(ok(1));
      },
    },
  };
  const open = {
    checkout,
    drain: () => Promise.resolve(),
    noteBug: () => Promise.resolve(),
    refresh: () => Promise.resolve(),
  };
  const store = createRefundStore({ openTill: () => open as unknown as OpenTill });
  const now = () => store.getState().refunding;
  return { store, looks, printed, asked, orders, now };
}

it('A21 half a slip is not asked about; what is not found can be typed again', async () => {
  const { store, looks, now } = counter();
  store.getState().openSlip();
  store.getState().typeSlip({ number: '00421733090' });
  await store.getState().find();
  expect(looks).toHaveLength(0);
  store.getState().typeSlip({ number: '004217330901', amount: '14.00' });
  const found = store.getState().find();
  expect(now()?.isLooking).toBe(true);
  looks[0]?.(err(failure('original-not-found')));
  await found;
  expect(now()).toMatchObject({ isLooking: false, failure: { code: 'original-not-found' } });
  store.getState().typeSlip({ amount: '15.00' });
  expect(now()?.failure).toBeNull();
});

it('I9 an answer about a sale that was left is not shown for the next one', async () => {
  const { store, looks, now } = counter();
  const sale = sampleCardSale(SAMPLE_STATUS.approved);
  const first = store.getState().openSale(sale);
  store.getState().leave();
  const second = store.getState().openSale(sale);
  looks[0]?.(ok(ORIGINAL));
  await first;
  expect(now()).toMatchObject({ original: null, isLooking: true });
  looks[1]?.(ok({ ...ORIGINAL, leftMinor: minor(1) }));
  await second;
  expect(now()).toMatchObject({ original: { leftMinor: 1 }, amount: '0.01' });
});

it('I1 more than is left is no amount, and nothing is asked', async () => {
  const { store, looks, asked, now } = counter();
  const opened = store.getState().openSale(sampleCardSale(SAMPLE_STATUS.approved));
  looks[0]?.(ok(ORIGINAL));
  await opened;
  for (const amount of ['6.01', '0', '', '-1', 'a']) {
    store.getState().typeAmount(amount);
    await store.getState().refundIt(APPROVAL);
    expect(amountOf(present(now(), 'it'))).toBeNull();
  }
  expect(asked).toEqual([]);
  store.getState().typeAmount('6');
  await store.getState().refundIt(APPROVAL);
  expect(asked).toEqual([600]);
});

it('A20 goods set the amount at what was paid for them; what is typed is of no goods', async () => {
  const { store, looks, asked, orders, now } = counter();
  const sale = sampleCardSale(SAMPLE_STATUS.approved);
  const [line] = sale.lines;
  const { lineId, quantityMilli, amountMinor } = present(line, 'a line');
  const opened = store.getState().openSale(sale);
  looks[0]?.(ok({ ...ORIGINAL, leftMinor: sale.totals.dueMinor }));
  await opened;
  store.getState().takeBack(present(line, 'it'), quantityMilli + 1000);
  expect(now()).toMatchObject({
    amount: decimalText(amountMinor),
    goods: [{ lineId, quantityMilli }],
  });
  store.getState().typeAmount('0.01');
  expect(now()?.goods).toEqual([]);
  store.getState().takeBack(present(line, 'it'), quantityMilli);
  store.getState().takeBack(present(line, 'it'), 0);
  expect(now()).toMatchObject({ amount: decimalText(sale.totals.dueMinor), goods: [] });
  store.getState().takeBack(present(line, 'it'), quantityMilli);
  await store.getState().refundIt(APPROVAL);
  expect([asked, orders]).toMatchObject([[amountMinor], [{ goods: [{ lineId }] }]]);
});

it('A17 of what was paid in two ways one is chosen: the card’s is asked for, the cash is known here', async () => {
  const card = sampleCardSale(SAMPLE_STATUS.approved);
  const mixed = { ...card, tenders: [...sampleSale().tenders, ...card.tenders] };
  for (const kind of ['card', 'cash'] as const) {
    const { store, looks, now } = counter();
    await store.getState().openSale(mixed);
    expect([looks.length, now()?.original]).toEqual([0, null]);
    const part = present(
      now()?.parts.find((one) => one.kind === kind),
      'the part',
    );
    const chosen = store.getState().choosePart(part);
    looks[0]?.(ok(ORIGINAL));
    await chosen;
    const asked = kind === 'card' ? 1 : 0;
    expect([looks.length, now()?.parts, now()?.isBesideCard]).toEqual([asked, [], true]);
    const isCash = now()?.original?.of.cash !== undefined;
    expect([isCash, now()?.amount !== '']).toEqual([kind === 'cash', true]);
  }
});

it('P18 without a line the cash of it can go back, and a card alone cannot', () => {
  const card = sampleCardSale(SAMPLE_STATUS.approved);
  const mixed = { ...card, tenders: [...sampleSale().tenders, ...card.tenders] };
  const cut = { reach: { reach: 'offline' } } as unknown as TillState;
  expect([whyNotRefund(card, cut), whyNotRefund(mixed, cut)]).toEqual(['no-line', null]);
});

it('F04 its slip comes out, once; a bug is told as one, and nothing is printed', async () => {
  const good = counter();
  const opened = good.store.getState().openSale(sampleCardSale(SAMPLE_STATUS.approved));
  good.looks[0]?.(ok(ORIGINAL));
  await opened;
  await good.store.getState().refundIt(APPROVAL);
  expect(good.now()?.outcome?.kind).toBe('refunded');
  expect(good.printed).toEqual([refund.id]);
  const bad = counter(err(failure('refund-needs-line')));
  const again = bad.store.getState().openSale(sampleCardSale(SAMPLE_STATUS.approved));
  bad.looks[0]?.(ok(ORIGINAL));
  await again;
  await bad.store.getState().refundIt(APPROVAL);
  expect(bad.now()?.outcome).toMatchObject({ kind: 'failed' });
  expect(bad.printed).toEqual([]);
});
