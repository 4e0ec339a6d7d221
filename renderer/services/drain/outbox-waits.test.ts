import { describe, expect, it } from 'vitest';
import { LONGEST_WAIT_MS } from '../../../shared/domain/backoff.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import { benchTill } from '../testing/bench-till.ts';
import { fault } from '../testing/fake-till.ts';
import { accepted, lanesOf, tillWithQueue } from '../testing/queued-till.ts';

describe('the outbox runner', () => {
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
});
