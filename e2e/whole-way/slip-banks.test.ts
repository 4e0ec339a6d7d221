import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RECEIPT_WORDS } from '../../renderer/i18n/receipt-words.ts';
import { holdSlipOf } from '../../renderer/services/slips/hold-slip.ts';
import { slipOf } from '../../renderer/services/slips/slip.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { present } from '../../shared/lib/assert.ts';
import { AUTHORISATIONS, Cable } from '../cable.ts';
import { valueOf } from '../value-of.ts';
import { startHeadlessTill, type HeadlessTill } from './headless-till.ts';
import { RunningBank } from './running-bank.ts';

const ISSUER = /发卡行 +云岭银行 Yunling Bank/g;
const ACQUIRER = /收单行 +演示收单行 Demo Bank/g;

/** Issuer and acquirer on a slip (TERMINAL 2d): from the bank's signed yes to the paper, and again. */
describe('the banks that a slip names, over the real host and the real server', () => {
  let bank: RunningBank;
  let cable: Cable;
  let folder: string;
  let address: Parameters<typeof startHeadlessTill>[1];
  let till: HeadlessTill;

  beforeAll(async () => {
    bank = await RunningBank.start();
    cable = await Cable.plug(bank.ready.url);
    folder = await mkdtemp(join(tmpdir(), 'twintill-banks-'));
    address = { url: cable.url, demoActivationCode: bank.ready.demoActivationCode };
    till = await startHeadlessTill(folder, address);
    await till.signOn();
  });
  afterAll(async () => {
    await till.host.close();
    expect(await bank.problems()).toEqual([]);
    await bank.stop();
    await cable.unplug();
    await rm(folder, { recursive: true, force: true });
  });

  const lastSale = async () => present(valueOf(await till.store.recentSales(1))[0], 'a sale');
  /** As it would come out now, both copies. */
  async function paperOf(saleId: string | undefined): Promise<string> {
    const sales = valueOf(await till.store.sales([present(saleId, 'a sale')]));
    const sale: Sale = present(sales.values().next().value, 'the sale');
    const words = RECEIPT_WORDS['zh-CN'];
    const { lines } = slipOf(sale, till.report.terminal, {
      copyNumber: 1,
      words,
      utcOffsetMinutes: 480,
    });
    return lines.join('\n');
  }
  const timesNamed = (paper: string) =>
    [ISSUER, ACQUIRER].map((name) => [...paper.matchAll(name)].length);

  it('both on both copies of a sale, of its void, of a hold and of its completion', async () => {
    const sold = await till.sellByCard('good-tap');
    expect(timesNamed(await paperOf(sold.sale?.id))).toEqual([2, 2]);
    await till.voidTheSale(present(sold.sale, 'the sale').id, '0000');
    expect(timesNamed(await paperOf(sold.sale?.id))).toEqual([4, 4]);

    await till.holdOnCard('good-chip', 5000);
    const held = await lastSale();
    expect(timesNamed(await paperOf(held.id))).toEqual([2, 2]);
    await till.completeHold(holdSlipOf(held), 4000);
    const completed = await paperOf((await lastSale()).id);
    expect(timesNamed(completed)).toEqual([2, 2]);
    expect(completed).toMatch(/预授权完成 +UnionPay/);
  });

  it('and of a refund: nobody has read its card, and the bank knows whose it is', async () => {
    const { sale } = await till.sellByCard('good-chip');
    const status = present(sale?.payments[0], 'the payment').status;
    const referenceNumber = 'referenceNumber' in status ? status.referenceNumber : '';
    const slip = { referenceNumber, amountMinor: 2617 };
    await till.refundBySlip(slip, 600);
    const refunded = await paperOf((await lastSale()).id);
    expect(timesNamed(refunded)).toEqual([2, 2]);
    expect(refunded).toMatch(/退货 +UnionPay/);
  });

  it('P5 F13 of an answer that was lost, asked for by its id', async () => {
    const answer = cable.hold(AUTHORISATIONS, 'answer');
    const paying = till.sellByCard('good-tap');
    await answer.reached;
    answer.drop();
    const { sale } = await paying;
    expect(timesNamed(await paperOf(sale?.id))).toEqual([2, 2]);
  });

  it('P19 a promise names nobody: no bank stands behind it; once it is booked they are named', async () => {
    const { sale } = await till.sellByCard('good-tap', { lineUsable: false });
    const promised = await paperOf(sale?.id);
    expect(promised).toContain(RECEIPT_WORDS['zh-CN'].markProvisional);
    expect(promised).not.toMatch(/发卡行|收单行/);
    await till.outbox.drain({ urgent: true });
    expect(timesNamed(await paperOf(sale?.id))).toEqual([2, 2]);
  });

  it('P10 the record keeps them: made again from the journal alone, each slip is the same', async () => {
    const ids = valueOf(await till.store.recentSales(20)).map(({ id }) => id);
    const before = await Promise.all(ids.map(paperOf));
    await till.host.close();
    till = await startHeadlessTill(folder, address);
    expect(await Promise.all(ids.map(paperOf))).toEqual(before);
    expect(before.filter((paper) => timesNamed(paper)[0] === 0)).toEqual([]);
  });
});
