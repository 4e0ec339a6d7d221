import { describe, expect, it } from 'vitest';
import { idOfItem } from '../../../shared/contracts/upload-items.ts';
import { LONGEST_WAIT_MS } from '../../../shared/domain/backoff.ts';
import { present } from '../../../shared/lib/assert.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import { createSupervisorActs } from '../recovery/supervisor-acts.ts';
import { benchTill } from '../testing/bench-till.ts';
import { fault } from '../testing/fake-till.ts';
import { NO_LINKS } from '../testing/no-links.ts';
import { accepted, lanesOf, tillWithQueue } from '../testing/queued-till.ts';

describe('the outbox runner', () => {
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
});
