import { sql } from 'kysely';
import type { Books, CardAccount, Change, Posting } from '../domain/records.ts';
import {
  bigOrNull,
  cashReturnRow,
  lineRow,
  paperRow,
  reportRow,
  rowFromPayment,
  tenderRow,
} from './book-rows.ts';
import { arraysOf, insertion, rowsAs, template } from './bulk.ts';
import { statements, type Statement } from './journey.ts';
import type { BankTables } from './schema.ts';

type Place = Pick<Books, 'merchantId' | 'terminalId' | 'nowMs'>;

/** A change and whose books it is in. */
interface Placed<Kind extends Change = Change> extends Place {
  readonly change: Kind;
}

/** What one piece of work changes, in its terminal's books. */
export interface Written {
  readonly books: Place;
  readonly changes: readonly Change[];
}

/** Names a payment among those of all merchants. */
export function paymentKey(merchantId: string, paymentId: string): string {
  return `${merchantId} ${paymentId}`;
}

/**
 * Writes everything that was judged, in as many statements as there are tables, each built when it is
 * asked for. `knownPayments`: the keys of those that are stored already.
 */
export function* changeStatements(
  written: readonly Written[],
  knownPayments: ReadonlySet<string>,
): Generator<Statement | null> {
  const placed = written.flatMap(({ books: { merchantId, terminalId, nowMs }, changes }) =>
    changes.map((change): Placed => ({ merchantId, terminalId, nowMs, change })),
  );
  type Of<Type> = Placed<Extract<Change, { type: Type }>>;
  const of = <Type extends Change['type']>(type: Type) =>
    placed.filter((one): one is Of<Type> => one.change.type === type);
  yield insertion(
    'series_numbers',
    of('number').map(({ change, merchantId, terminalId }) => ({
      merchant_id: merchantId,
      terminal_id: terminalId,
      number: BigInt(change.number),
      batch_number: bigOrNull(change.batchNumber),
      trace_number: bigOrNull(change.traceNumber),
      record_id: change.recordId,
      record_kind: change.recordKind,
    })),
  );
  yield* paymentStatements(of('payment'), knownPayments);
  yield cardStatement(of('card'));
  yield* holdStatements(of('hold'));
  yield counterStatement(of('chip-counters'));
  yield* postingStatements(
    of('posting').map(({ change, merchantId, nowMs }) => ({
      merchantId,
      nowMs,
      posting: change.posting,
    })),
  );
  yield* reportStatements(of('report'));
  yield insertion(
    'cash_returns',
    of('cash-return').map(({ change: { back, stored }, merchantId, nowMs }) =>
      cashReturnRow(merchantId, back, stored, nowMs),
    ),
  );
  yield insertion(
    'void_numbers',
    of('void-number').map(({ change, merchantId, terminalId, nowMs }) => ({
      merchant_id: merchantId,
      id: change.id,
      terminal_id: terminalId,
      transaction_number: BigInt(change.number),
      reason: change.reason,
      received_at_ms: BigInt(nowMs),
    })),
  );
  yield insertion(
    'security_events',
    of('security-event').map(({ change, merchantId, terminalId, nowMs }) => ({
      at_ms: BigInt(nowMs),
      kind: change.kind,
      merchant_id: merchantId,
      terminal_id: terminalId,
      detail: change.detail,
      source: null,
      period: null,
      times: 1n,
      last_at_ms: BigInt(nowMs),
    })),
  );
}

/** The last word on each counts: a purchase may be booked and superseded in one piece of work. */
function* paymentStatements(
  changes: readonly Placed<Extract<Change, { type: 'payment' }>>[],
  knownPayments: ReadonlySet<string>,
): Generator<Statement | null> {
  const last = new Map(
    changes.map(({ merchantId, change: { payment } }) => [
      paymentKey(merchantId, payment.id),
      rowFromPayment(merchantId, payment),
    ]),
  );
  const rows = [...last].map(([key, row]) => ({ row, isKnown: knownPayments.has(key) }));
  const fresh = rows.filter(({ isKnown }) => !isKnown).map(({ row }) => row);
  yield insertion('transactions', fresh);
  for (const { row, isKnown } of rows) if (isKnown) yield paymentUpdate(row);
}

function paymentUpdate({ merchant_id, id, ...values }: BankTables['transactions']): Statement {
  return statements
    .updateTable('transactions')
    .set(values)
    .where('merchant_id', '=', merchant_id)
    .where('id', '=', id)
    .compile();
}

const CARD_TYPES = { cardHash: 'text', wrongPins: 'integer', availableMinor: 'bigint' } as const;

const cardUpdate = template(
  () => sql`update cards
    set wrong_pins = fresh."wrongPins", available_minor = fresh."availableMinor"
    from ${rowsAs('fresh', CARD_TYPES)}
    where cards.card_hash = fresh."cardHash"`,
);

/** Again the last word on each: two payments with one card may be in one piece of work. */
function cardStatement(
  changes: readonly Placed<{ readonly type: 'card'; readonly card: CardAccount }>[],
): Statement | null {
  if (changes.length === 0) return null;
  const last = new Map(changes.map(({ change: { card } }) => [card.cardHash, card]));
  return cardUpdate(arraysOf(['cardHash', 'wrongPins', 'availableMinor'], [...last.values()]));
}

const HOLD_KEY = { merchant_id: 'text', id: 'uuid' } as const;
const HOLD_TYPES = {
  ...HOLD_KEY,
  card_hash: 'text',
  amount_minor: 'bigint',
  lapses_at_ms: 'bigint',
} as const;

const holdsBegun = template(
  () => sql`insert into card_holds (merchant_id, id, card_hash, amount_minor, lapses_at_ms)
    select * from ${rowsAs('fresh', HOLD_TYPES)} on conflict do nothing`,
);

const holdsEnded = template(
  () => sql`delete from card_holds using ${rowsAs('gone', HOLD_KEY)}
    where card_holds.merchant_id = gone.merchant_id and card_holds.id = gone.id`,
);

/** The last word on each: one may be released and have that taken back in one piece of work. */
function* holdStatements(
  changes: readonly Placed<Extract<Change, { type: 'hold' }>>[],
): Generator<Statement | null> {
  const last = new Map(
    changes.map(({ merchantId, change: { hold, stands } }) => [
      paymentKey(merchantId, hold.id),
      {
        stands,
        row: {
          merchant_id: merchantId,
          id: hold.id,
          card_hash: hold.cardHash,
          amount_minor: hold.amountMinor,
          lapses_at_ms: BigInt(hold.lapsesAtMs),
        },
      },
    ]),
  );
  const rows = (which: boolean) =>
    [...last.values()].filter(({ stands }) => stands === which).map(({ row }) => row);
  const begun = rows(true);
  const ended = rows(false);
  const columns = ['merchant_id', 'id', 'card_hash', 'amount_minor', 'lapses_at_ms'] as const;
  yield begun.length === 0 ? null : holdsBegun(arraysOf(columns, begun));
  yield ended.length === 0 ? null : holdsEnded(arraysOf(['merchant_id', 'id'], ended));
}

const COUNTER_TYPES = {
  terminal_id: 'text',
  card_hash: 'text',
  highest_asked: 'integer',
  highest: 'integer',
  seen: 'text',
} as const;

const countersKept = template(
  () => sql`insert into chip_counters (terminal_id, card_hash, highest_asked, highest, seen)
    select * from ${rowsAs('fresh', COUNTER_TYPES)}
    on conflict (terminal_id, card_hash) do update
      set highest_asked = excluded.highest_asked, highest = excluded.highest, seen = excluded.seen`,
);

/** The last word on each card of a till: several payments with it may be in one piece of work. */
function counterStatement(
  changes: readonly Placed<Extract<Change, { type: 'chip-counters' }>>[],
): Statement | null {
  if (changes.length === 0) return null;
  const last = new Map(
    changes.map(({ terminalId, change: { cardHash, counters } }) => [
      `${terminalId} ${cardHash}`,
      {
        terminal_id: terminalId,
        card_hash: cardHash,
        highest_asked: counters.highestAsked,
        highest: counters.highest,
        seen: counters.seen,
      },
    ]),
  );
  const columns = ['terminal_id', 'card_hash', 'highest_asked', 'highest', 'seen'] as const;
  return countersKept(arraysOf(columns, [...last.values()]));
}

interface PlacedPosting {
  readonly merchantId: string;
  readonly nowMs: number;
  readonly posting: Posting;
}

/** The entries behind their postings: the check of the entries looks for them. */
export function* postingStatements(
  postings: readonly PlacedPosting[],
): Generator<Statement | null> {
  yield insertion(
    'postings',
    postings.map(({ merchantId, nowMs, posting: { id, kind, recordId } }) => ({
      merchant_id: merchantId,
      id,
      kind,
      record_id: recordId,
      created_at_ms: BigInt(nowMs),
    })),
  );
  yield insertion(
    'ledger_entries',
    postings.flatMap(({ merchantId, posting }) =>
      posting.entries.map((entry, i) => ({
        merchant_id: merchantId,
        posting_id: posting.id,
        line_number: i + 1,
        account: entry.account,
        debit_minor: entry.debitMinor,
        credit_minor: entry.creditMinor,
      })),
    ),
  );
}

function* reportStatements(
  changes: readonly Placed<Extract<Change, { type: 'report' }>>[],
): Generator<Statement | null> {
  yield insertion(
    'sale_reports',
    changes.map(({ merchantId, nowMs, change: { report, stored } }) =>
      reportRow(merchantId, report, stored, nowMs),
    ),
  );
  yield insertion(
    'sale_report_lines',
    changes.flatMap(({ merchantId, change: { report } }) =>
      report.lines.map((line, i) => lineRow(merchantId, report.id, line, i)),
    ),
  );
  yield insertion(
    'sale_report_tenders',
    changes.flatMap(({ merchantId, change: { report } }) =>
      report.tenders.map((tender, i) => tenderRow(merchantId, report.id, tender, i)),
    ),
  );
  yield insertion(
    'paper_sales',
    changes.flatMap(({ merchantId, change: { report } }) => paperRow(merchantId, report) ?? []),
  );
}
