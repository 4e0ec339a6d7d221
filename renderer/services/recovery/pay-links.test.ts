import { describe, expect, it } from 'vitest';
import { failure } from '../../../shared/contracts/error-codes.ts';
import type { LineFault } from '../../../shared/contracts/line-answer.ts';
import { NO_CASH_ROUNDING } from '../../../shared/domain/cash.ts';
import { certaintyOfSale } from '../../../shared/domain/certainty.ts';
import { EMPTY_HEAD, type JournalDraft } from '../../../shared/domain/journal.ts';
import { minor } from '../../../shared/domain/money.ts';
import { recoveryTally } from '../../../shared/domain/recovery-rate.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { paymentsFor, settledAfter, standingOf } from '../../../shared/domain/settlement.ts';
import { present } from '../../../shared/lib/assert.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import { createMemoryTillStore } from '../../db/memory-till-store.ts';
import { createLedger } from '../books/ledger-of-the-till.ts';
import { PayLinks } from './pay-links.ts';
import { deliveredUpTo } from '../queue/queue-now.ts';
import { recoverInCash } from './recovery-cash.ts';
import { cartOf } from './recovery-writing.ts';
import { createSupervisorActs } from './supervisor-acts.ts';
import { benchTill } from '../testing/bench-till.ts';
import { TERMINAL } from '../testing/fake-till.ts';

/** A till with one promise that the bank refused, and whose customer is gone. */
async function tillWithLoss() {
  const till = benchTill();
  await till.payByCard('good-chip', { lineUsable: false });
  till.fake.decline.set('good-chip', '51');
  await till.outbox.drain();
  till.fake.decline.clear();
  const line = { online: true, changed: 0, busy: false };
  const opened = () =>
    new PayLinks(till.ports, till.ledger, {
      terminal: () => TERMINAL,
      operatorId: () => '01',
      isOnline: () => line.online,
      isMoneyUnderWay: () => line.busy,
      deliveredUpTo: () => deliveredUpTo(till.store),
      changed: () => (line.changed += 1),
    });
  const links = opened();
  const sale = async (): Promise<Sale> => {
    const sales = await till.store.recentSales(1);
    return present(sales.ok ? sales.value[0] : undefined, 'the sale');
  };
  const before = await sale();
  const { id: saleId } = before;
  const tenderId = present(before.tenders[0], 'the tender').id;
  const link = async () => present((await sale()).payLinks?.at(-1), 'the link');
  const lanes = async () => {
    const rows = await till.store.outbox();
    return rows.ok ? rows.value.map(({ kind, lane }) => `${kind} ${lane}`) : [];
  };
  const cash = () =>
    recoverInCash(till.ports, till.ledger, {
      saleId,
      tenderId,
      receivedMinor: minor(3000),
      rounding: NO_CASH_ROUNDING,
      operatorId: '01',
    });
  const acts = createSupervisorActs(till.ports, till.ledger, (sold, tender) =>
    links.withdraw(sold, tender),
  );
  const key = async () => {
    const rows = await till.store.outbox();
    return present(rows.ok ? rows.value[0] : undefined, 'the exception').key;
  };
  const yes = () => ({ ...till.fake.approval(), reason: 'agreed' });
  const states = async () => (await sale()).payments.map(({ status }) => status.state);
  const make = () => links.make(saleId, tenderId);
  const withdraw = () => links.withdraw(saleId, tenderId);
  const seen = (what: string) => till.fake.seen.filter((one) => one.startsWith(what)).length;
  const more = { line, links, opened, sale, before, saleId, tenderId, link, lanes, cash, acts };
  return { ...till, ...more, key, yes, states, make, withdraw, seen };
}

const refusal = (code: LineFault['code']): LineFault => ({
  ...failure(code),
  mayHaveArrived: true,
  cause: 'bank',
  retryAfterMs: null,
});

describe('a pay link for a refused promise', () => {
  it('P1 P9 written down with its numbers before the bank is asked; nothing is certain by it', async () => {
    const till = await tillWithLoss();
    const { askPayLink } = till.fake.host;
    Object.assign(till.fake.host, {
      askPayLink: (request: Parameters<typeof askPayLink>[0]) => {
        const { body } = present(till.fake.journal.at(-1), 'a record');
        expect(body).toMatchObject({ kind: 'pay-link', link: { core: request.core } });
        return askPayLink(request);
      },
    });
    const made = await till.make();
    const { core } = await till.link();
    expect(made).toMatchObject({ ok: true, value: { status: { state: 'open' } } });
    const [refused] = till.before.payments;
    expect(core).toMatchObject({ supersedes: refused?.id, amountMinor: 2617, sealedCard: '' });
    expect(core.transactionNumber).toBe(till.ledger.head().counters.transaction);
    expect(certaintyOfSale(await till.sale())).toBe('unknown');
    expect(await till.states()).toEqual(['refused']);
    // Its number is not claimed as delivered before that of its loss (P2).
    expect(await deliveredUpTo(till.store)).toBeLessThan(core.transactionNumber);
  });

  it('P13 paid: recovered once, linked, off the list, and counted; the sale is what it was', async () => {
    const till = await tillWithLoss();
    await till.make();
    const { core } = await till.link();
    till.fake.payLinks.pay(core.id);
    await till.links.ask({ now: true });
    await till.links.ask({ now: true });
    const sale = await till.sale();
    expect(await till.states()).toEqual(['recovered', 'approved']);
    expect(sale.payments[0]?.status).toMatchObject({ byPaymentId: core.id, code: '51' });
    expect(sale.payments[1]).toMatchObject({ core, card: { entryMode: 'link' } });
    expect(certaintyOfSale(sale)).toBe('certain');
    expect(sale).toMatchObject({ state: 'completed', report: till.before.report });
    expect(await till.lanes()).toEqual([]);
    expect(recoveryTally([sale])).toMatchObject({ recovered: { count: 1 }, open: { count: 0 } });
    expect(await till.cash()).toMatchObject({ ok: false, error: { code: 'loss-decided' } });
  });

  it('P10 a database made anew from the journal says the same of it', async () => {
    const till = await tillWithLoss();
    await till.make();
    till.fake.payLinks.end((await till.link()).core.id, 'expired');
    await till.links.ask({ now: true });
    await till.make();
    till.fake.payLinks.pay((await till.link()).core.id);
    await till.links.ask({ now: true });
    const store = createMemoryTillStore();
    await createLedger({ ...till.ports, store }, EMPTY_HEAD).catchUp();
    expect(await store.recentSales(1)).toEqual(await till.store.recentSales(1));
    expect(await store.outbox()).toEqual(await till.store.outbox());
  });

  it('P5 F13 the answer to the asking is lost: asked again under the same id, one link', async () => {
    const till = await tillWithLoss();
    till.fake.script = ['lose-answer'];
    await till.make();
    expect((await till.link()).status.state).toBe('asked');
    expect(await till.cash()).toMatchObject({ ok: false, error: { code: 'loss-decided' } });
    await till.links.ask();
    expect((await till.sale()).payLinks).toMatchObject([{ status: { state: 'open' } }]);
  });

  it('F02 killed behind the intent: the next start asks for it, and it is paid while the till is off', async () => {
    const till = await tillWithLoss();
    till.fake.script = ['lose-request'];
    await till.make();
    await till.opened().ask();
    const { core, status } = await till.link();
    expect(status.state).toBe('open');
    till.fake.payLinks.pay(core.id);
    await till.opened().ask();
    expect(await till.states()).toEqual(['recovered', 'approved']);
  });

  it('P9 an answer that cannot be written down changes nothing, and is asked for again', async () => {
    const till = await tillWithLoss();
    await till.make();
    till.fake.payLinks.pay((await till.link()).core.id);
    const { appendJournal } = till.fake.host;
    Object.assign(till.fake.host, {
      appendJournal: (drafts: JournalDraft[]) =>
        drafts.some(({ body }) => body.kind === 'pay-link-told')
          ? Promise.resolve(err(failure('journal-write-failed', 'killed')))
          : appendJournal(drafts),
    });
    await till.links.ask({ now: true });
    expect(await till.withdraw()).toMatchObject({ ok: false, error: { code: 'link-open' } });
    expect(await till.states()).toEqual(['refused']);
    Object.assign(till.fake.host, { appendJournal });
    await till.links.ask({ now: true });
    expect(await till.states()).toEqual(['recovered', 'approved']);
  });

  it('P12 the rounds of the line ask now and then, write nothing down twice, and give way to who pays', async () => {
    const till = await tillWithLoss();
    await till.make();
    const records = till.fake.journal.length;
    for (let round = 0; round < 10; round += 1) await till.links.ask();
    expect(till.seen('ask link')).toBe(1);
    till.fake.nowMs += 30_000;
    till.line.busy = true;
    await till.links.ask();
    expect(till.seen('ask link')).toBe(1);
    till.line.busy = false;
    for (let round = 0; round < 10; round += 1) await till.links.ask();
    expect(till.seen('ask link')).toBe(2);
    till.fake.nowMs += 30_000;
    till.line.online = false;
    await till.links.ask({ now: true });
    expect(till.seen('ask link')).toBe(2);
    expect(till.fake.journal).toHaveLength(records);
  });

  it('P20 the clock is put back by hours: a link is asked about all the same', async () => {
    const till = await tillWithLoss();
    await till.make();
    till.fake.payLinks.end((await till.link()).core.id, 'expired');
    const back = 5 * 60 * 60 * 1000;
    till.fake.nowMs -= back;
    till.fake.bootedAtMs -= back;
    till.fake.nowMs += 30_000;
    await till.links.ask();
    expect((await till.link()).status).toMatchObject({ state: 'closed', why: 'expired' });
  });

  it('I7 a round that runs while a link is being written does not forget it', async () => {
    const till = await tillWithLoss();
    const { sales } = till.store;
    const stale = await sales([till.saleId]);
    // The first reading of the round is answered after the link was made, with what was read before it.
    let isFirst = true;
    Object.assign(till.store, {
      sales: async (ids: readonly string[]) => {
        if (!isFirst) return sales(ids);
        isFirst = false;
        await till.make();
        return stale;
      },
    });
    await till.links.ask();
    till.fake.payLinks.pay((await till.link()).core.id);
    till.fake.nowMs += 30_000;
    await till.links.ask();
    expect(await till.states()).toEqual(['recovered', 'approved']);
  });

  it('P8 pressed twice, and after somebody has decided: one link or none', async () => {
    const till = await tillWithLoss();
    const both = await Promise.all([till.make(), till.make()]);
    expect(both.map((one) => one.ok)).toEqual([true, false]);
    expect((await till.sale()).payLinks).toHaveLength(1);
    const other = await tillWithLoss();
    const { transaction } = other.ledger.head().counters;
    await other.cash();
    expect(await other.make()).toMatchObject({ ok: false, error: { code: 'loss-decided' } });
    expect(other.ledger.head().counters.transaction).toBe(transaction);
    other.line.online = false;
    expect(await other.make()).toMatchObject({ ok: false });
    expect(other.seen('ask link')).toBe(0);
  });

  it('P2 a core that the bank cannot read: closed, and its number is declared unused', async () => {
    const till = await tillWithLoss();
    till.fake.linkFault = refusal('request-malformed');
    await till.make();
    expect((await till.link()).status).toMatchObject({ state: 'closed', why: 'refused' });
    expect(await till.lanes()).toContain('void-number ready');
    till.fake.linkFault = null;
    expect(await till.make()).toMatchObject({ ok: true });
    till.fake.linkFault = refusal('not-permitted');
    await till.links.ask({ now: true });
    expect((await till.link()).status.state).toBe('open');
  });
});

describe('while a customer may be paying by a link', () => {
  it('I2 cash, another card, the same card and a write-off are not taken beside it', async () => {
    const till = await tillWithLoss();
    await till.make();
    expect(await till.cash()).toMatchObject({ ok: false, error: { code: 'loss-decided' } });
    const cart = cartOf(till.before);
    const card = await till.payByCard('good-tap', { cart, recovers: till.tenderId });
    expect(card.outcome).toMatchObject({ ok: false, error: { code: 'loss-decided' } });
    expect(await till.states()).toEqual(['refused']);
    expect(await till.withdraw()).toEqual(ok('free'));
    expect((await till.link()).status).toMatchObject({ state: 'closed', why: 'withdrawn' });
    expect(certaintyOfSale(await till.sale())).toBe('refused');
    expect(await till.cash()).toMatchObject({ ok: true });
    expect(await till.withdraw()).toEqual(ok('free'));
  });

  it('I2 a withdrawal that finds it paid says so, and the money is not taken a second time', async () => {
    const till = await tillWithLoss();
    await till.make();
    till.fake.payLinks.pay((await till.link()).core.id);
    expect(await till.withdraw()).toEqual(ok('paid'));
    expect(await till.states()).toEqual(['recovered', 'approved']);
    // And whoever comes after that hears the same.
    expect(await till.withdraw()).toEqual(ok('paid'));
    expect(await till.cash()).toMatchObject({ ok: false, error: { code: 'loss-decided' } });
  });

  it('I9 without a line, or without an answer, nobody knows, and nothing is taken', async () => {
    const till = await tillWithLoss();
    await till.make();
    till.line.online = false;
    expect(await till.withdraw()).toMatchObject({ error: { code: 'link-needs-line' } });
    till.line.online = true;
    till.fake.script = ['lose-answer'];
    expect(await till.withdraw()).toMatchObject({ error: { code: 'link-open' } });
    expect(await till.acts.writeOff(await till.key(), till.yes())).toEqual(ok('done'));
    expect(await till.states()).toEqual(['written-off']);
  });

  it('P13 a supervisor’s act withdraws it first: written off, tried again, or too late for both', async () => {
    const off = await tillWithLoss();
    await off.make();
    const { core } = await off.link();
    expect(await off.acts.writeOff(await off.key(), off.yes())).toEqual(ok('done'));
    expect(off.fake.payLinks.pay(core.id)).toBe(false);
    const again = await tillWithLoss();
    await again.make();
    expect(await again.acts.tryAgain(await again.key(), again.yes())).toEqual(ok('done'));
    await again.outbox.drain();
    expect(await again.states()).toEqual(['recovered', 'posted']);
    const late = await tillWithLoss();
    await late.make();
    late.fake.payLinks.pay((await late.link()).core.id);
    expect(await late.acts.writeOff(await late.key(), late.yes())).toEqual(ok('already'));
    expect(await late.states()).toEqual(['recovered', 'approved']);
    const deaf = await tillWithLoss();
    await deaf.make();
    deaf.fake.always = 'mute';
    expect(await deaf.acts.writeOff(await deaf.key(), deaf.yes())).toMatchObject({
      ok: false,
      error: { code: 'link-open' },
    });
    expect(await deaf.states()).toEqual(['refused']);
  });

  it.each(['tryAgain', 'writeOff'] as const)(
    'I9 P9 a link that the database has not heard of: %s decides nothing, and nobody says that it is decided',
    async (act) => {
      const till = await tillWithLoss();
      const { apply } = till.store;
      Object.assign(till.store, { apply: () => Promise.resolve(err(failure('store-failed', ''))) });
      await till.make();
      Object.assign(till.store, { apply });
      expect(till.fake.journal.at(-1)?.body).toMatchObject({ kind: 'pay-link' });
      expect(await till.acts[act](await till.key(), till.yes())).toMatchObject({
        ok: false,
        error: { code: 'loss-decided' },
      });
      expect(await till.states()).toEqual(['refused']);
      // Its turn has brought the database up to date: now the link is withdrawn first.
      expect(await till.acts[act](await till.key(), till.yes())).toEqual(ok('done'));
    },
  );

  it('P22 P23 a day end names it beside the totals and carries it to the settlement in which it is paid', async () => {
    const till = await tillWithLoss();
    await till.make();
    const { batchNumber } = (await till.link()).core;
    const nothing = { batch: batchNumber - 1, carried: [], early: [] };
    const today = paymentsFor([await till.sale()], batchNumber, nothing);
    const { records, unsent } = standingOf(today, []);
    expect(records).toEqual([]);
    expect(unsent).toMatchObject([{ state: 'open', amountMinor: 2617 }]);
    const after = settledAfter({ batchNumber, before: nothing, accepted: [] }, today);
    till.fake.payLinks.pay((await till.link()).core.id);
    await till.links.ask({ now: true });
    const next = paymentsFor([await till.sale()], batchNumber + 1, after);
    expect(standingOf(next, []).records).toMatchObject([{ amountMinor: 2617, kind: 'purchase' }]);
  });

  it('the slip says what it is not, the address, and shows a code of it', async () => {
    const till = await tillWithLoss();
    await till.make();
    const { core } = await till.link();
    expect(await till.links.print(till.saleId, core.id)).toMatchObject({ ok: true });
    const slip = present(till.fake.slips.at(-1), 'the slip');
    const text = slip.lines.join('');
    expect(text).toContain('不是收款凭证');
    expect(text.replace(/\s/g, '')).toContain(`http://bank.test/pay/${core.id}`);
    await till.withdraw();
    expect(await till.links.print(till.saleId, core.id)).toMatchObject({ ok: false });
  });
});
