import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveryResult, JournalBody, JournalRecord } from './journal.ts';
import { EMPTY_HEAD } from './journal.ts';
import { present } from '../lib/assert.ts';
import { minor } from './money.ts';
import { outboxKey, type OutboxKind, type OutboxRow } from './outbox.ts';
import { changesOfRun, rowsNeededByRun, type RowsAtFirst } from './projection-run.ts';
import { changesOf, rowsNeededBy } from './projection.ts';
import { asTold } from './report-told.ts';
import type { RowChanges, RowsBefore } from './row-changes.ts';
import type { Sale } from './sale.ts';
import { SAMPLE_STATUS, sampleCardSale, samplePayment } from './testing/sample-sale.ts';

/** A database in its plainest form: what a till has after a run of records. */
interface Rows {
  readonly sales: Map<string, Sale>;
  readonly outbox: Map<string, OutboxRow>;
}

function emptyRows(): Rows {
  return { sales: new Map(), outbox: new Map() };
}

/** As the ledger does it: only the rows that the record says it needs are handed over (P9). */
function neededRows({ sales, outbox }: Rows, record: JournalRecord): RowsBefore {
  const needed = rowsNeededBy(record);
  return {
    sales: new Map([...sales].filter(([id]) => needed.saleIds.includes(id))),
    outbox: new Map([...outbox].filter(([key]) => needed.outboxKeys.includes(key))),
  };
}

function apply(rows: Rows, record: JournalRecord, before: RowsBefore = rows): void {
  take(rows, changesOf(record, before));
}

function take(rows: Rows, { putSales, putOutbox, deleteOutbox }: RowChanges): void {
  for (const sale of putSales) rows.sales.set(sale.id, sale);
  for (const row of putOutbox) rows.outbox.set(row.key, row);
  for (const key of deleteOutbox) rows.outbox.delete(key);
}

const SALES = ['s0', 's1', 's2'];

function saleAt(saleId: string, status: (typeof SAMPLE_STATUS)[keyof typeof SAMPLE_STATUS]): Sale {
  const payment = { ...samplePayment(status, `p-${saleId}`) };
  const sale = sampleCardSale(status, { id: saleId, payments: [payment] });
  return { ...sale, report: { ...(sale.report ?? NO_REPORT), id: `r-${saleId}` } };
}

const NO_REPORT = {
  id: '',
  transactionNumber: 1,
  batchNumber: 1,
  traceNumber: 1,
  delivered: false,
};

function retryFor(saleId: string) {
  const id = `again-${saleId}`;
  const first = samplePayment(SAMPLE_STATUS.stored, id);
  const payment = { ...first, core: { ...first.core, supersedes: `p-${saleId}` } };
  const row = { ...rowFor('stored-payment', saleId), key: outboxKey('stored-payment', id) };
  return { payment, outbox: { ...row, transactionId: id } };
}

function rowFor(kind: OutboxKind, saleId: string): OutboxRow {
  const transactionId = kind === 'sale-report' ? `r-${saleId}` : `p-${saleId}`;
  return {
    key: outboxKey(kind, transactionId),
    kind,
    transactionId,
    transactionNumber: 1,
    saleId,
    amountMinor: minor(1400),
    createdAtMs: 0,
    lane: 'ready',
    attempts: 0,
    nextTryAtMs: 0,
    reason: '',
  };
}

const KINDS: readonly OutboxKind[] = ['reversal', 'stored-payment', 'sale-report'];
const anySale = fc.constantFrom(...SALES);
const anyKind = fc.constantFrom(...KINDS);
const anyResult = fc
  .tuple(
    anySale,
    anyKind,
    fc.constantFrom<DeliveryResult['outcome']>('done', 'done-watch', 'refused', 'our-fault'),
  )
  .map(([saleId, kind, outcome]): DeliveryResult => {
    const { key, transactionId } = rowFor(kind, saleId);
    return {
      outboxKey: key,
      saleId,
      transactionId,
      outcome,
      code: outcome === 'refused' ? '51' : '00',
      authorisationCode: '123456',
      referenceNumber: '100000000001',
    };
  });
const anyBody: fc.Arbitrary<JournalBody> = fc.oneof(
  fc
    .tuple(
      anySale,
      fc.constantFrom(SAMPLE_STATUS.stored, SAMPLE_STATUS.reversing, SAMPLE_STATUS.approved),
      fc.uniqueArray(anyKind),
    )
    .map(([saleId, status, kinds]) => ({
      kind: 'sale' as const,
      step: 'completed' as const,
      sale: saleAt(saleId, status),
      outbox: kinds.map((kind) => rowFor(kind, saleId)),
    })),
  fc.array(anyResult, { minLength: 1, maxLength: 4 }).map((results) => ({
    kind: 'delivery' as const,
    results,
  })),
  fc
    .tuple(anySale, fc.integer({ min: 1, max: 3 }))
    .map(([saleId, copyNumber]) => ({ kind: 'printed' as const, saleId, copyNumber })),
  fc
    .tuple(anySale, anyKind, fc.constantFrom('try-again' as const, 'write-off' as const))
    .map(([saleId, kind, act]) => ({
      kind: 'supervisor-act' as const,
      act,
      supervisorId: '00',
      approvalId: 'a-1',
      reason: 'the customer called',
      outboxKey: rowFor(kind, saleId).key,
      saleId,
    })),
  anySale.map((saleId) => ({
    kind: 'supervisor-act' as const,
    act: 'try-again' as const,
    supervisorId: '00',
    approvalId: 'a-1',
    reason: 'the customer called',
    outboxKey: rowFor('stored-payment', saleId).key,
    saleId,
    retry: retryFor(saleId),
  })),
  fc.constant({ kind: 'notice' as const, code: 'clock-jump', detail: '' }),
);
const anyJournal = fc.array(anyBody, { minLength: 1, maxLength: 25 }).map((bodies) =>
  bodies.map((body, i): JournalRecord => ({
    ...EMPTY_HEAD,
    number: i + 1,
    atMs: i,
    body,
    previousHash: '',
    mac: '',
  })),
);

describe('P10 the database is what the journal says', () => {
  it('P10 a database that is rebuilt from the records equals the one that lived through them', () => {
    fc.assert(
      fc.property(anyJournal, (journal) => {
        const [living, rebuilt] = [emptyRows(), emptyRows()];
        for (const record of journal) apply(living, record, neededRows(living, record));
        for (const record of journal) apply(rebuilt, record);
        expect(rebuilt).toEqual(living);
      }),
    );
  });

  it('P9 a record that is applied a second time changes nothing', () => {
    fc.assert(
      fc.property(anyJournal, (journal) => {
        const [once, twice] = [emptyRows(), emptyRows()];
        for (const record of journal) {
          apply(once, record);
          apply(twice, record);
          apply(twice, record);
        }
        expect(twice).toEqual(once);
      }),
    );
  });

  it('P13 nothing leaves the outbox but done, recovered, or written off by a supervisor', () => {
    fc.assert(
      fc.property(anyJournal, (journal) => {
        const rows = emptyRows();
        for (const record of journal) {
          const before = [...rows.outbox.keys()];
          apply(rows, record);
          const gone = before.filter((key) => !rows.outbox.has(key));
          expect(mayLeave(record.body, rows)).toEqual(expect.arrayContaining(gone));
        }
      }),
    );
  });
});

/** As a till's database reads it: no more than was asked for, and sales as the queue tells of them. */
function readFor({ sales, outbox }: Rows, records: readonly JournalRecord[]): RowsAtFirst {
  const needed = rowsNeededByRun(records);
  const told = (sale: Sale): Sale => asTold(sale, (key) => outbox.has(key));
  return {
    sales: new Map(
      [...sales].flatMap(([id, sale]) =>
        needed.saleIds.includes(id) ? [[id, told(sale)] as const] : [],
      ),
    ),
    outbox: new Map([...outbox].filter(([key]) => needed.outboxKeys.includes(key))),
  };
}

function applyRun(rows: Rows, records: readonly JournalRecord[]): void {
  for (const changes of changesOfRun(records, readFor(rows, records))) take(rows, changes);
}

describe('records that are written to the database together', () => {
  it('P10 leave what they would have left one by one, wherever the runs begin', () => {
    fc.assert(
      fc.property(
        anyJournal,
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        (journal, sizes) => {
          const [oneByOne, inRuns] = [emptyRows(), emptyRows()];
          for (const record of journal) applyRun(oneByOne, [record]);
          for (let at = 0; at < journal.length;) {
            const size = sizes.next().value;
            applyRun(inRuns, journal.slice(at, at + size));
            at += size;
          }
          expect(inRuns).toEqual(oneByOne);
        },
      ),
    );
  });

  it('P10 A21 a report that was told before the run, of a sale that the run brings along, stays told', () => {
    const sale = saleAt('s0', SAMPLE_STATUS.approved);
    const printed = { kind: 'printed', saleId: 's0', copyNumber: 1 } as const;
    const again = { kind: 'sale', step: 'completed', sale, outbox: [] } as const;
    const records = [again, printed].map((body, i) => ({
      ...EMPTY_HEAD,
      number: i + 1,
      atMs: 1,
      previousHash: '',
      mac: '',
      body,
    }));
    const waiting = rowFor('sale-report', 's0');
    const queued = { sales: new Map(), outbox: new Map([[waiting.key, waiting]]) };
    expect(rowsNeededByRun(records).outboxKeys).toEqual([waiting.key]);
    const delivered = (before: RowsAtFirst) =>
      changesOfRun(records, before)[1]?.putSales[0]?.report?.delivered;
    expect(delivered(queued)).toBe(false);
    expect(delivered(emptyRows())).toBe(true);
  });
});

/** The rows that this record may take out of the queue, with every payment of the same promise. */
function mayLeave(body: JournalBody, after: Rows): string[] {
  const named =
    body.kind === 'delivery'
      ? body.results.filter(({ outcome }) => outcome.startsWith('done'))
      : body.kind === 'supervisor-act' && body.act === 'write-off'
        ? [body]
        : [];
  const closed = named.flatMap(({ saleId }) => {
    const payments = after.sales.get(saleId)?.payments ?? [];
    return payments.filter(({ status: { state } }) => ENDED.has(state));
  });
  const family = closed.map(({ id }) => outboxKey('stored-payment', id));
  return [...named.map((one) => one.outboxKey), ...family];
}

const ENDED: ReadonlySet<string> = new Set(['recovered', 'written-off']);

describe('what a delivery does', () => {
  const deliver = (sale: Sale, rows: readonly OutboxRow[], result: DeliveryResult): Rows => {
    const before = emptyRows();
    before.sales.set(sale.id, sale);
    for (const row of rows) before.outbox.set(row.key, row);
    const body = { kind: 'delivery' as const, results: [result] };
    apply(before, { ...EMPTY_HEAD, number: 1, atMs: 77, body, previousHash: '', mac: '' });
    return before;
  };
  const answer = (kind: OutboxKind, outcome: DeliveryResult['outcome'], code: string) => {
    const { key, transactionId } = rowFor(kind, 's0');
    return {
      outboxKey: key,
      saleId: 's0',
      transactionId,
      outcome,
      code,
      authorisationCode: '123456',
      referenceNumber: '100000000001',
    };
  };

  it.each([
    ['P12 posted', 'stored', 'stored-payment', 'done', 'posted', null],
    ['A2 posted, to be watched', 'stored', 'stored-payment', 'done-watch', 'posted', null],
    ['F30 refused', 'stored', 'stored-payment', 'refused', 'refused', 'exception'],
    ['A11 our fault', 'stored', 'stored-payment', 'our-fault', 'stored', 'exception'],
    ['P6 reversal closed', 'reversing', 'reversal', 'done', 'reversed', null],
    ['P6 a late approval changes nothing', 'reversed', 'stored-payment', 'done', 'reversed', null],
  ] as const)('%s', (_, state, kind, outcome, stateAfter, lane) => {
    const row = rowFor(kind, 's0');
    const sale = saleAt('s0', SAMPLE_STATUS[state]);
    const rows = deliver(sale, [row], answer(kind, outcome, '51'));
    expect(rows.sales.get('s0')?.payments[0]?.status.state).toBe(stateAfter);
    expect(rows.outbox.get(row.key)?.lane ?? null).toBe(lane);
    if (lane !== null) expect(rows.outbox.get(row.key)?.reason).toBe('51');
  });

  it.each([
    ['A21 done: its row leaves, and that is how the sale reads as told', 'done', true],
    ['A2 done, to be watched: told as well', 'done-watch', true],
    ['A11 our fault: not told, its row waits for a person', 'our-fault', false],
  ] as const)('a report that is %s', (_, outcome, told) => {
    const row = rowFor('sale-report', 's0');
    const sale = saleAt('s0', SAMPLE_STATUS.approved);
    const rows = deliver(sale, [row], answer('sale-report', outcome, '00'));
    const after = asTold(present(rows.sales.get('s0'), 'it'), (key) => rows.outbox.has(key));
    expect(after.report?.delivered).toBe(told);
    expect(rows.sales.get('s0')).toEqual(sale);
  });
});
