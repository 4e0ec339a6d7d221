import { sql, type RawBuilder } from 'kysely';
import { present } from '../../shared/lib/assert.ts';
import type { Books } from '../domain/records.ts';
import { traceKey } from '../domain/records.ts';
import { ID_KEY, idsOf, knownPayments, type Slice, type WhenLocked } from './book-scope.ts';
import {
  cardFrom,
  cardQuestion,
  heldQuestion,
  type CardRow,
  type HeldRow,
} from './card-questions.ts';
import { cashReturnFromRow, paymentFromRow, reportFromRow } from './book-rows.ts';
import { arraysOf, keysAs, rowsByKey, template } from './bulk.ts';
import type { BankTables } from './schema.ts';

export type LoadedBooks = Pick<
  Books,
  | 'payments'
  | 'cards'
  | 'numbers'
  | 'traces'
  | 'reports'
  | 'reportedSales'
  | 'cashReturns'
  | 'voidNumbers'
  | 'chipCounters'
>;

/**
 * What to ask for, sent behind the lock of the terminals; `booksFrom` reads the answers.
 */
export function bookQuestions(slices: readonly Slice[], whenLocked: WhenLocked, nowMs: number) {
  return [
    undoableLock(slices, whenLocked),
    paymentQuestion(slices),
    followerQuestion(slices),
    standInQuestion(slices),
    cardQuestion(slices, whenLocked),
    heldQuestion(slices, nowMs),
    numberQuestion(slices),
    reportQuestion(slices),
    voidNumberQuestion(slices),
    cashReturnQuestion(slices),
    cashPaidQuestion(slices),
    counterQuestion(slices),
  ] as const;
}

type PaymentRow = BankTables['transactions'];
type NumberRow = BankTables['series_numbers'];
type ReportRow = BankTables['sale_reports'];
type CashReturnRow = BankTables['cash_returns'];
type CashPaidRow = { merchant_id: string; id: string; cash_minor: bigint };
type VoidRow = BankTables['void_numbers'];
type CounterRow = BankTables['chip_counters'];

/** In the order of the questions. */
type BookAnswers = readonly [
  locked: readonly unknown[],
  payments: readonly PaymentRow[],
  followers: readonly PaymentRow[],
  standIns: readonly PaymentRow[],
  cards: readonly CardRow[],
  held: readonly HeldRow[],
  numbers: readonly NumberRow[],
  reports: readonly ReportRow[],
  voided: readonly VoidRow[],
  returned: readonly CashReturnRow[],
  paid: readonly CashPaidRow[],
  counters: readonly CounterRow[],
];

/**
 * One to a slice. What belongs to a merchant or to the issuer is one map for all of them: each piece
 * of work sees what the one before it did.
 */
export function booksFrom(slices: readonly Slice[], answers: BookAnswers): readonly LoadedBooks[] {
  const [, payments, followers, standIns, cards, held, numbers, reports, ...others] = answers;
  const [voided, returned, paid, counters] = others;
  const heldOn = new Map(held.map((row) => [row.card_hash, row.held_minor]));
  const accounts = cards.map((row) => cardFrom(row, heldOn.get(row.card_hash) ?? 0n));
  const books = emptyBooks(slices, new Map(accounts.map((one) => [one.cardHash, one])));
  const ofMerchant = new Map(slices.map(({ merchantId }, i) => [merchantId, at(books, i)]));
  const ofTerminal = new Map(slices.map(({ terminalId }, i) => [terminalId, at(books, i)]));
  for (const row of [...payments, ...followers, ...standIns]) {
    ofMerchant.get(row.merchant_id)?.payments.set(row.id, paymentFromRow(row));
  }
  const cashOf = new Map(paid.map((row) => [`${row.merchant_id} ${row.id}`, row.cash_minor]));
  for (const row of reports) {
    const cashMinor = cashOf.get(`${row.merchant_id} ${row.id}`) ?? 0n;
    ofMerchant.get(row.merchant_id)?.reports.set(row.id, reportFromRow(row, cashMinor));
    ofMerchant.get(row.merchant_id)?.reportedSales.set(row.sale_id, row.id);
  }
  for (const row of returned) {
    ofMerchant.get(row.merchant_id)?.cashReturns.set(row.id, cashReturnFromRow(row));
  }
  for (const row of voided) {
    ofMerchant.get(row.merchant_id)?.voidNumbers.set(row.id, Number(row.transaction_number));
  }
  for (const { terminal_id, number, batch_number, trace_number, record_id } of numbers) {
    const own = ofTerminal.get(terminal_id);
    own?.numbers.set(Number(number), record_id);
    if (batch_number !== null && trace_number !== null) {
      own?.traces.set(traceKey(Number(batch_number), Number(trace_number)), record_id);
    }
  }
  for (const { terminal_id, card_hash, highest_asked, highest, seen } of counters) {
    const known = { highestAsked: highest_asked, highest, seen };
    ofTerminal.get(terminal_id)?.chipCounters.set(card_hash, known);
  }
  return books;
}

type TerminalMap = 'numbers' | 'traces' | 'chipCounters';

/** One to a slice; those of a merchant share its maps, those of a terminal theirs. */
function emptyBooks(slices: readonly Slice[], cards: LoadedBooks['cards']): LoadedBooks[] {
  const byMerchant = new Map<string, Omit<LoadedBooks, 'cards' | TerminalMap>>();
  const byTerminal = new Map<string, Pick<LoadedBooks, TerminalMap>>();
  return slices.map(({ merchantId, terminalId }) => {
    const ofMerchant = byMerchant.get(merchantId) ?? {
      payments: new Map(),
      reports: new Map(),
      reportedSales: new Map(),
      cashReturns: new Map(),
      voidNumbers: new Map(),
    };
    const ofTerminal = byTerminal.get(terminalId) ?? {
      numbers: new Map(),
      traces: new Map(),
      chipCounters: new Map(),
    };
    byMerchant.set(merchantId, ofMerchant);
    byTerminal.set(terminalId, ofTerminal);
    return { cards, ...ofMerchant, ...ofTerminal };
  });
}

function at<Element>(elements: readonly Element[], index: number): Element {
  return present(elements[index], `element ${index}`);
}

const paymentsByIds = template(() => sql<PaymentRow>`with ${knownPayments()} select * from known`);

function paymentQuestion(slices: readonly Slice[]) {
  const ids = idsOf(slices, 'paymentIds');
  return ids.length === 0 ? null : paymentsByIds(arraysOf(ID_KEY, ids));
}

const UNDOABLE = ['merchants', 'ids', 'merchantsOfOriginals', 'idsOfOriginals'] as const;

/** These payments and the originals that some of them name; the values are asked for twice. */
function undoable(table: string, column: string): RawBuilder<unknown> {
  const texts = () => sql`${'{}'}::text[]`;
  const ids = () => sql`${'{}'}::uuid[]`;
  const named = sql.ref(`${table}.${column}`);
  return sql`${sql.ref(`${table}.merchant_id`)} = any(${texts()}) and ${named} = any(${ids()} || array(
    select o.original_id from transactions o
    where o.merchant_id = any(${texts()}) and o.id = any(${ids()}) and o.original_id is not null))`;
}

function undoableKeys(slices: readonly Slice[]): readonly string[] | null {
  const rows = idsOf(slices, 'undoableIds').map(({ merchant_id, id }) => ({
    merchants: merchant_id,
    ids: id,
    merchantsOfOriginals: merchant_id,
    idsOfOriginals: id,
  }));
  return rows.length === 0 ? null : arraysOf(UNDOABLE, rows);
}

const undoableLocked = (whenLocked: WhenLocked) =>
  template(
    () => sql<unknown>`select t.id from transactions t where ${undoable('t', 'id')}
      order by t.merchant_id, t.id for update of t
      ${whenLocked === 'wait' ? sql`` : sql`nowait`}`,
  );

const UNDOABLE_LOCK = { wait: undoableLocked('wait'), 'do-without': undoableLocked('do-without') };

/**
 * Two tills of a merchant may refund the same purchase, or complete the same hold, at the same time:
 * whoever comes second reads it when the first is done, in a statement of its own behind this one.
 */
function undoableLock(slices: readonly Slice[], whenLocked: WhenLocked) {
  const keys = undoableKeys(slices);
  return keys === null ? null : UNDOABLE_LOCK[whenLocked](keys);
}

/** What names them as its original and counts as long as it stands. */
const followersOfUndoable = template(
  () => sql<PaymentRow>`select t.* from transactions t
    where t.kind in ('refund', 'completion', 'pre-authorisation-void')
      and ${undoable('t', 'original_id')}`,
);

function followerQuestion(slices: readonly Slice[]) {
  const keys = undoableKeys(slices);
  return keys === null ? null : followersOfUndoable(keys);
}

/** What replaces one of them, and what replaces the same as one of them: at most one stands (I2). */
const standInsOfUndoable = template(
  () => sql<PaymentRow>`select t.* from transactions t where t.supersedes is not null
    and (${undoable('t', 'supersedes')} or t.supersedes = any(array(
      select s.supersedes from transactions s where ${undoable('s', 'id')})))`,
);

function standInQuestion(slices: readonly Slice[]) {
  const keys = undoableKeys(slices);
  return keys === null ? null : standInsOfUndoable([...keys, ...keys]);
}

const NUMBER_KEY = ['merchant_id', 'terminal_id', 'number'] as const;
const TRACE_KEY = ['merchant_id', 'terminal_id', 'batch_number', 'trace_number'] as const;

/** By number and by trace number, as two look-ups. */
const numbersByBoth = template(() => {
  const table = 'series_numbers';
  return sql<NumberRow>`${rowsByKey(table, NUMBER_KEY, keysAs(table, NUMBER_KEY))}
    union all ${rowsByKey(table, TRACE_KEY, keysAs(table, TRACE_KEY))}`;
});

function numberQuestion(slices: readonly Slice[]) {
  const numbers = slices.flatMap(({ merchantId, terminalId, scope }) =>
    scope.numbers.map((number) => ({ merchant_id: merchantId, terminal_id: terminalId, number })),
  );
  if (numbers.length === 0) return null;
  const traces = slices.flatMap(({ merchantId, terminalId, scope }) =>
    scope.traces.map(({ batchNumber, traceNumber }) => ({
      merchant_id: merchantId,
      terminal_id: terminalId,
      batch_number: batchNumber,
      trace_number: traceNumber,
    })),
  );
  return numbersByBoth(arraysOf(NUMBER_KEY, numbers), arraysOf(TRACE_KEY, traces));
}

const COUNTER_KEY = ['terminal_id', 'card_hash'] as const;

const countersByCards = template(() =>
  rowsByKey('chip_counters', COUNTER_KEY, keysAs('chip_counters', COUNTER_KEY)),
);

function counterQuestion(slices: readonly Slice[]) {
  const cards = slices.flatMap(({ terminalId, scope }) =>
    scope.cardHashes.map((card_hash) => ({ terminal_id: terminalId, card_hash })),
  );
  return cards.length === 0 ? null : countersByCards(arraysOf(COUNTER_KEY, cards));
}

const SALE_KEY = ['merchant_id', 'sale_id'] as const;

/** By the report's id and by the sale's, as two look-ups. */
const reportsByBoth = template(() => {
  const table = 'sale_reports';
  return sql<ReportRow>`${rowsByKey(table, ID_KEY, keysAs(table, ID_KEY))}
    union all ${rowsByKey(table, SALE_KEY, keysAs(table, SALE_KEY))}`;
});

function reportQuestion(slices: readonly Slice[]) {
  const reports = idsOf(slices, 'reportIds');
  if (reports.length === 0) return null;
  const sales = idsOf(slices, 'saleIds').map(({ merchant_id, id }) => ({
    merchant_id,
    sale_id: id,
  }));
  return reportsByBoth(arraysOf(ID_KEY, reports), arraysOf(SALE_KEY, sales));
}

const ORIGINAL_KEY = ['merchant_id', 'original_id'] as const;

/** By its own id, and all of the same sale. */
const cashReturnsByBoth = template(() => {
  const table = 'cash_returns';
  const originals = sql`(select distinct * from ${keysAs(table, ORIGINAL_KEY)}) as wanted`;
  return sql<CashReturnRow>`${rowsByKey(table, ID_KEY, keysAs(table, ID_KEY))}
    union select r.* from ${originals} join ${sql.table(table)} r
      on r.merchant_id = wanted.merchant_id and r.original_id = wanted.original_id`;
});

function cashReturnQuestion(slices: readonly Slice[]) {
  const asked = slices.flatMap(({ merchantId, scope }) =>
    scope.cashReturns.map(({ id, originalId }) => ({
      merchant_id: merchantId,
      id,
      original_id: originalId,
    })),
  );
  if (asked.length === 0) return null;
  return cashReturnsByBoth(arraysOf(ID_KEY, asked), arraysOf(ORIGINAL_KEY, asked));
}

/** What of these sales was paid in cash: the most that may go back. */
const cashPaidByIds = template(
  () => sql<CashPaidRow>`select wanted.merchant_id, wanted.id, paid.cash_minor
    from (select distinct * from ${keysAs('sale_reports', ID_KEY)}) as wanted
    cross join lateral (
      select coalesce(sum(t.amount_minor), 0)::bigint as cash_minor from sale_report_tenders t
      where t.merchant_id = wanted.merchant_id and t.report_id = wanted.id and t.kind = 'cash') paid`,
);

function cashPaidQuestion(slices: readonly Slice[]) {
  const asked = slices.flatMap(({ merchantId, scope }) =>
    scope.cashReturns.map(({ originalId: id }) => ({ merchant_id: merchantId, id })),
  );
  return asked.length === 0 ? null : cashPaidByIds(arraysOf(ID_KEY, asked));
}

const voidNumbersByIds = template(() =>
  rowsByKey('void_numbers', ID_KEY, keysAs('void_numbers', ID_KEY)),
);

function voidNumberQuestion(slices: readonly Slice[]) {
  const ids = idsOf(slices, 'voidIds');
  return ids.length === 0 ? null : voidNumbersByIds(arraysOf(ID_KEY, ids));
}
