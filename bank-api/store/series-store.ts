import { sql, type Selectable } from 'kysely';
import type { BatchRequest, Watermark } from '../../shared/contracts/bank-api.ts';
import { present } from '../../shared/lib/assert.ts';
import { judgeAnchor, type AnchorHead, type AnchorVerdict } from '../domain/journal-anchor.ts';
import { contiguousRun, watermarkOf } from '../domain/watermark.ts';
import { arraysOf, insertion, rowsAs, template } from './bulk.ts';
import type { WhenLocked } from './book-scope.ts';
import type { BankDatabase } from './database.ts';
import { askOnce, statements, type Statement } from './journey.ts';
import type { BankTables } from './schema.ts';

/** How far a terminal's two series are known (P2). */
export interface TerminalSeries {
  readonly terminalId: string;
  readonly merchantId: string;
  /** The end of the gapless run that was found last; the run may have gone on since. */
  readonly contiguousUpTo: number;
  readonly declaredUpTo: number;
  readonly journalNumber: bigint;
  readonly anchor: AnchorHead;
}

type SeriesRow = Pick<
  Selectable<BankTables['terminals']>,
  | 'id'
  | 'merchant_id'
  | 'contiguous_up_to'
  | 'declared_up_to'
  | 'journal_number'
  | 'anchor_epoch'
  | 'anchor_number'
  | 'anchor_hash'
>;

type Lock = WhenLocked | 'none';

const LOCKS = {
  none: sql``,
  wait: sql`for update`,
  'do-without': sql`for update skip locked`,
} as const satisfies Record<Lock, unknown>;

const seriesBy = (lock: Lock) =>
  template(
    () => sql<SeriesRow>`select id, merchant_id, contiguous_up_to, declared_up_to,
        journal_number, anchor_epoch, anchor_number, anchor_hash
      from terminals where id = any(${'{}'}::text[]) order by id ${LOCKS[lock]}`,
  );

const SERIES = {
  none: seriesBy('none'),
  wait: seriesBy('wait'),
  'do-without': seriesBy('do-without'),
};

function seriesOf(terminalIds: readonly string[], lock: Lock): Statement<SeriesRow> {
  const rows = terminalIds.map((id) => ({ id }));
  return SERIES[lock](arraysOf(['id'], rows));
}

export function seriesFrom(row: SeriesRow): TerminalSeries {
  return {
    terminalId: row.id,
    merchantId: row.merchant_id,
    contiguousUpTo: Number(row.contiguous_up_to),
    declaredUpTo: Number(row.declared_up_to),
    journalNumber: row.journal_number,
    anchor: {
      epoch: Number(row.anchor_epoch),
      number: Number(row.anchor_number),
      hash: row.anchor_hash,
    },
  };
}

export async function readSeries(db: BankDatabase, terminalId: string): Promise<TerminalSeries> {
  const [row] = await askOnce(db, seriesOf([terminalId], 'none'));
  return seriesFrom(present(row, 'the terminal'));
}

const lockSettings = template(
  () => sql`select set_config('lock_timeout', ${''}, true),
      set_config('plan_cache_mode', 'force_generic_plan', true),
      set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
      set_config('enable_mergejoin', 'off', true), set_config('enable_sort', 'off', true)`,
);

/**
 * One piece of work per terminal at a time: a till is one device with one series (P2, F17).
 *
 * Also for the statements behind it, to the end of the transaction: each is planned once on its
 * connection, and looks rows up by index however few there were at the time. And who waits longer
 * than `waitMs` for the one before is told so (A13): the till has stopped listening.
 */
export function lockStatements(
  terminalIds: readonly string[],
  waitMs: number,
  whenLocked: WhenLocked,
) {
  return [lockSettings([`${waitMs}ms`]), seriesOf(terminalIds, whenLocked)] as const;
}

interface Declaration {
  readonly id: string;
  readonly delivered: number;
}

const declarations = template(
  () => sql`update terminals set last_seen_at_ms = ${''}::bigint,
      declared_up_to = greatest(declared_up_to, delivered)
    from ${rowsAs('said', { id: 'text', delivered: 'bigint' })}
    where terminals.id = said.id`,
);

/** Keeps the highest declaration: a late message must not take an earlier promise back. */
export function declaration(declared: readonly Declaration[], nowMs: number): Statement {
  return declarations([String(nowMs)], arraysOf(['id', 'delivered'], declared));
}

export async function declareDelivered(
  db: BankDatabase,
  id: string,
  delivered: number,
  nowMs: number,
): Promise<void> {
  await db.executeQuery(declaration([{ id, delivered }], nowMs));
}

/** Asks one question, within a transaction or without. */
export type Ask = <Row>(question: Statement<Row>) => Promise<readonly Row[]>;

function directly(db: BankDatabase): Ask {
  return async (question) => (await db.executeQuery(question)).rows;
}

/** Most numbers above the gapless run that are looked at in one go. */
const WATERMARK_WINDOW = 20_000;

/** What has arrived above the gapless run that is known, and how far that goes by now (P2). */
export async function surveySeries(
  ask: Ask,
  { merchantId, terminalId, contiguousUpTo, declaredUpTo }: TerminalSeries,
): Promise<Watermark> {
  const above = (from: number) =>
    statements
      .selectFrom('series_numbers')
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .where('number', '>', BigInt(from));
  for (let from = contiguousUpTo; ;) {
    const inOrder = above(from).select('number').orderBy('number').limit(WATERMARK_WINDOW);
    const rows = await ask(inOrder.compile());
    const numbers = rows.map((row) => Number(row.number));
    const end = contiguousRun(from, numbers);
    const mark = watermarkOf(end, numbers.slice(end - from), declaredUpTo);
    if (rows.length < WATERMARK_WINDOW) return mark;
    if (end === from) {
      const highest = above(from).select((get) => get.fn.max('number').as('top'));
      const [top] = await ask(highest.compile());
      return { ...mark, highest: Number(top?.top ?? mark.highest) };
    }
    from = end;
  }
}

/** Moves the stored end of the gapless run on, so that the next look starts there. */
export async function readWatermark(db: BankDatabase, terminalId: string): Promise<Watermark> {
  const series = await readSeries(db, terminalId);
  const mark = await surveySeries(directly(db), series);
  if (mark.contiguousUpTo > series.contiguousUpTo) {
    await db
      .updateTable('terminals')
      .set({ contiguous_up_to: BigInt(mark.contiguousUpTo) })
      .where('id', '=', terminalId)
      .where('contiguous_up_to', '<', BigInt(mark.contiguousUpTo))
      .execute();
  }
  return mark;
}

/** What the till tells of its journal, held against what it told before. */
export async function compareJournal(
  ask: Ask,
  { merchantId, terminalId, journalNumber, anchor }: TerminalSeries,
  journal: BatchRequest['journal'],
): Promise<AnchorVerdict> {
  const known = new Map<number, string>();
  if (journal.hashes.length > 0) {
    const stored = statements
      .selectFrom('journal_anchors')
      .select(['number', 'hash'])
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .where('journal_number', '=', journalNumber)
      .where('epoch', '=', BigInt(anchor.epoch))
      .where('number', '>=', BigInt(journal.from))
      .limit(journal.hashes.length)
      .orderBy('number');
    for (const { number, hash } of await ask(stored.compile())) known.set(Number(number), hash);
  }
  return judgeAnchor(anchor, journal, (number) => known.get(number));
}

/** How far both series are known after a contact; for whoever holds the terminal's lock. */
export function seriesStatements(
  { merchantId, terminalId, journalNumber, declaredUpTo }: TerminalSeries,
  { contiguousUpTo }: Watermark,
  { anchor, added }: AnchorVerdict,
  nowMs: number,
): (Statement | null)[] {
  const anchors = added.hashes.map((hash, i) => ({
    merchant_id: merchantId,
    terminal_id: terminalId,
    journal_number: journalNumber,
    epoch: BigInt(added.epoch),
    number: BigInt(added.from + i),
    hash,
  }));
  return [
    insertion('journal_anchors', anchors),
    statements
      .updateTable('terminals')
      .set({
        contiguous_up_to: BigInt(contiguousUpTo),
        declared_up_to: BigInt(declaredUpTo),
        last_seen_at_ms: BigInt(nowMs),
        anchor_epoch: BigInt(anchor.epoch),
        anchor_number: BigInt(anchor.number),
        anchor_hash: anchor.hash,
      })
      .where('id', '=', terminalId)
      .compile(),
  ];
}
