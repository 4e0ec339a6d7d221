import { present } from '../../shared/lib/assert.ts';
import type { OperatorRole } from '../../shared/domain/operators.ts';
import { applyChanges, type Books, type Change, type Judged } from '../domain/records.ts';
import { randomDigits, type BookingPorts } from '../ports.ts';
import type { Scope, WhenLocked } from '../store/book-scope.ts';
import { bookQuestions, booksFrom } from '../store/books-store.ts';
import { changeStatements, paymentKey, type Written } from '../store/books-writer.ts';
import type { Journey, Statement } from '../store/journey.ts';
import { lockStatements, seriesFrom, type TerminalSeries } from '../store/series-store.ts';
import { roleQuestion, type KnownTerminal } from '../store/terminal-store.ts';

/** What is to be judged for one till. */
export interface Work {
  readonly terminal: KnownTerminal;
  readonly scope: Scope;
  /** Whose role the rule wants to know; null: nobody's. */
  readonly operatorId: string | null;
  /** Pure: reads the slice of the books, says what is to be written. */
  readonly judge: (books: Books, role: OperatorRole | null) => readonly Change[];
}

/** A rule's verdict is kept until its changes are written. */
export function keepingValue<Value>(
  { terminal, scope, operatorId }: Omit<Work, 'judge'>,
  rule: (books: Books, role: OperatorRole | null) => Judged<Value>,
): { readonly work: Work; readonly value: () => Value } {
  let judged: Judged<Value> | null = null;
  const judge: Work['judge'] = (books, role) => {
    judged = rule(books, role);
    return judged.changes;
  };
  return {
    work: { terminal, scope, operatorId, judge },
    value: () => present(judged, 'a verdict').value,
  };
}

export interface JudgedTogether {
  /** The tills whose work was judged, by id. */
  readonly series: ReadonlyMap<string, TerminalSeries>;
  /** Each is built when it is asked for. */
  readonly statements: Iterable<Statement | null>;
}

/**
 * Locks the tills, loads their slices of the books and judges. Two copies of a request at the same
 * instant queue up at the lock, and the second finds the first one's record (F17). Another till with
 * the same id is met by the primary key, and the work is done again on what is there by then.
 */
export async function judgeTogether(
  journey: Journey,
  ports: BookingPorts,
  works: readonly Work[],
  whenLocked: WhenLocked,
): Promise<JudgedTogether> {
  const slices = works.map(({ terminal: { merchantId, terminalId }, scope }) => ({
    merchantId,
    terminalId,
    scope,
  }));
  const ids = slices.map(({ terminalId }) => terminalId);
  const operators = works.flatMap(({ terminal: { merchantId }, operatorId }) =>
    operatorId === null ? [] : [{ merchantId, operatorId }],
  );
  const askedAtMs = ports.clock.nowMs();
  const [, locked, roles, ...answers] = await journey.send([
    ...lockStatements(ids, ports.lockWaitMs, whenLocked),
    operators.length === 0 ? null : roleQuestion(operators),
    ...bookQuestions(slices, whenLocked, askedAtMs),
  ]);
  const series = new Map(locked.map((row) => [row.id, seriesFrom(row)]));
  const loaded = booksFrom(slices, answers);
  const knownPayments = new Set(
    slices.flatMap(({ merchantId }, i) =>
      [...present(loaded[i], 'a slice').payments.keys()].map((id) => paymentKey(merchantId, id)),
    ),
  );
  const nowMs = ports.clock.nowMs();
  const written: Written[] = [];
  for (const [i, { terminal, operatorId, judge }] of works.entries()) {
    if (!series.has(terminal.terminalId)) continue;
    const { merchantId, terminalId, currency } = terminal;
    const books: Books = {
      merchantId,
      terminalId,
      currency,
      nowMs,
      issuerDown: ports.issuerDown(),
      digits: (count) => randomDigits(ports.random, count),
      ...present(loaded[i], 'a slice'),
    };
    const own = roles.find((one) => one.merchantId === merchantId && one.operatorId === operatorId);
    const changes = judge(books, own?.role ?? null);
    applyChanges(books, changes);
    written.push({ books, changes });
  }
  return { series, statements: changeStatements(written, knownPayments) };
}
