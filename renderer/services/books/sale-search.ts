import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { isoDate } from '../../../shared/domain/business-day.ts';
import { sixDigits } from '../../../shared/domain/field-numbers.ts';
import type { Counters, JournalRecord } from '../../../shared/domain/journal.ts';
import { decimalText } from '../../../shared/domain/money.ts';
import { saleIdsOf } from '../../../shared/domain/projection.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { Clock, TillStore } from '../../ports.ts';

type Read = Pick<TillStore, 'head' | 'recordsFrom' | 'sales' | 'recentSales'>;

/** Where only a part of a name is typed; of one day so many at once. */
const SEARCHED = 2_000;

/**
 * Sales that somebody with a slip in hand means, newest first. Of the newest each is found by whatever
 * part of its names was typed (`salesMeant`). One of any age is found by its whole number, by batch and
 * voucher, or with all others of its day: cash goes back at the till that took it, and at no other, so
 * that what is not found here could not be given back (decision 15).
 */
export async function findSales(
  store: Read,
  clock: Pick<Clock, 'utcOffsetMinutes'>,
  typed: string,
): Promise<Result<readonly Sale[], Failure>> {
  const text = typed.normalize('NFKC').trim();
  const day = dayNamed(text, clock);
  if (day !== null) return salesOf(store, day);
  const newest = await store.recentSales(SEARCHED);
  if (!newest.ok) return newest;
  const meant = salesMeant(newest.value, text);
  const name = meant.length > 0 ? null : wholeName(text);
  if (name === null) return ok(meant);
  const record = await firstRecord(store, name.isGivenOut);
  if (!record.ok) return record;
  const sales = await store.sales(record.value === null ? [] : saleIdsOf(record.value));
  return sales.ok ? ok([...sales.value.values()].filter(name.isOf)) : sales;
}

/** All of them: who finds no sale of a day believes that there was none. */
async function salesOf(
  store: Pick<Read, 'recentSales'>,
  { fromMs, toMs }: Day,
): Promise<Result<readonly Sale[], Failure>> {
  const found: Sale[] = [];
  for (let skipped = 0; ; skipped += SEARCHED) {
    const read = await store.recentSales(SEARCHED, skipped, toMs);
    if (!read.ok) return read;
    const ofDay = read.value.filter(({ createdAtMs }) => createdAtMs >= fromMs);
    found.push(...ofDay);
    if (ofDay.length < SEARCHED) return ok(found);
  }
}

/** By the number of the sale, the voucher, the end of the card or the amount. */
function salesMeant(sales: readonly Sale[], typed: string): readonly Sale[] {
  const text = typed.toLowerCase();
  return sales.filter((sale) => namesOf(sale).some((name) => name.includes(text)));
}

function namesOf({ number, totals, payments, report }: Sale): readonly string[] {
  return [
    number,
    decimalText(totals.dueMinor),
    ...(report === null ? [] : [sixDigits(report.traceNumber)]),
    ...payments.flatMap(({ core, card }) => [sixDigits(core.traceNumber), card.maskedNumber]),
  ];
}

/** What is printed on one slip and on no other. */
interface WholeName {
  /** Whether it had been given out once these numbers had. */
  readonly isGivenOut: (counters: Counters) => boolean;
  readonly isOf: (sale: Sale) => boolean;
}

/** As it stands on the slip: `01-000418`, or batch / voucher. Null: nothing whole. */
function wholeName(text: string): WholeName | null {
  const [, running] = /^\d+-(\d{6,})$/.exec(text) ?? [];
  if (running !== undefined) {
    const sale = Number(running);
    return { isGivenOut: (given) => given.sale >= sale, isOf: ({ number }) => number === text };
  }
  const [, batchText, traceText] = /^(\d{1,6})\s*\/\s*(\d{1,6})$/.exec(text) ?? [];
  if (batchText === undefined) return null;
  const [batch, trace] = [Number(batchText), Number(traceText)];
  const isIt = (one: { readonly batchNumber: number; readonly traceNumber: number }): boolean =>
    one.batchNumber === batch && one.traceNumber === trace;
  return {
    isGivenOut: (given) => given.batch > batch || (given.batch === batch && given.trace >= trace),
    isOf: ({ report, payments }) =>
      (report !== null && isIt(report)) || payments.some(({ core }) => isIt(core)),
  };
}

/**
 * The record by which it was given out. Numbers go up with the records and never back (I8), so that a
 * journal of a million is asked twenty times, for one record each.
 */
async function firstRecord(
  store: Pick<Read, 'head' | 'recordsFrom'>,
  isGivenOut: WholeName['isGivenOut'],
): Promise<Result<JournalRecord | null, Failure>> {
  const head = await store.head();
  if (!head.ok) return head;
  let [from, to] = [1, head.value?.number ?? 0];
  let first: JournalRecord | null = null;
  while (from <= to) {
    const middle = Math.floor((from + to) / 2);
    const read = await store.recordsFrom(middle, 1);
    if (!read.ok) return read;
    const [record] = read.value;
    // After a loss numbers may be missing (P10): the next that is there stands for them.
    const isAbove = record === undefined || record.number > to;
    if (!isAbove && !isGivenOut(record.counters)) from = record.number + 1;
    else {
      to = middle - 1;
      if (!isAbove) first = record;
    }
  }
  return ok(first);
}

interface Day {
  readonly fromMs: number;
  /** The first moment after it. */
  readonly toMs: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** By the shop's clock, as the slip has it; null where no day is typed. */
function dayNamed(text: string, { utcOffsetMinutes }: Pick<Clock, 'utcOffsetMinutes'>): Day | null {
  const [, year, month = '', date = ''] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? [];
  if (year === undefined) return null;
  const iso = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const midnightMs = Date.parse(`${iso}T00:00:00Z`);
  // What no calendar has would be another day.
  if (Number.isNaN(midnightMs) || isoDate(midnightMs) !== iso) return null;
  const local = (ms: number): number => ms - utcOffsetMinutes(ms) * 60_000;
  return { fromMs: local(midnightMs), toMs: local(midnightMs + DAY_MS) };
}
