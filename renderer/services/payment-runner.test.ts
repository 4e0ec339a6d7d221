import { describe, expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import { benchTill, outcomeKind } from './testing/bench-till.ts';
import { TERMINAL } from './testing/fake-till.ts';

async function outboxKinds(till: ReturnType<typeof benchTill>): Promise<string[]> {
  const rows = await till.store.outbox();
  return rows.ok ? rows.value.map((row) => row.kind) : [];
}

describe('an attended card payment', () => {
  it('P9 stores intent and outcome in both copies, and approves only afterwards', async () => {
    const till = benchTill();
    const { outcome } = await till.payByCard('good-tap');
    expect(outcomeKind(outcome)).toBe('approved');
    const steps = till.fake.journal.map(({ body }) => (body.kind === 'sale' ? body.step : ''));
    expect(steps).toEqual(['intent', 'approved']);
    const head = await till.store.head();
    expect(head.ok && head.value?.number).toBe(2);
    expect(till.fake.booked.size).toBe(1);
    expect(await outboxKinds(till)).toEqual(['sale-report']);
  });

  it('P9 F01 sends nothing when the intent cannot be stored', async () => {
    const till = benchTill();
    till.fake.journalFails = true;
    const { outcome } = await till.payByCard('good-tap');
    expect(outcome).toMatchObject({ ok: false, error: { code: 'journal-write-failed' } });
    expect(till.fake.seen).toEqual([]);
  });

  it('P9 an approval that cannot be recorded is never shown as approved; cards are locked', async () => {
    const till = benchTill();
    const authorise = till.fake.host.authorise;
    Object.assign(till.fake.host, {
      authorise: async (request: Parameters<typeof authorise>[0]) => {
        const answer = await authorise(request);
        till.fake.journalFails = true;
        return answer;
      },
    });
    const { outcome } = await till.payByCard('good-tap');
    expect(outcomeKind(outcome)).toBe('not-recorded');
    expect(till.locked).toHaveLength(1);
  });

  it('P5 A04 F03 an answer that was lost is asked for by the same id; one posting', async () => {
    const till = benchTill();
    till.fake.script = ['lose-answer'];
    const { outcome } = await till.payByCard('good-tap');
    expect(outcomeKind(outcome)).toBe('approved');
    expect(till.fake.seen).toEqual(['authorise lose-answer', 'echo works', 'query works']);
    expect(till.fake.booked.size).toBe(1);
  });

  it('P5 F12 a request that was lost is sent again under the same id', async () => {
    const till = benchTill();
    till.fake.script = ['lose-request'];
    const { outcome } = await till.payByCard('good-tap');
    expect(outcomeKind(outcome)).toBe('approved');
    expect(till.fake.seen.filter((line) => line.startsWith('authorise'))).toHaveLength(2);
    expect(till.fake.booked.size).toBe(1);
  });

  it('P1 P5 a request that carried a PIN is never sent again, only asked about', async () => {
    const till = benchTill();
    till.fake.script = ['lose-request'];
    const { outcome, desk } = await till.payByCard('good-pin');
    expect(outcomeKind(outcome)).toBe('taken-back');
    expect(till.fake.seen.filter((line) => line.startsWith('authorise'))).toHaveLength(1);
    expect(desk.questions.map(({ kind }) => kind)).toEqual(['pin', 'unknown']);
  });

  it('P5 giving up is durable before it is said: the reversal is in the journal and the outbox', async () => {
    const till = benchTill();
    let asked = 0;
    const mute = ['mute', 'works', 'mute', 'works', 'mute', 'works'] as const;
    till.fake.script = [...mute, ...mute, ...mute];
    const { outcome } = await till.payByCard('good-tap', {
      onUnknown: () => {
        asked += 1;
        return asked === 1 ? 'keep-asking' : 'give-up';
      },
    });
    expect(asked).toBe(2);
    expect(outcomeKind(outcome)).toBe('taken-back');
    expect(await outboxKinds(till)).toEqual(['reversal']);
    till.fake.script = [];
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect(till.fake.booked.size).toBe(0);
    expect(till.fake.tombstones.size).toBe(1);
  });

  it('P5 F20 the choice comes when the clock runs out, though the bank still has the question', async () => {
    const till = benchTill();
    const startMs = till.fake.nowMs;
    const asked: number[] = [];
    Object.assign(till.fake.host, { authorise: () => new Promise(() => undefined) });
    const { outcome } = await till.payByCard('good-tap', {
      onUnknown: () => {
        asked.push(till.fake.nowMs - startMs);
        return 'give-up';
      },
    });
    expect(outcomeKind(outcome)).toBe('taken-back');
    expect(asked).toEqual([TERMINAL.parameters.wait.attendedMs]);
    expect(await outboxKinds(till)).toEqual(['reversal']);
  });

  it('P6 an open reversal goes first; unanswered, the sale goes the offline way', async () => {
    const till = benchTill();
    till.fake.script = ['lose-request'];
    await till.payByCard('good-pin');
    till.fake.script = [];
    till.fake.always = 'cut';
    const { outcome } = await till.payByCard('good-tap');
    expect(outcomeKind(outcome)).toBe('provisional');
    expect(till.fake.seen.slice(-1)).toEqual(['reverse cut']);
  });

  it('P7 the line dies in the middle: reversal first, then a new payment supersedes', async () => {
    const till = benchTill();
    till.fake.script = ['lose-answer', 'cut'];
    const { outcome } = await till.payByCard('good-tap');
    expect(outcomeKind(outcome)).toBe('provisional');
    const steps = till.fake.journal.map(({ body }) => (body.kind === 'sale' ? body.step : ''));
    expect(steps).toEqual(['intent', 'reversal-decided', 'completed']);
    const sale = outcome.ok && outcome.value.kind === 'provisional' ? outcome.value.sale : null;
    expect(sale?.payments.map(({ status }) => status.state)).toEqual(['reversing', 'stored']);
    expect(sale?.payments[1]?.core.supersedes).toBe(sale?.payments[0]?.id);
    expect(await outboxKinds(till)).toEqual(['reversal', 'stored-payment', 'sale-report']);
    till.fake.script = [];
    expect(await till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
    expect([...till.fake.booked.keys()]).toEqual([sale?.payments[1]?.id]);
    expect(till.fake.reports.size).toBe(1);
  });

  it('P15 P18 without a line: caps and online PIN are refused, a promise is never called approved', async () => {
    const till = benchTill();
    const big = await till.payByCard('good-chip', {
      lineUsable: false,
      amountMinor: minor(100_001),
    });
    expect(big.outcome).toMatchObject({ value: { kind: 'not-offline', code: 'cap-per-card' } });
    const pin = await till.payByCard('good-pin', { lineUsable: false });
    expect(pin.outcome).toMatchObject({ value: { kind: 'not-offline', code: 'pin-needs-line' } });
    const hot = await till.payByCard('stolen', { lineUsable: false });
    expect(hot.outcome).toMatchObject({ value: { kind: 'not-offline', code: 'card-hot' } });
    const tap = await till.payByCard('good-tap', { lineUsable: false });
    expect(outcomeKind(tap.outcome)).toBe('provisional');
    const chip = await till.payByCard('good-chip', { lineUsable: false });
    expect(chip.outcome).toMatchObject({ value: { kind: 'provisional', chipApproved: true } });
    expect(till.fake.seen).toEqual([]);
  });

  it('P8 A15 a decline is final for its id; trying again is a new payment', async () => {
    const till = benchTill();
    till.fake.decline.set('poor', '51');
    const first = await till.payByCard('poor');
    expect(first.outcome).toMatchObject({ value: { kind: 'declined', code: '51' } });
    await till.payByCard('good-tap');
    const ids = till.fake.journal.map(({ body }) =>
      body.kind === 'sale' ? body.sale.payments.at(-1)?.id : '',
    );
    expect(new Set(ids).size).toBe(2);
  });
});
