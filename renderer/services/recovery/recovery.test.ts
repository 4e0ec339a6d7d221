import { describe, expect, it } from 'vitest';
import { failure } from '../../../shared/contracts/error-codes.ts';
import { EMPTY_HEAD, type JournalDraft } from '../../../shared/domain/journal.ts';
import { minor } from '../../../shared/domain/money.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import { recoveryTally } from '../../../shared/domain/recovery-rate.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { certaintyOfSale } from '../../../shared/domain/certainty.ts';
import { NO_CASH_ROUNDING } from '../../../shared/domain/cash.ts';
import { present } from '../../../shared/lib/assert.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import { createMemoryTillStore } from '../../db/memory-till-store.ts';
import { noteContact } from './contact-tries.ts';
import { createLedger } from '../books/ledger-of-the-till.ts';
import { resolveOpenPayments } from '../paying/open-payments.ts';
import { recoverInCash } from './recovery-cash.ts';
import { payCash } from '../paying/cash-payment.ts';
import { cartOf } from './recovery-writing.ts';
import { createSupervisorActs } from './supervisor-acts.ts';
import { benchTill, outcomeKind, pricedCart, type CardOptions } from '../testing/bench-till.ts';
import { TERMINAL } from '../testing/fake-till.ts';
import { UnrecordedPayments } from '../paying/unrecorded-payments.ts';
import { NO_LINKS } from '../testing/no-links.ts';

const LOSS = minor(2617);

/** A till with one promise that the bank refused, and a customer who has come back. */
async function tillWithLoss(code = '51', cardId = 'good-chip') {
  const till = benchTill();
  await till.payByCard(cardId, { lineUsable: false });
  till.fake.decline.set(cardId, code);
  await till.outbox.drain();
  till.fake.decline.clear();
  const sale = async (): Promise<Sale> => {
    const sales = await till.store.recentSales(1);
    return present(sales.ok ? sales.value[0] : undefined, 'the sale');
  };
  const before = await sale();
  const { id: saleId } = before;
  const tenderId = present(before.tenders[0], 'the tender').id;
  const rows = async (): Promise<OutboxRow[]> => {
    const read = await till.store.outbox();
    return read.ok ? read.value : [];
  };
  const recover = (newCard: string, options: CardOptions = {}) =>
    till.payByCard(newCard, { cart: cartOf(before), recovers: tenderId, ...options });
  const cash = (receivedMinor: number) =>
    recoverInCash(till.ports, till.ledger, {
      saleId,
      tenderId,
      receivedMinor: minor(receivedMinor),
      rounding: NO_CASH_ROUNDING,
      operatorId: '02',
    });
  const states = async () => (await sale()).payments.map(({ status }) => status.state);
  const acts = createSupervisorActs(till.ports, till.ledger, NO_LINKS);
  const yes = () => ({ ...till.fake.approval(), reason: 'agreed' });
  return { ...till, sale, before, saleId, tenderId, rows, recover, cash, states, acts, yes };
}

describe('a refused promise made up for at the counter', () => {
  it('P13 by another card: recovered with its yes, linked, and off the exception list', async () => {
    const till = await tillWithLoss();
    const { outcome } = await till.recover('good-tap');
    expect(outcomeKind(outcome)).toBe('approved');
    const sale = await till.sale();
    const [refused, paid] = sale.payments;
    expect(paid?.core).toMatchObject({ supersedes: refused?.id, amountMinor: LOSS });
    expect(refused?.status).toMatchObject({ state: 'recovered', byPaymentId: paid?.id });
    expect(sale).toMatchObject({ state: 'completed', lines: till.before.lines });
    expect(sale.report).toEqual(till.before.report);
    expect(certaintyOfSale(sale)).toBe('certain');
    expect(await till.rows()).toEqual([]);
    expect([...till.fake.booked.keys()]).toEqual([paid?.id]);
  });

  it('P13 I9 a declined second card leaves the loss as it was: named, and still to be decided', async () => {
    const till = await tillWithLoss();
    till.fake.decline.set('poor', '51');
    const { outcome } = await till.recover('poor', { pin: '123456' });
    expect(outcomeKind(outcome)).toBe('declined');
    expect(await till.states()).toEqual(['refused', 'declined']);
    const sale = await till.sale();
    expect(sale.state).toBe('completed');
    expect(certaintyOfSale(sale)).toBe('refused');
    expect((await till.rows()).map(({ lane }) => lane)).toEqual(['exception']);
    const key = present((await till.rows())[0], 'the exception').key;
    expect(await till.acts.tryAgain(key, till.yes())).toEqual(ok('done'));
    await till.outbox.drain();
    expect(await till.states()).toEqual(['recovered', 'declined', 'posted']);
  });

  it('P5 P6 given up without an answer: reversed, and another card still makes up for it', async () => {
    const till = await tillWithLoss();
    // The bank answers echoes and nothing else.
    const mute = ['works', 'mute', 'works', 'mute', 'works', 'mute'] as const;
    till.fake.script = ['lose-answer', ...mute, ...mute, ...mute];
    const { outcome } = await till.recover('good-tap', { onUnknown: () => 'give-up' });
    expect(outcomeKind(outcome)).toBe('taken-back');
    expect((await till.sale()).state).toBe('completed');
    till.fake.script = [];
    await till.outbox.drain();
    expect(await till.states()).toEqual(['refused', 'reversed']);
    expect(till.fake.booked.size).toBe(0);
    expect(outcomeKind((await till.recover('good-tap')).outcome)).toBe('approved');
    expect(await till.states()).toEqual(['recovered', 'reversed', 'approved']);
    expect(await till.rows()).toEqual([]);
  });

  it('P5 F03 killed before the answer: the start asks the bank, and it is recovered once', async () => {
    const till = await tillWithLoss();
    const { appendJournal } = till.fake.host;
    Object.assign(till.fake.host, {
      appendJournal: (drafts: JournalDraft[]) =>
        drafts.some(({ body }) => body.kind === 'sale' && body.step === 'approved')
          ? Promise.resolve(err(failure('journal-write-failed', 'killed')))
          : appendJournal(drafts),
    });
    await till.recover('good-tap');
    Object.assign(till.fake.host, { appendJournal });
    expect(await till.states()).toEqual(['refused', 'authorizing']);
    expect(certaintyOfSale(await till.sale())).toBe('unknown');
    const settled = await resolveOpenPayments(till.ports, till.ledger, TERMINAL, () => false);
    expect(settled.ok && settled.value.length).toBe(1);
    expect(await till.states()).toEqual(['recovered', 'approved']);
    expect((await till.sale()).report).toEqual(till.before.report);
    expect(await till.rows()).toEqual([]);
  });

  it('P9 approved and told as not recorded: taken back, and the loss needs a person again', async () => {
    const till = await tillWithLoss();
    const { appendJournal } = till.fake.host;
    Object.assign(till.fake.host, {
      appendJournal: async (drafts: JournalDraft[]) => {
        const written = await appendJournal(drafts);
        const isYes = drafts.some(({ body }) => body.kind === 'sale' && body.step === 'approved');
        return isYes ? err(failure('journal-in-doubt', 'answer lost')) : written;
      },
    });
    const { outcome } = await till.recover('good-tap');
    expect(outcomeKind(outcome)).toBe('not-recorded');
    Object.assign(till.fake.host, { appendJournal });
    const unrecorded = new UnrecordedPayments(till.ports, till.ledger, () => undefined);
    unrecorded.add({ saleId: till.saleId, paymentId: present(till.locked[0], 'the payment') });
    expect(await unrecorded.settle()).toBe(true);
    expect(await till.states()).toEqual(['refused', 'reversing']);
    // The slip of the recovery never came, and nobody misses it.
    expect((await till.sale()).receipt).toEqual({ printedCount: 1 });
    await till.outbox.drain();
    expect(till.fake.booked.size).toBe(0);
    expect(await till.rows()).toMatchObject([{ lane: 'exception', reason: '51' }]);
    expect(await till.cash(3000)).toMatchObject({ ok: true });
    expect(await till.rows()).toEqual([]);
    expect((await till.sale()).receipt).toEqual({ printedCount: 0 });
  });

  it('P13 without a line, or with one that dies, one promise is not exchanged for another', async () => {
    const till = await tillWithLoss();
    const offline = await till.recover('good-tap', { lineUsable: false });
    expect(offline.outcome).toMatchObject({ value: { kind: 'not-offline' } });
    expect(await till.states()).toEqual(['refused']);
    till.fake.always = 'cut';
    const dead = await till.recover('good-tap');
    expect(dead.outcome).toMatchObject({
      value: { kind: 'not-offline', code: 'recovery-needs-line' },
    });
    expect(dead.desk.questions).toEqual([]);
    expect(await till.states()).toEqual(['refused', 'reversing']);
    till.fake.always = 'works';
    await till.outbox.drain();
    expect(await till.states()).toEqual(['refused', 'reversed']);
  });

  it('P13 the very card that was refused for good is not asked about again; another one is', async () => {
    const till = await tillWithLoss('43', 'good-tap');
    const same = await till.recover('good-tap');
    expect(same.outcome).toMatchObject({ ok: false, error: { code: 'card-barred' } });
    expect(await till.states()).toEqual(['refused']);
    expect(outcomeKind((await till.recover('good-chip')).outcome)).toBe('approved');
  });

  it('P13 A27 in cash: certain at once, the drawer opens, the change is right; less is not taken', async () => {
    const till = await tillWithLoss();
    expect(await till.cash(2600)).toMatchObject({ ok: false, error: { code: 'loss-decided' } });
    expect(await till.states()).toEqual(['refused']);
    expect(await till.cash(3000)).toMatchObject({ ok: true });
    const sale = await till.sale();
    expect(sale.recoveredInCash).toMatchObject([
      { recovers: till.tenderId, amountMinor: LOSS, changeMinor: 383, operatorId: '02' },
    ]);
    expect(sale.tenders).toEqual(till.before.tenders);
    expect(till.fake.journal.at(-1)?.body).toMatchObject({ kind: 'sale', opensDrawer: true });
    expect(await till.rows()).toEqual([]);
  });

  it('P8 P13 whoever comes second takes nothing: two presses, a card, a supervisor', async () => {
    const till = await tillWithLoss();
    const key = present((await till.rows())[0], 'the exception').key;
    const both = await Promise.all([till.cash(2617), till.cash(2617)]);
    expect(both.map((one) => one.ok)).toEqual([true, false]);
    const late = await till.recover('good-tap');
    expect(late.outcome).toMatchObject({ ok: false, error: { code: 'loss-decided' } });
    expect(await till.acts.writeOff(key, till.yes())).toEqual(ok('already'));
    expect((await till.sale()).recoveredInCash).toHaveLength(1);
    expect(till.fake.booked.size).toBe(0);
  });

  it('A14 while a supervisor’s try is on its way, neither cash nor card is taken for it', async () => {
    const till = await tillWithLoss();
    const key = present((await till.rows())[0], 'the exception').key;
    await till.acts.tryAgain(key, till.yes());
    expect(await till.cash(2617)).toMatchObject({ ok: false, error: { code: 'loss-decided' } });
    const card = await till.recover('good-tap');
    expect(card.outcome).toMatchObject({ ok: false, error: { code: 'loss-decided' } });
  });

  it('P2 a card that was read while cash was taken for the loss uses up no number', async () => {
    const till = await tillWithLoss();
    const { presentCard } = till.fake.host;
    Object.assign(till.fake.host, {
      presentCard: async (card: Parameters<typeof presentCard>[0]) => {
        await till.cash(2617);
        return presentCard(card);
      },
    });
    const { transaction } = till.ledger.head().counters;
    const late = await till.recover('good-tap');
    expect(late.outcome).toMatchObject({ ok: false, error: { code: 'loss-decided' } });
    expect(till.ledger.head().counters.transaction).toBe(transaction);
  });

  it('A14 while the customer pays with another card, a supervisor decides nothing', async () => {
    const till = await tillWithLoss();
    const key = present((await till.rows())[0], 'the exception').key;
    const { authorise } = till.fake.host;
    Object.assign(till.fake.host, {
      authorise: async (request: Parameters<typeof authorise>[0]) => {
        const busy = { ok: false, error: { code: 'loss-decided' } };
        expect(await till.acts.tryAgain(key, till.yes())).toMatchObject(busy);
        expect(await till.acts.writeOff(key, till.yes())).toMatchObject(busy);
        return authorise(request);
      },
    });
    expect(outcomeKind((await till.recover('good-tap')).outcome)).toBe('approved');
    expect(await till.states()).toEqual(['recovered', 'approved']);
  });

  it('P13 P19 each try to reach the customer is in the journal, and survives with the sale', async () => {
    const till = await tillWithLoss();
    const { saleId } = till;
    const note = { saleId, operatorId: '02', isReached: false, words: '  没有人接  ' };
    expect(await noteContact(till.ledger, note)).toEqual(ok(null));
    expect(await noteContact(till.ledger, { ...note, words: ' ' })).toMatchObject({ ok: false });
    await till.recover('good-tap');
    expect((await till.sale()).contacts).toMatchObject([{ operatorId: '02', words: '没有人接' }]);
    expect(till.fake.journal.filter(({ body }) => body.kind === 'contact-tried')).toHaveLength(1);
  });

  it('P10 a database made anew from the journal says the same, and the rate is the same', async () => {
    const till = await tillWithLoss();
    await noteContact(till.ledger, {
      saleId: till.saleId,
      operatorId: '02',
      isReached: true,
      words: 'comes at five',
    });
    till.fake.decline.set('poor', '51');
    await till.recover('poor', { pin: '123456' });
    await till.cash(5000);
    const store = createMemoryTillStore();
    await createLedger({ ...till.ports, store }, EMPTY_HEAD).catchUp();
    const anew = await store.lateDeclines();
    const old = await till.store.lateDeclines();
    expect(anew).toEqual(old);
    const tally = recoveryTally(anew.ok ? anew.value : []);
    expect(tally.recovered).toEqual({ count: 1, amountMinor: LOSS });
    expect(tally.open.count).toBe(0);
  });
});

/** A customer who pays a part with a promise; the bank refuses it before the rest is paid. */
async function tillWithPartRefused() {
  const till = benchTill();
  const cart = pricedCart(till.fake.random.uuid(), minor(5000));
  await till.payByCard('good-chip', { cart, amountMinor: minor(2000), lineUsable: false });
  till.fake.decline.set('good-chip', '51');
  await till.outbox.drain();
  till.fake.decline.clear();
  const sale = async (): Promise<Sale> => {
    const sales = await till.store.sales([cart.saleId]);
    return present(sales.ok ? sales.value.get(cart.saleId) : undefined, 'the sale');
  };
  const lanes = async () => {
    const rows = await till.store.outbox();
    return rows.ok ? rows.value.map(({ kind, lane }) => `${kind} ${lane}`) : [];
  };
  return { ...till, cart, sale, lanes };
}

describe('a promise that was refused while its sale was still being paid', () => {
  it('P13 paid with the rest in cash: nothing of it stays on the exception list', async () => {
    const till = await tillWithPartRefused();
    const { cart } = till;
    expect(await till.lanes()).toEqual(['stored-payment exception']);
    const order = { cart, receivedMinor: minor(5000), rounding: NO_CASH_ROUNDING };
    expect(await payCash(till.ports, till.ledger, till.place, order)).toMatchObject({ ok: true });
    const sale = await till.sale();
    expect(sale).toMatchObject({ state: 'completed', tenders: [{ kind: 'cash' }] });
    expect(sale.payments[0]?.status).toMatchObject({ state: 'recovered', code: '51' });
    expect(await till.lanes()).toEqual(['sale-report ready']);
  });

  it('P9 P13 paid with the rest by a card that was told as not recorded: the loss is back', async () => {
    const till = await tillWithPartRefused();
    const { cart } = till;
    const { appendJournal } = till.fake.host;
    Object.assign(till.fake.host, {
      appendJournal: async (drafts: JournalDraft[]) => {
        const written = await appendJournal(drafts);
        const isYes = drafts.some(({ body }) => body.kind === 'sale' && body.step === 'approved');
        return isYes ? err(failure('journal-in-doubt', 'answer lost')) : written;
      },
    });
    await till.payByCard('good-tap', { cart, amountMinor: minor(5000) });
    Object.assign(till.fake.host, { appendJournal });
    const unrecorded = new UnrecordedPayments(till.ports, till.ledger, () => undefined);
    unrecorded.add({ saleId: cart.saleId, paymentId: present(till.locked[0], 'the payment') });
    expect(await unrecorded.settle()).toBe(true);
    expect((await till.sale()).payments[0]?.status).toMatchObject({ state: 'refused', code: '51' });
    expect(await till.lanes()).toContain('stored-payment exception');
  });
});
