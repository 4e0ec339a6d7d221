import { describe, expect, it } from 'vitest';
import type { UploadItem, UploadResult } from '../../../shared/contracts/bank-api.ts';
import { idOfItem, numberOfItem } from '../../../shared/contracts/upload-items.ts';
import { LONGEST_WAIT_MS } from '../../../shared/domain/backoff.ts';
import { present } from '../../../shared/lib/assert.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import { createSupervisorActs } from '../recovery/supervisor-acts.ts';
import { benchTill } from '../testing/bench-till.ts';
import { fault } from '../testing/fake-till.ts';
import { NO_LINKS } from '../testing/no-links.ts';

async function tillWithQueue(sales: number) {
  const till = benchTill();
  for (let i = 0; i < sales; i += 1) await till.payByCard('good-chip', { lineUsable: false });
  return till;
}

async function lanesOf({ store }: Awaited<ReturnType<typeof tillWithQueue>>): Promise<string[]> {
  const rows = await store.outbox();
  return rows.ok ? rows.value.map(({ lane }) => lane) : [];
}

const accepted = (item: UploadItem): UploadResult => ({
  id: idOfItem(item),
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

  it('A10 a batch refused as a whole is halved until the culprit is parked alone', async () => {
    const till = await tillWithQueue(4);
    const rows = await till.store.outbox();
    const culprit = rows.ok ? rows.value[5]?.transactionId : '';
    till.fake.uploadAnswer = (items) =>
      items.some((item) => idOfItem(item) === culprit)
        ? err(fault('request-malformed', false))
        : ok(items.map(accepted));
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
    const left = await till.store.outbox();
    expect(left.ok && left.value).toMatchObject([
      { transactionId: culprit, lane: 'exception', reason: 'request-malformed' },
    ]);
  });

  it('A10 when each alone is refused alike the queue pauses, says why, and marks nothing', async () => {
    const till = await tillWithQueue(6);
    till.fake.uploadAnswer = () => err(fault('request-malformed', false));
    expect(await till.outbox.drain()).toEqual({ kind: 'paused', reason: 'request-malformed' });
    expect(await lanesOf(till)).toEqual(Array.from({ length: 12 }, () => 'ready'));
    // It stays paused while it waits; "send now" tries at once, and what was paused goes on.
    expect(await till.outbox.drain()).toMatchObject({ kind: 'paused' });
    till.fake.uploadAnswer = null;
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(till.fake.reports.size).toBe(6);
  });

  it.each([
    ['A10 P12 I7 refused', 'request-malformed', 'exception'],
    ['P12 I7 breaking the bank', 'bank-internal', 'slow'],
  ] as const)(
    '%s side by side, five sales with one fault in them hold nobody up who is behind them',
    async (_, code, lane) => {
      const till = await tillWithQueue(12);
      const before = await till.store.outbox();
      const bad = new Set(
        (before.ok ? before.value : []).slice(0, 10).map(({ transactionId }) => transactionId),
      );
      till.fake.uploadAnswer = (items) =>
        items.some((item) => bad.has(idOfItem(item)))
          ? err(fault(code, code === 'bank-internal'))
          : ok(items.map(accepted));
      for (let i = 0; i < 20; i += 1) await till.outbox.drain({ urgent: true });
      const left = await till.store.outbox();
      expect(left.ok && left.value.map((row) => [row.transactionId, row.lane])).toEqual(
        [...bad].map((id) => [id, lane]),
      );
    },
  );

  it('A11 the only record there is, refused for good: parked; the third of its kind is the bank', async () => {
    const till = benchTill();
    till.fake.uploadAnswer = () => err(fault('core-differs', false));
    const outcomes: unknown[] = [];
    for (let i = 0; i < 3; i += 1) {
      await till.payByCard('good-tap');
      outcomes.push((await till.outbox.drain({ urgent: true })).kind);
    }
    expect(outcomes).toEqual(['drained', 'drained', 'paused']);
    expect(await lanesOf(till)).toEqual(['exception', 'exception', 'ready']);
  });

  it('P12 a record that breaks the bank gets a lane of its own, and the others overtake it', async () => {
    const till = await tillWithQueue(3);
    const rows = await till.store.outbox();
    const culprit = rows.ok ? rows.value[0]?.transactionId : '';
    till.fake.uploadAnswer = (items) =>
      items.some((item) => idOfItem(item) === culprit)
        ? err(fault('bank-internal', true))
        : ok(items.map(accepted));
    for (let i = 0; i < 4; i += 1) await till.outbox.drain({ urgent: true });
    const left = await till.store.outbox();
    expect(left.ok && left.value).toMatchObject([
      { transactionId: culprit, lane: 'slow', reason: 'bank-internal' },
    ]);
    till.fake.uploadAnswer = null;
    till.fake.nowMs += LONGEST_WAIT_MS;
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
  });

  it('P12 F19 a bank that fails for all puts nobody into the slow lane', async () => {
    const till = await tillWithQueue(3);
    till.fake.uploadAnswer = () => err(fault('bank-internal', true));
    for (let i = 0; i < 12; i += 1) await till.outbox.drain({ urgent: true });
    expect(new Set(await lanesOf(till))).toEqual(new Set(['ready']));
    till.fake.uploadAnswer = null;
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(till.fake.booked.size).toBe(3);
  });

  it('A08 waits double, are clamped against absurd wishes and survive a restart', async () => {
    const till = await tillWithQueue(1);
    till.fake.uploadAnswer = () => err(fault('bank-unavailable', true));
    const waits: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      const outcome = await till.outbox.drain();
      const untilMs = outcome.kind === 'waiting' ? outcome.untilMs : 0;
      waits.push((untilMs - till.fake.nowMs) / 1_000);
      till.fake.nowMs = untilMs;
    }
    // Half of each wait is jitter; the bench draws the middle of it.
    expect(waits).toEqual([0.75, 1.5, 3, 6, 12, 24, 45, 45]);
    till.fake.uploadAnswer = () =>
      err({ ...fault('bank-unavailable', true), retryAfterMs: 30 * 24 * 3_600_000 });
    const wished = await till.outbox.drain();
    expect(wished).toMatchObject({ untilMs: till.fake.nowMs + LONGEST_WAIT_MS });
    till.fake.uploadAnswer = null;
    const restarted = benchTill(till.fake, till.store);
    expect(await restarted.outbox.drain()).toEqual(wished);
    till.fake.nowMs += LONGEST_WAIT_MS;
    expect(await restarted.outbox.drain()).toEqual({ kind: 'drained' });
  });

  it('F21 a clock set back does not turn a wait of seconds into one of days', async () => {
    const till = await tillWithQueue(1);
    till.fake.script = ['lose-request'];
    expect(await till.outbox.drain()).toMatchObject({ kind: 'waiting' });
    till.fake.nowMs -= 2 * 24 * 3_600_000;
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
  });

  it('A09 a bank that wants a sign-on gets one, and nothing is lost', async () => {
    const signOns: number[] = [];
    const till = benchTill(undefined, undefined, {
      signOn: () => {
        signOns.push(1);
        return Promise.resolve(true);
      },
    });
    await till.payByCard('good-chip', { lineUsable: false });
    till.fake.uploadAnswer = (items) =>
      signOns.length === 0 ? err(fault('sign-on-needed', false)) : ok(items.map(accepted));
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
    expect(signOns).toHaveLength(1);
  });

  it.each(['77', '97', '99', 'A0', 'C1'])(
    'A09 repeated %s: paused with the reason, one sign-on a round, goes on when the bank is content',
    async (code) => {
      const till = benchTill(undefined, undefined, { signOn: () => Promise.resolve(true) });
      await till.payByCard('good-chip', { lineUsable: false });
      till.fake.uploadAnswer = (items) => ok(items.map((item) => ({ ...accepted(item), code })));
      expect(await till.outbox.drain()).toEqual({ kind: 'paused', reason: code });
      expect(till.fake.seen.filter((line) => line.startsWith('batch'))).toHaveLength(2);
      expect(await lanesOf(till)).toEqual(['ready', 'ready']);
      till.fake.uploadAnswer = null;
      till.fake.nowMs += LONGEST_WAIT_MS;
      expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
    },
  );

  it('P2 P10 a fork that the bank finds in a batch is looked into at once, once a round', async () => {
    const signOns: number[] = [];
    const signOn = (): Promise<boolean> => {
      signOns.push(1);
      return Promise.resolve(true);
    };
    const till = benchTill(undefined, undefined, { signOn, mostRecordsPerBatch: 1 });
    await till.payByCard('good-chip', { lineUsable: false });
    till.fake.anchorState = 'fork';
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
    expect(till.fake.seen.filter((line) => line.startsWith('batch'))).toHaveLength(2);
    expect(signOns).toHaveLength(1);
    till.fake.anchorState = 'extended';
    await till.payByCard('good-chip', { lineUsable: false });
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
    expect(signOns).toHaveLength(1);
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

  it('A11 a record that is refused for good is parked with the reason that the bank names', async () => {
    const till = await tillWithQueue(2);
    till.fake.uploadAnswer = (items) =>
      ok(
        items.map((item, i) =>
          i === 0 ? { ...accepted(item), code: '30', message: 'number-reused' } : accepted(item),
        ),
      );
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
    const left = await till.store.outbox();
    expect(left.ok && left.value).toMatchObject([{ lane: 'exception', reason: 'number-reused' }]);
  });

  it('P12 a record that the till’s own gate refuses stands alone too; the others flow', async () => {
    const till = await tillWithQueue(2);
    till.fake.uploadAnswer = (items) =>
      items.some((item) => item.kind === 'sale-report' && item.report.transactionNumber === 2)
        ? err(fault('message-refused', false))
        : ok(items.map(accepted));
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    const left = await till.store.outbox();
    expect(left.ok && left.value).toMatchObject([
      { lane: 'exception', reason: 'message-refused', transactionNumber: 2 },
    ]);
  });

  it('P12 P13 a record whose sale is gone is named for a person; the others flow', async () => {
    const till = await tillWithQueue(3);
    const before = await till.store.outbox();
    const orphan = before.ok ? present(before.value[2], 'the second promise') : null;
    await till.store.dropRows({ saleIds: [orphan?.saleId ?? ''], outboxKeys: [] });
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
    expect(till.fake.reports.size).toBe(2);
    const left = await till.store.outbox();
    expect(left.ok && left.value).toMatchObject([
      { kind: 'stored-payment', lane: 'exception', reason: 'sale-missing', transactionNumber: 3 },
      { kind: 'sale-report', lane: 'exception', reason: 'sale-missing', transactionNumber: 4 },
    ]);
    // P13: it leaves by a supervisor, and its number is declared unused (P2).
    const acts = createSupervisorActs(till.ports, till.ledger, NO_LINKS);
    const reason = 'slip found';
    for (const row of left.ok ? left.value : []) {
      const approval = { ...till.fake.approval(), reason };
      expect(await acts.writeOff(row.key, approval)).toEqual({ ok: true, value: 'done' });
    }
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    const rows = await till.store.outbox();
    expect(rows.ok && rows.value).toEqual([]);
  });

  it('P6 P12 a reversal whose sale is gone does not hold up what comes after it', async () => {
    const till = benchTill();
    till.fake.always = 'mute';
    await till.payByCard('good-tap', { onUnknown: () => 'give-up' });
    till.fake.always = 'works';
    await till.payByCard('good-chip', { lineUsable: false });
    const before = await till.store.outbox();
    const first = before.ok ? present(before.value[0], 'the reversal') : null;
    expect(first?.kind).toBe('reversal');
    await till.store.dropRows({ saleIds: [first?.saleId ?? ''], outboxKeys: [] });
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(till.fake.reports.size).toBe(1);
    const left = await till.store.outboxRows([first?.key ?? '']);
    expect(left.ok && [...left.value.values()]).toMatchObject([
      { lane: 'exception', reason: 'sale-missing' },
    ]);
  });

  it('A13 "in progress" is asked again and is no conflict', async () => {
    const till = await tillWithQueue(1);
    let busy = true;
    till.fake.uploadAnswer = (items) =>
      busy ? err(fault('in-progress', true)) : ok(items.map(accepted));
    expect(await till.outbox.drain()).toMatchObject({ kind: 'waiting', reason: 'in-progress' });
    busy = false;
    till.fake.nowMs += LONGEST_WAIT_MS;
    expect(await till.outbox.drain()).toEqual({ kind: 'drained' });
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
    till.fake.script = ['lose-answer', 'lose-request', 'lose-answer', 'lose-request'];
    for (let i = 0; i < 4; i += 1) await till.outbox.drain({ urgent: true });
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    const sizes = till.fake.seen
      .filter((line) => line.startsWith('batch'))
      .map((line) => Number(line.slice('batch of '.length)));
    expect(sizes).toEqual([100, 50, 25, 12, 6, 12, 12, 12, 24, 24, 24, 46]);
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
