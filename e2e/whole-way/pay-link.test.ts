import { beforeEach, describe, expect, it } from 'vitest';
import { openPayPage, payByLink } from '../../bank-api/test/pay-page.ts';
import { ok } from '../../shared/lib/result.ts';
import { present } from '../../shared/lib/assert.ts';
import { PAY_LINKS } from '../cable.ts';
import { valueOf } from '../value-of.ts';
import { dayEndsIn } from './day-ends.ts';
import { shopForTests } from './shop-for-tests.ts';

/** A pay link for real: till, host and bank over a cable, its customer over HTTP, counted in the books. */
describe('a pay link, from the till to the ledger', () => {
  const shop = shopForTests();
  const { close: closeDay } = dayEndsIn(shop);
  let loss: { readonly saleId: string; readonly tenderId: string };

  beforeEach(async () => {
    await shop.till.sellByCard('poor', { lineUsable: false });
    await shop.till.outbox.drain({ urgent: true });
    const { id: saleId, tenders } = await sale();
    loss = { saleId, tenderId: present(tenders[0], 'the tender').id };
    expect(await standing()).toEqual([]);
  });

  async function sale() {
    return present(valueOf(await shop.till.store.recentSales(1))[0], 'the sale');
  }
  async function link() {
    return present((await sale()).payLinks?.at(-1), 'the link');
  }
  async function url(): Promise<string> {
    const { status } = await link();
    return status.state === 'open' ? status.url : `it is ${status.state}`;
  }
  const states = async () => (await sale()).payments.map(({ status }) => status.state);
  /** What stands at the bank for this sale. */
  async function standing() {
    const rows = await shop.bank.rows<{
      id: string;
      amount_minor: string;
      supersedes: string | null;
    }>(
      `SELECT id, amount_minor, supersedes FROM transactions
       WHERE sale_id = $1 AND state IN ('approved', 'posted')`,
      [(await sale()).id],
    );
    return rows.map(({ id, amount_minor, supersedes }) => ({ id, amount_minor, supersedes }));
  }

  it('P1 F13 the answer to the asking is lost: asked again, one link; paid, it is recovered once', async () => {
    const answer = shop.cable.hold(PAY_LINKS, 'answer');
    const making = shop.till.payLinks.make(loss.saleId, loss.tenderId);
    await answer.reached;
    answer.drop();
    await making;
    expect((await link()).status.state).toBe('asked');
    await shop.till.payLinks.ask();
    expect((await payByLink(await url())).state).toBe('paid');
    await shop.till.payLinks.ask({ now: true });
    expect(await states()).toEqual(['recovered', 'approved']);
    expect((await sale()).payments[1]?.status).toMatchObject({
      institutions: { issuer: { code: '01990001' }, acquirer: { code: '89830000' } },
    });
    const { core } = await link();
    const [refused] = (await sale()).payments;
    expect(await standing()).toEqual([
      { id: core.id, amount_minor: '2617', supersedes: refused?.id },
    ]);
    expect(valueOf(await shop.till.store.outbox())).toEqual([]);
  });

  it('F02 P23 killed behind the intent; paid while the till is off, after its batch was settled', async () => {
    const request = shop.cable.hold(PAY_LINKS, 'request');
    const making = shop.till.payLinks.make(loss.saleId, loss.tenderId);
    await request.reached;
    request.drop();
    await making;
    await shop.restart();
    await shop.till.payLinks.ask();
    const at = await url();
    expect(await closeDay()).toMatchObject({
      step: 'confirmed',
      totals: { debit: { count: 0 }, open: { count: 1 } },
    });
    await shop.till.host.close();
    expect((await payByLink(at)).state).toBe('paid');
    await shop.startAgain();
    await shop.till.payLinks.ask();
    expect(await states()).toEqual(['recovered', 'approved']);
    expect(await closeDay()).toMatchObject({
      step: 'confirmed',
      totals: { debit: { count: 1, sumMinor: 2617 }, open: { count: 0 } },
    });
  });

  it('I2 withdrawn over a bad line: until the bank has answered nothing is taken, and it knows who was first', async () => {
    const { saleId, tenderId } = loss;
    await shop.till.payLinks.make(saleId, tenderId);
    await shop.cable.cut();
    expect(await shop.till.payLinks.withdraw(saleId, tenderId)).toMatchObject({
      error: { code: 'link-open' },
    });
    await shop.cable.mend();
    expect((await payByLink(await url())).state).toBe('paid');
    expect(await shop.till.payLinks.withdraw(saleId, tenderId)).toEqual(ok('paid'));
    expect(await standing()).toHaveLength(1);
    await shop.till.sellByCard('poor', { lineUsable: false });
    await shop.till.outbox.drain({ urgent: true });
    const next = await sale();
    const nextTender = present(next.tenders[0], 'the tender').id;
    await shop.till.payLinks.make(next.id, nextTender);
    const at = await url();
    expect(await shop.till.payLinks.withdraw(next.id, nextTender)).toEqual(ok('free'));
    expect((await openPayPage(at)).state).toBe('withdrawn');
    expect((await payByLink(at)).state).toBe('withdrawn');
    expect(await standing()).toEqual([]);
  });
});
