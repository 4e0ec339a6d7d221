import type { BankRecords } from './bank-records.ts';
import type { Shown } from './counter-screen.ts';
import type { Scheduler } from './scheduler.ts';
import type { TillSite } from './till-site.ts';

/** What whoever looks on can see: everything but the insides of running programs. */
export interface Sight {
  readonly site: TillSite;
  /** What stood on its screen, so far. */
  readonly shown: readonly Shown[];
  readonly records: BankRecords;
  readonly scheduler: Scheduler;
}

/** A pause this long before anything happens: no code is in the middle of an await. */
const REST_MS = 100;

/** Between two customers, with nothing asked that is not answered; or with no program at all. */
export function isAtRest({ site, scheduler }: Sight): boolean {
  const nextMs = (scheduler.nextDueMs ?? Number.POSITIVE_INFINITY) - scheduler.nowMs;
  if (site.open === null || nextMs < REST_MS) return false;
  return site.counter.cart === null && site.line.waiting === 0;
}

/** Changes whenever what is written or under way may have changed. */
export function versionOf({ site, records }: Sight): string {
  const { machine, line, counter } = site;
  const under = line.onTheWay.length;
  return [machine.version, records.version, under, line.isCut, counter.salesLeft].join(' ');
}

/**
 * All that decides what can still happen, as text: what the bank and the till have written down,
 * what is printed and on its way, where the cashier and the line are. The same state at another
 * moment gives the same text: times, hashes and signatures are left out, ids are numbered in the
 * order in which they appear.
 */
export async function stateText({ site, shown, records }: Sight): Promise<string> {
  const { machine, line, counter } = site;
  const { database } = machine;
  const rows = [
    await database.head(),
    await database.openSales(),
    await database.recentSales(100),
    await database.outbox(),
  ];
  const recordNumbers = await database.recordsFrom(1, 1_000);
  const terminals = [...records.terminals.values()].map((terminal) => [
    [...terminal.numbers],
    [...terminal.traces],
    [...terminal.anchored.keys()],
    [terminal.declaredUpTo, terminal.batchNumber, terminal.anchor],
  ]);
  const bank = [
    [...records.payments.values()],
    [...records.cards.values()],
    [...records.reports.keys(), ...records.sales.keys(), ...records.voidNumbers.keys()],
    [...records.postings.values()],
    [...records.payLinks.values()],
    records.alarms,
  ];
  const { reach, against } = site.figures.reach;
  const seen = { reach, against, queue: site.figures.queue, locked: site.figures.unrecorded };
  return steady(
    [
      machine.journal,
      JSON.stringify([rows, recordNumbers.ok && recordNumbers.value.map(({ number }) => number)]),
      JSON.stringify(machine.smallFiles),
      JSON.stringify([...terminals, ...bank], numbersAsText),
      JSON.stringify([shown, machine.slips.map(({ saleId, certainty }) => [saleId, certainty])]),
      JSON.stringify([line.isCut, line.onTheWay, counter, seen]),
    ].join('\n'),
  );
}

const numbersAsText = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

const TIMES = /\\?"[A-Za-z]*(?:Ms|createdS)\\?":-?\d+,?/g;
const UNLIKE = /\b(?:[0-9a-f]{64}|[A-Za-z0-9+/]{32,}={0,2})/g;
const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

function steady(text: string): string {
  const names = new Map<string, string>();
  return text
    .replaceAll(IDS, (id) => {
      const name = names.get(id) ?? `#${names.size}`;
      names.set(id, name);
      return name;
    })
    .replaceAll(TIMES, '')
    .replaceAll(UNLIKE, '*');
}
