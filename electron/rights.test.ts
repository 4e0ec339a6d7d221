import { describe, expect, it } from 'vitest';
import type { SupervisedAct } from '../shared/contracts/supervised-acts.ts';
import type { TillHost } from '../shared/contracts/host.ts';
import type { JournalBody, SaleStep } from '../shared/domain/journal.ts';
import { minor } from '../shared/domain/money.ts';
import type { Right } from '../shared/domain/operators.ts';
import type { Sale } from '../shared/domain/sale.ts';
import { sampleSale } from '../shared/domain/testing/sample-sale.ts';
import { activatedHost } from './testing/activated-host.ts';

const NO_COUNTERS = { transaction: 0, batch: 0, trace: 0, sale: 0 };
const REFUSED = { error: { code: 'role-missing' } };
const DONE = { ok: true };

/** ¥6.00 of goods, less what is taken off. */
function saleWith(discountMinor: number, id = 'sale-1', state: Sale['state'] = 'completed'): Sale {
  const { lines, totals, ...sale } = sampleSale();
  const [water] = lines;
  if (water === undefined) throw new Error('no line');
  const dueMinor = minor(600 - discountMinor);
  const line = { ...water, discountMinor: minor(discountMinor), amountMinor: dueMinor };
  const sums = { grossMinor: minor(600), discountMinor: minor(discountMinor), dueMinor };
  return { ...sale, id, state, lines: [line], totals: { ...totals, ...sums } };
}

/** A till at which this cashier stands. */
async function tillOf(operatorId: '01' | '03') {
  const { host, restarted } = await activatedHost();
  await host.signOff();
  const pin = operatorId === '01' ? '1111' : '3333';
  expect(await host.signIn({ operatorId, pin })).toMatchObject(DONE);
  return { host, restarted, pin };
}

const write = (host: TillHost, body: JournalBody) =>
  host.appendJournal([{ atMs: 1, counters: NO_COUNTERS, body }]);
const sell = (host: TillHost, sale: Sale, step: SaleStep = 'completed') =>
  write(host, { kind: 'sale', step, sale, outbox: [] });

async function approvalFor(host: TillHost, act: SupervisedAct, pin = '0000'): Promise<string> {
  const approved = await host.approve({ operatorId: '00', pin, act });
  return approved.ok ? approved.value.approvalId : '';
}

function allowed(act: Right, approvalId: string, amount: number, saleId = 'sale-1'): JournalBody {
  const about = { reason: '', outboxKey: '', saleId, amountMinor: minor(amount) };
  return { kind: 'supervisor-act', act, supervisorId: '00', approvalId, ...about };
}

describe('A28 a cashier without the right, by direct calls', () => {
  it('A28 the session says what the bank’s list takes away; another list changes it at once', async () => {
    const { host, restarted } = await tillOf('03');
    const session = async (of: TillHost) => {
      const about = await of.about();
      return about.ok ? about.value.session : null;
    };
    const zhao = { operatorId: '03', role: 'cashier', mayNot: ['discount', 'delete'] };
    expect(await session(host)).toEqual(zhao);
    expect(await session(await restarted())).toEqual(zhao);
    expect(await session((await tillOf('01')).host)).toEqual({ operatorId: '01', role: 'cashier' });
  });

  it.each(['intent', 'completed', 'approved', 'answer-missing'] as const)(
    'A28 a sale with a discount is not written (%s), hidden in its total or not; one without is',
    async (step) => {
      const { host } = await tillOf('03');
      expect(await sell(host, saleWith(1), step)).toMatchObject(REFUSED);
      const { totals, ...open } = saleWith(100, 'sale-2');
      const lied = { ...open, totals: { ...totals, discountMinor: minor(0) } };
      expect(await sell(host, lied, step)).toMatchObject(REFUSED);
      expect(await sell(host, saleWith(0, 'sale-3'), step)).toMatchObject(DONE);
      const kept = await host.readJournal({ from: 1, limit: 100 });
      expect(JSON.stringify(kept)).not.toMatch(/sale-[12]/);
      expect(JSON.stringify(kept)).toContain('role-missing');
    },
  );

  it('A28 a cashier who has it needs nobody', async () => {
    const { host } = await tillOf('01');
    expect(await sell(host, saleWith(600))).toMatchObject(DONE);
  });

  it('A28 a supervisor’s PIN allows a discount of that sale up to that amount', async () => {
    const { host } = await tillOf('03');
    const approvalId = await approvalFor(host, 'discount');
    expect(await write(host, allowed('discount', approvalId, 100))).toMatchObject(DONE);
    expect(await sell(host, saleWith(101))).toMatchObject(REFUSED);
    expect(await sell(host, saleWith(100, 'sale-2'))).toMatchObject(REFUSED);
    expect(await sell(host, saleWith(100), 'intent')).toMatchObject(DONE);
    expect(await sell(host, saleWith(60))).toMatchObject(DONE);
  });

  it.each(['discount', 'delete'] as const)(
    'A28 a window cannot claim the yes to a %s: none, a wrong PIN, a cashier’s, another act’s, one twice',
    async (act) => {
      const { host } = await tillOf('03');
      const other = act === 'discount' ? 'delete' : 'discount';
      const claims = [
        'made-up',
        await approvalFor(host, act, '9999'),
        await approvalFor(host, other),
      ];
      const own = await host.approve({ operatorId: '03', pin: '3333', act });
      expect(own).toMatchObject(REFUSED);
      for (const claim of claims) {
        expect(await write(host, allowed(act, claim, 600))).toMatchObject(REFUSED);
      }
      expect(await sell(host, saleWith(600))).toMatchObject(REFUSED);
      const right = await approvalFor(host, act);
      expect(await write(host, allowed(act, right, 600))).toMatchObject(DONE);
      expect(await write(host, allowed(act, right, 600))).toMatchObject(REFUSED);
    },
  );

  it.each(['refund', 'void'] as const)(
    'A28 F38 a %s is not begun without a supervisor either',
    async (act) => {
      const { host } = await tillOf('03');
      const about = { reason: '', outboxKey: '', saleId: 'sale-1', supervisorId: '00' };
      for (const approvalId of ['made-up', await approvalFor(host, 'discount')]) {
        const body = { kind: 'supervisor-act', act, ...about, approvalId } as const;
        expect(await write(host, body)).toMatchObject(REFUSED);
      }
    },
  );

  it('A28 guessing the supervisor’s PIN is throttled, for signing in too; the right one waits as well', async () => {
    const { host } = await tillOf('03');
    for (let tries = 0; tries < 5; tries += 1) await approvalFor(host, 'discount', '9999');
    const asked = { operatorId: '00', pin: '0000' };
    const throttled = { error: { code: 'pin-throttled' } };
    expect(await host.approve({ ...asked, act: 'discount' })).toMatchObject(throttled);
    expect(await host.signIn(asked)).toMatchObject(throttled);
  });

  it('A28 the yes to deleting is none to a discount', async () => {
    const { host } = await tillOf('03');
    await write(host, allowed('delete', await approvalFor(host, 'delete'), 600));
    expect(await sell(host, saleWith(100))).toMatchObject(REFUSED);
  });

  it('A28 P9 what was begun is written down to its end, over a restart and while the till is locked', async () => {
    const { host, restarted } = await tillOf('03');
    const approvalId = await approvalFor(host, 'discount');
    await write(host, allowed('discount', approvalId, 100));
    expect(await sell(host, saleWith(100, 'sale-1', 'paying'), 'intent')).toMatchObject(DONE);
    await host.lock();
    const again = await restarted();
    expect(await sell(again, saleWith(100), 'approved')).toMatchObject(DONE);
    expect(await sell(again, saleWith(101), 'approved')).toMatchObject(REFUSED);
  });

  it('A28 P9 a discount that a cashier with the right has begun to take money for is gone on with', async () => {
    const { host } = await tillOf('01');
    await sell(host, saleWith(100, 'sale-1', 'paying'), 'intent');
    await host.signOff();
    await host.signIn({ operatorId: '03', pin: '3333' });
    expect(await sell(host, saleWith(101))).toMatchObject(REFUSED);
    expect(await sell(host, saleWith(100))).toMatchObject(DONE);
  });

  it('A28 who vouches for a sale on paper vouches for what was taken off it', async () => {
    const { host } = await tillOf('03');
    const approvalId = await approvalFor(host, 'enter-paper');
    const about = { reason: '7', outboxKey: '', saleId: 'sale-1', supervisorId: '00', approvalId };
    await write(host, { kind: 'supervisor-act', act: 'enter-paper', ...about });
    expect(await sell(host, saleWith(100))).toMatchObject(DONE);
  });
});
