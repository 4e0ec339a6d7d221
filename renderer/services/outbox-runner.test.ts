import { describe, expect, it } from 'vitest';
import type { UploadItem, UploadResult } from '../../shared/contracts/bank-api.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { benchTill } from './testing/bench-till.ts';
import { fault } from './testing/fake-till.ts';

async function tillWithQueue(sales: number) {
  const till = benchTill();
  for (let i = 0; i < sales; i += 1) await till.payByCard('good-chip', { lineUsable: false });
  return till;
}

const idOf = (item: UploadItem): string =>
  item.kind === 'stored-payment'
    ? item.core.id
    : item.kind === 'sale-report'
      ? item.report.id
      : item.id;

const accepted = (item: UploadItem): UploadResult => ({
  id: idOf(item),
  code: '00',
  authorisationCode: '',
  referenceNumber: '',
  message: '',
});

describe('the outbox runner', () => {
  it('P12 A01 drains oldest first; every record arrives once', async () => {
    const till = await tillWithQueue(3);
    const numbers: number[] = [];
    till.fake.uploadAnswer = (items) => {
      for (const item of items) {
        numbers.push(
          item.kind === 'sale-report'
            ? item.report.transactionNumber
            : item.kind === 'stored-payment'
              ? item.core.transactionNumber
              : 0,
        );
      }
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
      sent.push(items.map(idOf));
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

  it('A10 a batch refused as a whole is halved until the culprit is parked alone', async () => {
    const till = await tillWithQueue(4);
    const rows = await till.store.outbox();
    const culprit = rows.ok ? rows.value[5]?.transactionId : '';
    till.fake.uploadAnswer = (items) =>
      items.some((item) => idOf(item) === culprit)
        ? err(fault('request-malformed', false))
        : ok(items.map(accepted));
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
    const left = await till.store.outbox();
    expect(left.ok && left.value).toMatchObject([
      { transactionId: culprit, lane: 'exception', reason: 'request-malformed' },
    ]);
  });

  it('A10 when each alone is refused alike the queue pauses and says why', async () => {
    const till = await tillWithQueue(6);
    till.fake.uploadAnswer = () => err(fault('request-malformed', false));
    expect(await till.outbox.drain()).toEqual({ kind: 'paused', reason: 'request-malformed' });
    const rows = await till.store.outbox();
    expect(rows.ok && rows.value).toHaveLength(12);
  });

  it('A08 waits double, are clamped against absurd wishes and survive a restart', async () => {
    const till = await tillWithQueue(1);
    till.fake.uploadAnswer = () =>
      err({ ...fault('bank-unavailable', true), retryAfterMs: 30 * 24 * 3_600_000 });
    await till.outbox.drain();
    const rows = await till.store.outbox();
    const waits = rows.ok ? rows.value.map((row) => row.nextTryAtMs - till.fake.nowMs) : [];
    expect(waits).toEqual([60_000, 60_000]);
    const restarted = benchTill(till.fake, till.store);
    expect(await restarted.outbox.drain()).toMatchObject({
      kind: 'waiting',
      reason: 'bank-unavailable',
    });
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
