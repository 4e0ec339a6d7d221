import { describe, expect, it } from 'vitest';
import type { JournalBody } from '../../../shared/domain/journal.ts';
import { createSupervisorActs } from '../recovery/supervisor-acts.ts';
import { benchTill } from '../testing/bench-till.ts';
import { NO_LINKS } from '../testing/no-links.ts';

const answerNaming = (gaps: number[]) => ({
  anchor: { epoch: 1, number: 0, hash: '0'.repeat(64), state: 'unchanged' as const },
  watermark: { contiguousUpTo: 0, highest: 2, gaps },
});

/** One promise and its report, both at the bank: numbers 1 and 2; then the next sale. */
async function tillThatTold() {
  const till = benchTill();
  await till.payByCard('good-chip', { lineUsable: false });
  expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
  const { store, fake, outbox } = till;
  const queue = async () => {
    const rows = await store.outbox();
    return rows.ok ? rows.value : [];
  };
  const signedOn = (gaps: number[]) => outbox.signedOn(answerNaming(gaps));
  const alarms = () =>
    fake.journal.flatMap(({ body }): Extract<JournalBody, { kind: 'numbers-missing' }>[] =>
      body.kind === 'numbers-missing' ? [body] : [],
    );
  return { ...till, queue, signedOn, alarms };
}

describe('numbers that the bank lacks', () => {
  it('P2 what was declared delivered and is not there goes again, under the same ids', async () => {
    const { fake, store, outbox, queue, signedOn, alarms } = await tillThatTold();
    const [booked, reported] = [[...fake.booked.keys()], [...fake.reports.keys()]];
    fake.booked.clear();
    fake.reports.clear();
    await signedOn([1, 2]);
    expect(await queue()).toMatchObject([
      { kind: 'stored-payment', transactionId: booked[0], lane: 'ready' },
      { kind: 'sale-report', transactionId: reported[0], lane: 'ready' },
    ]);
    expect(alarms()).toMatchObject([{ again: [{}, {}], lost: [] }]);
    // I9: what is to be told again is not shown as told.
    const untold = await store.recentSales(1);
    expect(untold.ok && untold.value[0]?.report?.delivered).toBe(false);
    expect(await outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect([...fake.booked.keys()]).toEqual(booked);
    expect([...fake.reports.keys()]).toEqual(reported);
    expect(outbox.missingAtBank).toEqual([]);
  });

  it('P2 gaps in the answer to a batch are read; what was told again in vain is for a person', async () => {
    const { fake, payByCard, outbox, queue, alarms } = await tillThatTold();
    await payByCard('good-chip', { lineUsable: false });
    fake.gaps = [1];
    // It ends, though the bank says "done" and lacks the number all the same.
    expect(await outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(await queue()).toEqual([]);
    expect(alarms()).toMatchObject([
      { again: [{ transactionNumber: 1 }], lost: [] },
      { again: [], lost: [1] },
    ]);
    expect(outbox.missingAtBank).toEqual([1]);
  });

  it('P2 a number that no message tells of is named for a person, once, over restarts', async () => {
    const { fake, store, outbox, signedOn, alarms } = await tillThatTold();
    await signedOn([9]);
    await signedOn([9]);
    expect(outbox.missingAtBank).toEqual([9]);
    const restarted = benchTill(fake, store);
    await restarted.ledger.catchUp();
    await restarted.outbox.signedOn(answerNaming([9]));
    expect(restarted.outbox.missingAtBank).toEqual([9]);
    expect(alarms()).toMatchObject([{ again: [], lost: [9] }]);
    // The bank has found it: nothing is said any more.
    await restarted.outbox.signedOn(answerNaming([]));
    expect(restarted.outbox.missingAtBank).toEqual([]);
  });

  it('P2 what waits in the queue is no alarm: the bank will be told', async () => {
    const { payByCard, signedOn, queue, alarms } = await tillThatTold();
    await payByCard('good-chip', { lineUsable: false });
    const before = await queue();
    await signedOn(before.map(({ transactionNumber }) => transactionNumber));
    expect(await queue()).toEqual(before);
    expect(alarms()).toEqual([]);
  });

  it('P2 P13 a promise that was refused is not told again: a forgotten no stays a no', async () => {
    const till = benchTill();
    till.fake.decline.set('good-chip', '51');
    await till.payByCard('good-chip', { lineUsable: false });
    await till.outbox.drain();
    const [row] = await till.store.outbox().then((rows) => (rows.ok ? rows.value : []));
    const approval = { ...till.fake.approval(), reason: 'lost' };
    await createSupervisorActs(till.ports, till.ledger, NO_LINKS).writeOff(
      row?.key ?? '',
      approval,
    );
    await till.outbox.signedOn(answerNaming([row?.transactionNumber ?? 0]));
    const after = await till.store.outbox();
    expect(after.ok && after.value).toEqual([]);
    expect(till.outbox.missingAtBank).toEqual([row?.transactionNumber]);
  });
});
