import { describe, expect, it } from 'vitest';
import type { BatchRequest, UploadItem } from '../../../shared/contracts/bank-api.ts';
import type { TillHost } from '../../../shared/contracts/host.ts';
import { numberOfItem } from '../../../shared/contracts/upload-items.ts';
import { present } from '../../../shared/lib/assert.ts';
import { err } from '../../../shared/lib/result.ts';
import { deliveredUpTo } from '../queue/queue-now.ts';
import { benchTill } from '../testing/bench-till.ts';
import { fault } from '../testing/fake-till.ts';

type Upload = ReturnType<TillHost['upload']>;

interface OnTheWire {
  readonly request: BatchRequest;
  /** The bank answers it now. */
  readonly answer: () => void;
  readonly lose: () => void;
}

/** A till with so many promises waiting, each with its report, and a bank that answers when told. */
async function tillWithSlowBank(sales: number, mostRecordsPerBatch: number) {
  const till = benchTill(undefined, undefined, { mostRecordsPerBatch });
  for (let i = 0; i < sales; i += 1) {
    await till.payByCard(i % 2 === 0 ? 'good-chip' : 'good-tap', { lineUsable: false });
  }
  const { host } = till.fake;
  const { upload } = host;
  const wire: OnTheWire[] = [];
  let most = 0;
  const slow = (request: BatchRequest): Upload =>
    new Promise((resolve) => {
      const gone = (): void => {
        wire.splice(
          wire.findIndex((one) => one.request === request),
          1,
        );
      };
      const answer = (): void => {
        gone();
        void upload(request).then(resolve);
      };
      const lose = (): void => {
        gone();
        resolve(err(fault('line-no-answer', true)));
      };
      wire.push({ request, answer, lose });
      most = Math.max(most, wire.length);
    });
  Object.assign(host, { upload: slow });
  return { ...till, wire, most: () => most };
}

type SlowTill = Awaited<ReturnType<typeof tillWithSlowBank>>;

/** Until nothing more happens by itself. */
async function settled(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}

async function answerOldest({ wire }: SlowTill): Promise<readonly UploadItem[]> {
  const { request, answer } = present(wire[0], 'a batch on the wire');
  answer();
  await settled();
  return request.items;
}

describe('batches on the wire', () => {
  it('P12 three travel while they get through, oldest first', async () => {
    const till = await tillWithSlowBank(8, 2);
    const drained = till.outbox.drain();
    await settled();
    expect(till.wire).toHaveLength(3);
    const told: UploadItem[] = [];
    while (till.wire.length > 0) told.push(...(await answerOldest(till)));
    expect(await drained).toEqual({ kind: 'drained' });
    expect(told.map(numberOfItem)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
    expect(till.most()).toBe(3);
  });

  it('P12 after trouble one goes alone, in the next round too, until it has got through', async () => {
    const till = await tillWithSlowBank(8, 2);
    const drained = till.outbox.drain();
    await settled();
    while (till.wire.length > 0) till.wire[0]?.lose();
    expect(await drained).toMatchObject({ kind: 'waiting' });
    const again = till.outbox.drain({ urgent: true });
    await settled();
    expect(till.wire).toHaveLength(1);
    await answerOldest(till);
    expect(till.wire).toHaveLength(3);
    while (till.wire.length > 0) await answerOldest(till);
    expect(await again).toEqual({ kind: 'drained' });
    expect(till.fake.booked.size + till.fake.reports.size).toBe(16);
  });

  it('A12 of one sale no two records travel in two of them', async () => {
    const till = await tillWithSlowBank(6, 3);
    const drained = till.outbox.drain();
    await settled();
    while (till.wire.length > 0) {
      const sales = till.wire.map(
        ({ request }) =>
          new Set(
            request.items.map((item) => ('report' in item ? item.report.saleId : saleOf(item))),
          ),
      );
      const all = sales.flatMap((ids) => [...ids]);
      expect(new Set(all).size).toBe(all.length);
      await answerOldest(till);
    }
    expect(await drained).toEqual({ kind: 'drained' });
    expect(till.fake.booked.size + till.fake.reports.size).toBe(12);
  });

  it('A12 P12 a batch ends between two sales, so that the next need not wait for it', async () => {
    const till = await tillWithSlowBank(6, 3);
    const drained = till.outbox.drain();
    await settled();
    const told = [await answerOldest(till)];
    expect(till.wire).toHaveLength(3);
    while (till.wire.length > 0) told.push(await answerOldest(till));
    expect(await drained).toEqual({ kind: 'drained' });
    expect(told.map((items) => items.map(numberOfItem))).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
      [9, 10],
      [11, 12],
    ]);
  });

  it('P2 a batch claims nothing of those that are not answered yet, and the hashes go once', async () => {
    const till = await tillWithSlowBank(6, 2);
    const drained = till.outbox.drain();
    await settled();
    await answerOldest(till);
    const claims = till.wire.map(({ request }) => request.deliveredUpTo);
    expect(Math.max(...claims)).toBeLessThanOrEqual(2);
    const withHashes = till.wire.filter(({ request }) => request.journal.hashes.length > 0);
    expect(withHashes).toHaveLength(1);
    while (till.wire.length > 0) await answerOldest(till);
    expect(await drained).toEqual({ kind: 'drained' });
    expect(await deliveredUpTo(till.store)).toBe(12);
  });

  it('P12 A04 the answer to one is lost: the others are written down, and it goes again alone', async () => {
    const till = await tillWithSlowBank(6, 2);
    const drained = till.outbox.drain();
    await settled();
    await answerOldest(till);
    const [lost, second, third] = [...till.wire];
    second?.answer();
    third?.answer();
    lost?.lose();
    expect(await drained).toMatchObject({ kind: 'waiting', reason: 'line-no-answer' });
    expect(till.wire).toEqual([]);
    const left = await till.store.outbox();
    const numbers = left.ok ? left.value.map(({ transactionNumber }) => transactionNumber) : [];
    expect(numbers).toEqual([3, 4, 9, 10, 11, 12]);
    const again = till.outbox.drain({ urgent: true });
    await settled();
    expect(till.wire.map(({ request }) => request.items.map(numberOfItem))).toEqual([[3]]);
    while (till.wire.length > 0) await answerOldest(till);
    expect(await again).toEqual({ kind: 'drained' });
    expect(till.fake.booked.size).toBe(6);
  });

  it('P6 a reversal that comes up meanwhile is the next message, with no batch beside it', async () => {
    const till = await tillWithSlowBank(6, 2);
    const { host } = till.fake;
    const { reverse } = host;
    const reversedBeside: (readonly [told: number, onTheWire: number])[] = [];
    Object.assign(host, {
      reverse: (request: Parameters<typeof reverse>[0]) => {
        const told = till.fake.booked.size + till.fake.reports.size;
        reversedBeside.push([told, till.wire.length]);
        return reverse(request);
      },
    });
    const drained = till.outbox.drain();
    await settled();
    await answerOldest(till);
    till.fake.always = 'mute';
    const paying = till.payByCard('good-tap', { onUnknown: () => 'give-up' });
    await settled();
    till.fake.always = 'works';
    while (till.wire.length > 0) await answerOldest(till);
    await paying;
    await drained;
    // Those that travelled were heard, and nothing was sent in between.
    expect(reversedBeside[0]).toEqual([8, 0]);
  });
});

function saleOf(item: UploadItem): string {
  return item.kind === 'stored-payment' ? item.core.saleId : '';
}
