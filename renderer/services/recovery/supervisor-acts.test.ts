import { describe, expect, it } from 'vitest';
import { failure } from '../../../shared/contracts/error-codes.ts';
import type { JournalDraft } from '../../../shared/domain/journal.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import { present } from '../../../shared/lib/assert.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import { deliveredUpTo } from '../queue/queue-now.ts';
import { createSupervisorActs } from './supervisor-acts.ts';
import { benchTill } from '../testing/bench-till.ts';
import { fault } from '../testing/fake-till.ts';
import { NO_LINKS } from '../testing/no-links.ts';

const REASON = 'the customer has been called';

/** A till with one promise that the bank refused with `code`. */
async function tillWithRefusal(code = '51') {
  const till = benchTill();
  await till.payByCard('good-chip', { lineUsable: false });
  till.fake.decline.set('good-chip', code);
  await till.outbox.drain();
  const acts = createSupervisorActs(till.ports, till.ledger, NO_LINKS);
  const rows = async (): Promise<OutboxRow[]> => {
    const read = await till.store.outbox();
    return read.ok ? read.value : [];
  };
  const payments = async () => {
    const sales = await till.store.recentSales(1);
    return sales.ok ? present(sales.value[0], 'the sale').payments : [];
  };
  const [exception] = await rows();
  const yes = () => ({ ...till.fake.approval(), reason: REASON });
  return { ...till, acts, rows, payments, yes, key: present(exception, 'the exception').key };
}

describe('what a supervisor decides about the queue', () => {
  it('A14 a refused promise tried again, twice at once: sent once, as a linked new transaction', async () => {
    const till = await tillWithRefusal();
    till.fake.decline.clear();
    const yes = till.yes();
    const both = await Promise.all([
      till.acts.tryAgain(till.key, yes),
      till.acts.tryAgain(till.key, yes),
    ]);
    expect(both).toEqual([ok('done'), ok('already')]);
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
    const [refused, again] = await till.payments();
    expect(again?.core).toMatchObject({ supersedes: refused?.id, transactionNumber: 3 });
    expect(again?.id).not.toBe(refused?.id);
    expect(again?.status.state).toBe('posted');
    expect(refused?.status).toMatchObject({ state: 'recovered', byPaymentId: again?.id });
    expect([...till.fake.booked.keys()]).toEqual([again?.id]);
    expect(await till.rows()).toEqual([]);
  });

  it('A14 refused again: it stays one piece of money, and a third try may still recover it', async () => {
    const till = await tillWithRefusal();
    await till.acts.tryAgain(till.key, till.yes());
    await till.outbox.drain();
    expect((await till.rows()).map(({ lane }) => lane)).toEqual(['exception', 'exception']);
    till.fake.decline.clear();
    const second = present((await till.rows())[1], 'the second try').key;
    expect(await till.acts.tryAgain(second, till.yes())).toEqual(ok('done'));
    await till.outbox.drain();
    const payments = await till.payments();
    expect(payments.map(({ status }) => status.state)).toEqual([
      'recovered',
      'recovered',
      'posted',
    ]);
    const root = payments[0]?.id;
    expect(payments.map(({ core }) => core.supersedes)).toEqual([undefined, root, root]);
    expect(await till.rows()).toEqual([]);
  });

  it('A14 P13 a promise that is tried again is not written off: the bank may pay it yet', async () => {
    const till = await tillWithRefusal();
    till.fake.decline.clear();
    const both = await Promise.all([
      till.acts.tryAgain(till.key, till.yes()),
      till.acts.writeOff(till.key, till.yes()),
    ]);
    expect(both).toEqual([ok('done'), ok('already')]);
    await till.outbox.drain();
    const payments = await till.payments();
    expect(payments.map(({ status }) => status.state)).toEqual(['recovered', 'posted']);
  });

  it('A14 P2 an act that was called failed and is written is not done again: one number, one try', async () => {
    const till = await tillWithRefusal();
    till.fake.decline.clear();
    const { appendJournal } = till.fake.host;
    Object.assign(till.fake.host, {
      appendJournal: async (drafts: JournalDraft[]) => {
        await appendJournal(drafts);
        return err(failure('journal-write-failed', 'answer lost'));
      },
    });
    expect(await till.acts.tryAgain(till.key, till.yes())).toMatchObject({ ok: false });
    Object.assign(till.fake.host, { appendJournal });
    expect(await till.acts.tryAgain(till.key, till.yes())).toEqual(ok('already'));
    expect(till.ledger.head().counters.transaction).toBe(3);
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
    expect((await till.payments()).map(({ status }) => status.state)).toEqual([
      'recovered',
      'posted',
    ]);
    expect(await deliveredUpTo(till.store)).toBe(3);
  });

  it('P13 a loss that is written off leaves with PIN and reason, and only so', async () => {
    const till = await tillWithRefusal();
    const claimed = { approvalId: 'made up', supervisorId: '00', reason: REASON };
    const wrong = await till.acts.writeOff(till.key, claimed);
    expect(wrong).toMatchObject({ ok: false, error: { code: 'role-missing' } });
    expect(await till.rows()).toHaveLength(1);
    expect(await till.acts.writeOff(till.key, till.yes())).toEqual(ok('done'));
    expect(await till.rows()).toEqual([]);
    expect((await till.payments())[0]?.status).toMatchObject({
      state: 'written-off',
      supervisorId: '00',
      reason: REASON,
    });
    expect(till.fake.journal.at(-1)?.body).toMatchObject({ act: 'write-off', reason: REASON });
  });

  it('P13 a card that the issuer wants back is never tried again', async () => {
    const till = await tillWithRefusal('43');
    const again = await till.acts.tryAgain(till.key, till.yes());
    expect(again).toMatchObject({ ok: false, error: { code: 'never-again' } });
    expect(await till.rows()).toHaveLength(1);
  });

  it('A11 what the bank could not read goes again under its own id', async () => {
    const till = benchTill();
    await till.payByCard('good-chip', { lineUsable: false });
    const acts = createSupervisorActs(till.ports, till.ledger, NO_LINKS);
    const sent: string[] = [];
    till.fake.uploadAnswer = (items) => {
      sent.push(...items.map((item) => item.kind));
      return ok(items.map((item) => answerTo(item, item.kind === 'sale-report' ? '30' : '00')));
    };
    await till.outbox.drain();
    const rows = await till.store.outbox();
    const key = present(rows.ok ? rows.value[0] : undefined, 'the parked report').key;
    expect(await acts.tryAgain(key, { ...till.fake.approval(), reason: REASON })).toEqual(
      ok('done'),
    );
    till.fake.uploadAnswer = null;
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
    expect(till.fake.reports.size).toBe(1);
  });

  it('P2 a record that the bank never took is written off by declaring its number unused', async () => {
    const till = benchTill();
    await till.payByCard('good-chip', { lineUsable: false });
    const acts = createSupervisorActs(till.ports, till.ledger, NO_LINKS);
    till.fake.uploadAnswer = (items) =>
      items.some(({ kind }) => kind === 'stored-payment')
        ? err(fault('request-malformed', false))
        : ok(items.map((item) => answerTo(item, '00')));
    await till.outbox.drain();
    const rows = await till.store.outbox();
    const parked = present(rows.ok ? rows.value[0] : undefined, 'the parked payment');
    expect(await acts.writeOff(parked.key, { ...till.fake.approval(), reason: REASON })).toEqual(
      ok('done'),
    );
    const sales = await till.store.recentSales(1);
    const payment = sales.ok ? sales.value[0]?.payments[0] : undefined;
    expect(payment?.status).toMatchObject({ state: 'written-off', reason: REASON });
    const numbers: unknown[] = [];
    till.fake.uploadAnswer = (items) => {
      numbers.push(...items);
      return ok(items.map((item) => answerTo(item, '00')));
    };
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
    expect(numbers).toMatchObject([
      { kind: 'void-number', transactionNumber: parked.transactionNumber },
    ]);
  });
});

function answerTo(
  item: {
    readonly kind: string;
    readonly id?: string;
    readonly core?: { id: string };
    readonly report?: { id: string };
  },
  code: string,
) {
  const id = item.core?.id ?? item.report?.id ?? item.id ?? '';
  return { id, code, authorisationCode: '', referenceNumber: '', message: '' };
}
