import { describe, expect, it } from 'vitest';
import { EMPTY_HEAD } from '../../shared/domain/journal.ts';
import { lineAtStart } from '../../shared/domain/line-state.ts';
import { minor } from '../../shared/domain/money.ts';
import { figuresOf } from './figures.ts';
import { RESTING } from './queue-status.ts';
import { benchTill } from './testing/bench-till.ts';
import { TERMINAL } from './testing/fake-till.ts';

async function figuresAfter(work: (till: ReturnType<typeof benchTill>) => Promise<unknown>) {
  const till = benchTill();
  await work(till);
  const rows = await till.store.outbox();
  return figuresOf({
    line: lineAtStart(0),
    clock: { trusted: true, bankOffsetMs: 0 },
    outbox: rows.ok ? rows.value : [],
    queue: RESTING,
    head: EMPTY_HEAD,
    policy: TERMINAL.parameters.offline,
    offlineNowMs: till.fake.nowMs,
    unrecorded: false,
  });
}

describe('what the status bar counts', () => {
  it('A01 a promise and the report of its sale are one unsent sale', async () => {
    const figures = await figuresAfter((till) =>
      till.payByCard('good-chip', { lineUsable: false }),
    );
    const amountMinor = minor(2617);
    expect(figures.unsent).toMatchObject({ count: 1, amountMinor, promisedMinor: amountMinor });
    expect(figures.attention.count).toBe(0);
  });

  it('P13 F30 what the bank refused is no promise any more and waits for a person', async () => {
    const figures = await figuresAfter(async (till) => {
      await till.payByCard('good-chip', { lineUsable: false });
      till.fake.decline.set('good-chip', '51');
      await till.outbox.drain();
    });
    expect(figures.unsent).toMatchObject({ count: 0, promisedMinor: 0, oldestAtMs: null });
    expect(figures.attention).toEqual({ count: 1, amountMinor: 2617 });
    expect(figures.offlineWindow.leftMs).toBeNull();
  });
});
