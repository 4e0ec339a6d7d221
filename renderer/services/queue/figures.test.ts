import { describe, expect, it } from 'vitest';
import { DEFAULT_PARAMETERS } from '../../../shared/domain/demo-merchant.ts';
import { EMPTY_HEAD } from '../../../shared/domain/journal.ts';
import { lineAtStart } from '../../../shared/domain/line-state.ts';
import { minor } from '../../../shared/domain/money.ts';
import { outboxKey, type OutboxKind, type OutboxRow } from '../../../shared/domain/outbox.ts';
import { figuresOf, type FigureSources, type TillFigures } from './figures.ts';
import { RESTING } from './queue-status.ts';
import { QueueTally } from './queue-tally.ts';
import { benchTill } from '../testing/bench-till.ts';
import { TERMINAL } from '../testing/fake-till.ts';

const policy = DEFAULT_PARAMETERS.offline;
const NOW_MS = Date.UTC(2026, 10, 23, 6, 0, 0);

function figures(outbox: OutboxRow[], change: Partial<FigureSources> = {}): TillFigures {
  return figuresOf({
    line: lineAtStart(NOW_MS),
    clock: { trusted: true, bankOffsetMs: null, bankHeardMs: null },
    sums: new QueueTally(outbox).sums(),
    isOutboxRead: true,
    queue: RESTING,
    printer: { kind: 'unused' },
    head: EMPTY_HEAD,
    policy,
    offlineNowMs: NOW_MS,
    unrecorded: false,
    missingAtBank: [],
    ...change,
  });
}

function row(kind: OutboxKind, saleId: string, change: Partial<OutboxRow> = {}): OutboxRow {
  const transactionId = `${kind} of ${saleId}`;
  return {
    key: outboxKey(kind, transactionId),
    kind,
    transactionId,
    transactionNumber: 1,
    saleId,
    amountMinor: minor(500),
    createdAtMs: NOW_MS - 60_000,
    lane: 'ready',
    attempts: 0,
    nextTryAtMs: 0,
    reason: '',
    ...change,
  };
}

const promise = (saleId: string, change: Partial<OutboxRow> = {}): OutboxRow[] => [
  row('stored-payment', saleId, change),
  row('sale-report', saleId, change),
];

describe('figures of the status bar', () => {
  it('P13 counts sales once, however many records of theirs wait', () => {
    const { unsent } = figures([...promise('a'), row('sale-report', 'b')]);
    expect(unsent).toMatchObject({
      count: 2,
      amountMinor: 1000,
      recordCount: 3,
      inks: { certain: 500, promised: 500, unknown: 0 },
      oldestAtMs: NOW_MS - 60_000,
    });
  });

  it('P13 the exception list is not unsent: the queue drains without it', () => {
    const parked = row('stored-payment', 'a', { lane: 'exception', reason: '51' });
    const { unsent, attention } = figures([parked]);
    expect(unsent).toMatchObject({ count: 0, amountMinor: 0, oldestAtMs: null });
    expect(attention).toEqual({ count: 1, amountMinor: 500, unreadCount: 0 });
  });

  it('I9 P13 what the bank could not read has not been delivered, though nothing waits', () => {
    const unread = row('sale-report', 'a', { lane: 'exception', reason: 'core-differs' });
    expect(figures([unread]).attention).toEqual({ count: 1, amountMinor: 500, unreadCount: 1 });
  });

  it('I9 money that the bank refused is no promise any more; what it could not read still is', () => {
    const refused = row('stored-payment', 'a', { lane: 'exception', reason: '51' });
    const unread = row('stored-payment', 'b', { lane: 'exception', reason: 'core-differs' });
    const unreadByCode = row('stored-payment', 'c', { lane: 'exception', reason: '30' });
    expect(figures([refused]).exposure).toMatchObject({ count: 0, totalMinor: 0 });
    expect(figures([refused]).offlineWindow).toEqual({ leftMs: null, used: 0, warning: null });
    expect(figures([refused, unread, unreadByCode]).exposure).toMatchObject({
      count: 2,
      totalMinor: 1000,
    });
  });

  it('P6 a reversal alone is unknown money; beside the try that replaced it, it is none (P7)', () => {
    const reversal = row('reversal', 'a');
    expect(figures([reversal]).unsent.inks).toEqual({ certain: 0, promised: 0, unknown: 500 });
    expect(figures([reversal, ...promise('a')]).unsent).toMatchObject({
      amountMinor: 500,
      inks: { certain: 0, promised: 500, unknown: 0 },
    });
  });

  it('P2 a number that was not used is reported, and is no money', () => {
    expect(figures([row('void-number', 'a')]).unsent).toMatchObject({ count: 1, amountMinor: 0 });
  });

  it.each([
    [0.49, null],
    [0.5, 50],
    [0.8, 80],
    [0.95, 95],
    [1, 100],
  ] as const)('P15 with %s of the window used up the warning is %s', (used, warning) => {
    const createdAtMs = NOW_MS - policy.maxAgeMs * used;
    const { offlineWindow } = figures(promise('a', { createdAtMs }));
    expect(offlineWindow.warning).toBe(warning);
    expect(offlineWindow.leftMs).toBeCloseTo(policy.maxAgeMs * (1 - used), 0);
  });

  it('F29 P20 whether promises go on: caps and an untrusted clock stop them', () => {
    expect(figures([]).smallestPromise).toEqual({ kind: 'allowed' });
    const old = promise('a', { createdAtMs: NOW_MS - policy.maxAgeMs });
    expect(figures(old).smallestPromise).toEqual({ kind: 'refused', code: 'cap-age' });
    const much = promise('a', { amountMinor: policy.totalExposureMinor });
    expect(figures(much).smallestPromise).toMatchObject({ caps: ['cap-total'] });
    const clock = { trusted: false, bankOffsetMs: null, bankHeardMs: null };
    expect(figures([], { clock }).smallestPromise).toMatchObject({ code: 'clock-behind' });
  });
});

async function figuresAfter(work: (till: ReturnType<typeof benchTill>) => Promise<unknown>) {
  const till = benchTill();
  await work(till);
  const rows = await till.store.outbox();
  return figuresOf({
    line: lineAtStart(0),
    clock: { trusted: true, bankOffsetMs: 0, bankHeardMs: null },
    sums: new QueueTally(rows.ok ? rows.value : []).sums(),
    isOutboxRead: rows.ok,
    queue: RESTING,
    printer: { kind: 'unused' },
    head: EMPTY_HEAD,
    policy: TERMINAL.parameters.offline,
    offlineNowMs: till.fake.nowMs,
    unrecorded: false,
    missingAtBank: [],
  });
}

describe('figures of sales as the till makes them', () => {
  it('A01 a promise and the report of its sale are one unsent sale', async () => {
    const figures = await figuresAfter((till) =>
      till.payByCard('good-chip', { lineUsable: false }),
    );
    const amountMinor = minor(2617);
    expect(figures.unsent).toMatchObject({
      count: 1,
      amountMinor,
      inks: { certain: 0, promised: amountMinor, unknown: 0 },
    });
    expect(figures.attention.count).toBe(0);
  });

  it('I9 P6 a reversal on its way is shown as unknown money, never as certain', async () => {
    const figures = await figuresAfter((till) => {
      till.fake.always = 'mute';
      return till.payByCard('good-tap', { onUnknown: () => 'give-up', acceptPromise: false });
    });
    const inks = { certain: 0, promised: 0, unknown: 2617 };
    expect(figures.unsent).toMatchObject({ count: 1, amountMinor: 2617, inks });
  });

  it.each(['A2', 'A4', 'A5', 'A6'])(
    'P3 %s: a promise is booked with something to be looked at, and nobody waits or is asked',
    async (code) => {
      const till = benchTill();
      await till.payByCard('good-chip', { lineUsable: false });
      till.fake.yes.set('good-chip', code);
      await till.outbox.drain();
      const booked = { payments: [{ status: { state: 'posted', watch: true } }] };
      expect(await till.store.recentSales(1, 0)).toMatchObject({ value: [booked] });
      expect(await till.store.outbox()).toMatchObject({ value: [] });
    },
  );

  it('P13 F30 what the bank refused is no promise any more and waits for a person', async () => {
    const figures = await figuresAfter(async (till) => {
      await till.payByCard('good-chip', { lineUsable: false });
      till.fake.decline.set('good-chip', '51');
      await till.outbox.drain();
    });
    expect(figures.unsent).toMatchObject({ count: 0, amountMinor: 0, oldestAtMs: null });
    expect(figures.attention).toEqual({ count: 1, amountMinor: 2617, unreadCount: 0 });
    expect(figures.offlineWindow.leftMs).toBeNull();
  });
});
