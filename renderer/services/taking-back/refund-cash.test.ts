import { describe, expect, it } from 'vitest';
import { NO_CASH_ROUNDING } from '../../../shared/domain/cash.ts';
import { cashLeft } from '../../../shared/domain/cash-returned.ts';
import { certaintyOfSale, inksOf } from '../../../shared/domain/certainty.ts';
import { drawerAfter, EMPTY_DRAWER } from '../../../shared/domain/drawer.ts';
import { minor } from '../../../shared/domain/money.ts';
import { returnedOf, type ReturnedGoods } from '../../../shared/domain/returned-goods.ts';
import { present } from '../../../shared/lib/assert.ts';
import { RECEIPT_WORDS } from '../../i18n/receipt-words.ts';
import { payCash } from '../paying/cash-payment.ts';
import { refundInCash } from './refund-cash.ts';
import { slipOf } from '../slips/slip.ts';
import { benchTill, pricedCart, scriptedDesk } from '../testing/bench-till.ts';
import { TERMINAL } from '../testing/fake-till.ts';
import { voidSale } from './void-sale.ts';

/** A sale of 26.17 in cash, at a till without a line; the bank has its report where `isTold`. */
async function soldForCash({ isTold = false } = {}) {
  const till = benchTill();
  const cart = pricedCart(till.fake.random.uuid());
  const order = { cart, receivedMinor: minor(3000), rounding: NO_CASH_ROUNDING };
  await payCash(till.ports, till.ledger, till.place, order);
  if (isTold) await till.outbox.drain();
  till.fake.always = 'cut';
  const { saleId } = cart;
  const approve = () => ({ ...till.fake.approval(), reason: 'too small' });
  const refund = (amountMinor: number, approval = approve(), goods?: readonly ReturnedGoods[]) =>
    refundInCash(till.ports, till.ledger, till.place, {
      cash: { saleId },
      amountMinor: minor(amountMinor),
      rounding: NO_CASH_ROUNDING,
      approval,
      ...(goods === undefined ? {} : { goods }),
    });
  async function sale() {
    const read = await till.store.sales([saleId]);
    return present(read.ok ? read.value.get(saleId) : undefined, 'the sale');
  }
  const drawer = () => till.fake.journal.reduce(drawerAfter, EMPTY_DRAWER).cashMinor;
  return { ...till, saleId, approve, refund, sale, drawer };
}

describe('F38 a refund in cash', () => {
  it('P2 P9 A24 without a line, by one record: an aggregate of its own, the drawer, the bank told later', async () => {
    const till = await soldForCash({ isTold: true });
    const records = till.fake.journal.length;
    const done = await till.refund(617);
    const refund = present(done.ok ? done.value : undefined, 'the refund');
    expect(till.fake.journal).toHaveLength(records + 1);
    expect(refund).toMatchObject({ state: 'refunded', totals: { dueMinor: 617 }, lines: [] });
    expect(refund.number).not.toBe((await till.sale()).number);
    expect(certaintyOfSale(refund)).toBe('certain');
    const { body } = present(till.fake.journal.at(-1), 'the record');
    expect(body).toMatchObject({ act: 'refund', done: { cashMinor: -617, opensDrawer: true } });
    expect([till.drawer(), cashLeft(await till.sale())]).toEqual([2000, 2000]);
    expect(inksOf([refund, await till.sale()]).certain).toEqual({ count: 2, amountMinor: 2000 });
    till.fake.always = 'works';
    await till.outbox.drain({ urgent: true });
    const { report } = await till.sale();
    expect([...till.fake.returns.values()]).toMatchObject([
      {
        act: 'refund',
        saleId: refund.id,
        originalId: report?.id,
        originalNumber: report?.transactionNumber,
        transactionNumber: 2,
        amountMinor: 617,
        roundingMinor: 0,
        supervisorId: '00',
      },
    ]);
    const told = await till.store.sales([refund.id]);
    expect(told.ok && told.value.get(refund.id)?.report?.delivered).toBe(true);
  });

  it('I1 again and again until nothing is left, and never more', async () => {
    const till = await soldForCash();
    await till.refund(1000);
    expect(await till.refund(1618)).toMatchObject({ error: { code: 'amount-over-original' } });
    expect(await till.refund(0)).toMatchObject({ error: { code: 'amount-over-original' } });
    expect(await till.refund(1617)).toMatchObject({ ok: true });
    expect(await till.refund(1)).toMatchObject({ error: { code: 'amount-over-original' } });
    expect([till.drawer(), cashLeft(await till.sale())]).toEqual([0, 0]);
  });

  it('I1 two at the same moment: the second sees what the first has given', async () => {
    const till = await soldForCash();
    const both = await Promise.all([till.refund(2000), till.refund(2000)]);
    expect(both.map(({ ok }) => ok)).toEqual([true, false]);
    expect(till.drawer()).toBe(617);
  });

  it('A20 goods come back at what was paid for them, and at no other price; the slip names them', async () => {
    const till = await soldForCash();
    const line = present((await till.sale()).lines[0], 'what was sold');
    const goods = [returnedOf(line, line.quantityMilli)];
    const price = line.amountMinor;
    for (const other of [price - 1, price + 1]) {
      const tried = await till.refund(other, till.approve(), goods);
      expect(tried).toMatchObject({ error: { code: 'amount-invalid' } });
    }
    expect([till.drawer(), cashLeft(await till.sale())]).toEqual([2617, 2617]);
    const done = await till.refund(price, till.approve(), goods);
    const refund = present(done.ok ? done.value : undefined, 'the refund');
    expect(refund.refundOf).toMatchObject({ goods });
    const words = RECEIPT_WORDS.en;
    const { lines } = slipOf(refund, TERMINAL, { copyNumber: 1, words, utcOffsetMinutes: 480 });
    expect(lines.join('\n')).toContain(`${line.nameEn} × 1`);
  });

  it('F38 without a supervisor’s receipt nothing leaves the drawer', async () => {
    const till = await soldForCash();
    const forged = { approvalId: 'made up', supervisorId: '00', reason: 'because' };
    expect(await till.refund(100, forged)).toMatchObject({ error: { code: 'role-missing' } });
    expect([till.drawer(), cashLeft(await till.sale())]).toEqual([2617, 2617]);
  });

  it('I1 what was refunded in part is not voided, what was voided not refunded', async () => {
    const till = await soldForCash();
    await till.refund(100);
    const order = { saleId: till.saleId, approval: till.approve() };
    const voided = await voidSale(till, till.surroundings(false), order, scriptedDesk({}));
    expect(voided).toMatchObject({ error: { detail: 'partly-refunded' } });
    const other = await soldForCash();
    const all = { saleId: other.saleId, approval: other.approve() };
    await voidSale(other, other.surroundings(false), all, scriptedDesk({}));
    expect(await other.refund(100)).toMatchObject({ error: { detail: 'voided' } });
  });

  it('I9 its slip says cash, and is signed for; the shop keeps a copy', async () => {
    const till = await soldForCash();
    const done = await till.refund(617);
    const refund = present(done.ok ? done.value : undefined, 'the refund');
    const words = RECEIPT_WORDS['zh-CN'];
    const slip = slipOf(refund, TERMINAL, { copyNumber: 1, words, utcOffsetMinutes: 480 });
    const text = slip.lines.join('\n');
    for (const word of [words.typeCashRefund, words.cashReturned, words.copyMerchant, '-6.17']) {
      expect(text).toContain(word);
    }
    expect(text).not.toContain(words.stateRefunded);
  });
});
