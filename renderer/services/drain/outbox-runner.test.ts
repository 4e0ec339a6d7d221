import { describe, expect, it } from 'vitest';
import { idOfItem, numberOfItem } from '../../../shared/contracts/upload-items.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import { benchTill } from '../testing/bench-till.ts';
import { fault } from '../testing/fake-till.ts';
import { accepted, tillWithQueue } from '../testing/queued-till.ts';

describe('the outbox runner', () => {
  it('P12 A01 drains oldest first; every record arrives once', async () => {
    const till = await tillWithQueue(3);
    const numbers: number[] = [];
    till.fake.uploadAnswer = (items) => {
      numbers.push(...items.map(numberOfItem));
      return ok(items.map(accepted));
    };
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6]);
    const rows = await till.store.outbox();
    expect(rows.ok && rows.value).toEqual([]);
  });

  it('A07 F23 results are matched by id; what is missing stays and is sent again', async () => {
    const till = await tillWithQueue(2);
    const sent: string[][] = [];
    till.fake.uploadAnswer = (items) => {
      sent.push(items.map(idOfItem));
      return ok(
        items
          .filter((_, i) => sent.length > 1 || i !== 1)
          .map(accepted)
          .reverse(),
      );
    };
    expect(await till.outbox.drain()).toMatchObject({ kind: 'waiting' });
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(sent[1]).toEqual([sent[0]?.[1]]);
  });

  it('P13 F30 a refused promise goes to the exception list and stays there', async () => {
    const till = await tillWithQueue(1);
    till.fake.decline.set('good-chip', '51');
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
    const rows = await till.store.outbox();
    expect(rows.ok && rows.value).toMatchObject([{ lane: 'exception', reason: '51' }]);
    const sales = await till.store.recentSales(1);
    expect(sales.ok && sales.value[0]?.payments[0]?.status.state).toBe('refused');
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
  });

  it('A12 records of one sale keep their order, also when a batch is sent again', async () => {
    const till = await tillWithQueue(3);
    const sent: string[][] = [];
    till.fake.uploadAnswer = (items) => {
      sent.push(items.map(({ kind }) => kind));
      return sent.length === 1 ? err(fault('line-no-answer', true)) : ok(items.map(accepted));
    };
    await till.outbox.drain();
    await till.outbox.drain({ urgent: true });
    const inOrder = ['stored-payment', 'sale-report'];
    expect(sent[0]).toEqual([...inOrder, ...inOrder, ...inOrder]);
    expect(sent.slice(1).flat()).toEqual(sent[0]);
  });

  it('A06 25 waiting and a limit of 10: oldest first, three batches', async () => {
    const till = benchTill(undefined, undefined, { mostRecordsPerBatch: 10 });
    for (let i = 0; i < 25; i += 1) await till.payByCard('good-tap');
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
    const batches = till.fake.seen.filter((line) => line.startsWith('batch'));
    expect(batches).toEqual(['batch of 10', 'batch of 10', 'batch of 5']);
  });

  it('A06 F18 batches shrink while answers get lost, and grow while they get through', async () => {
    const till = benchTill();
    for (let i = 0; i < 160; i += 1) await till.payByCard('good-tap');
    // Two travel in the first round, and each of the rounds after it begins with one.
    till.fake.script = [
      'lose-answer',
      'lose-request',
      'lose-answer',
      'lose-request',
      'lose-answer',
    ];
    for (let i = 0; i < 4; i += 1) await till.outbox.drain({ urgent: true });
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    const sizes = till.fake.seen
      .filter((line) => line.startsWith('batch'))
      .map((line) => Number(line.slice('batch of '.length)));
    expect(sizes).toEqual([100, 60, 50, 25, 12, 6, 12, 12, 12, 24, 24, 24, 46]);
    expect(till.fake.reports.size).toBe(160);
  });

  it('F23 480 accepted, 15 declined, 5 missing: each its own state, 5 are sent again', async () => {
    const till = await tillWithQueue(20);
    for (let i = 0; i < 460; i += 1) await till.payByCard('good-tap');
    let seen = 0;
    till.fake.uploadAnswer = (items) =>
      ok(
        items.flatMap((item) => {
          seen += 1;
          if (seen > 495) return [];
          const refused = seen <= 30 && item.kind === 'stored-payment';
          return [{ ...accepted(item), code: refused ? '51' : '00' }];
        }),
      );
    expect(await till.outbox.drain()).toMatchObject({ kind: 'waiting', reason: 'line-no-answer' });
    const left = await till.store.outbox();
    const lanes = left.ok ? left.value.map(({ lane }) => lane) : [];
    expect(lanes.filter((lane) => lane === 'exception')).toHaveLength(15);
    expect(lanes.filter((lane) => lane === 'ready')).toHaveLength(5);

    const missing = left.ok ? left.value.filter(({ lane }) => lane === 'ready') : [];
    const again: number[] = [];
    till.fake.uploadAnswer = (items) => {
      again.push(...items.map(numberOfItem));
      return ok(items.map(accepted));
    };
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(again).toEqual(missing.map(({ transactionNumber }) => transactionNumber));
    const rest = await till.store.outbox();
    expect(rest.ok && rest.value.every(({ lane }) => lane === 'exception')).toBe(true);
    expect(rest.ok && rest.value).toHaveLength(15);
  });

  it('P6 a reversal goes before everything that waits, and stops it while it is not answered', async () => {
    const till = await tillWithQueue(2);
    till.fake.always = 'mute';
    await till.payByCard('good-tap', { onUnknown: () => 'give-up' });
    till.fake.seen.length = 0;
    expect(await till.outbox.drain({ urgent: true })).toMatchObject({ reason: 'line-no-answer' });
    expect(till.fake.seen).toEqual(['reverse mute']);
    till.fake.always = 'works';
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(till.fake.seen.slice(1, 3)).toEqual(['reverse works', 'batch of 6']);
  });

  it('P2 after a restart only the hashes that the bank lacks travel', async () => {
    const till = await tillWithQueue(2);
    const froms: number[] = [];
    till.fake.watchBatch = ({ journal: { from, hashes } }) => {
      froms.push(from);
      till.fake.anchoredNumber = from + hashes.length - 1;
    };
    await till.outbox.drain();
    const anchored = till.fake.journal.length - 1;
    const restarted = benchTill(till.fake, till.store);
    await restarted.ledger.catchUp();
    await restarted.payByCard('good-tap');
    await restarted.outbox.drain();
    expect(froms).toEqual([1, anchored + 1]);
  });

  it('P11 while another window drains this one leaves the queue alone', async () => {
    const till = await tillWithQueue(1);
    till.fake.drainLock.ifFree = () => Promise.resolve();
    expect(await till.outbox.drain()).toEqual({ kind: 'stale' });
    expect(till.fake.seen.filter((line) => line.startsWith('batch'))).toEqual([]);
  });

  it('P11 A05 two drains at once are one; an older drainer is stopped by its epoch', async () => {
    const till = await tillWithQueue(2);
    const [a, b] = await Promise.all([till.outbox.drain(), till.outbox.drain()]);
    expect([a, b]).toEqual([{ kind: 'drained' }, { kind: 'drained' }]);
    expect(till.fake.seen.filter((line) => line.startsWith('batch'))).toHaveLength(1);
    await till.payByCard('good-chip', { lineUsable: false });
    await till.store.raiseDrainEpoch();
    expect(await till.outbox.drain()).toEqual({ kind: 'stale' });
  });

  it('A04 an answer lost after the commit: sent again, the bank has it once', async () => {
    const till = await tillWithQueue(2);
    till.fake.script = ['lose-answer'];
    await till.outbox.drain();
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(till.fake.booked.size).toBe(2);
    expect(till.fake.reports.size).toBe(2);
  });
});
