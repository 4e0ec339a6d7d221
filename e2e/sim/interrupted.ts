import { minor } from '../../shared/domain/money.ts';
import type { Payment } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { present } from '../../shared/lib/assert.ts';
import { createMemoryTillStore } from '../../renderer/db/memory-till-store.ts';
import type { TillStore } from '../../renderer/ports.ts';
import { JournalView } from './journal-view.ts';
import type { BankRecords } from './bank-records.ts';
import type { Habits } from './habits.ts';
import type { Machine } from './machine.ts';
import type { Story } from './shrink.ts';
import type { Sight } from './state-text.ts';
import type { TillSite } from './till-site.ts';
import { valueOf } from '../value-of.ts';

/** What can be seen of the newest sale from outside, between two events. */
interface Newest {
  readonly sale: Sale;
  readonly payment: Payment | undefined;
  readonly atTheBank: string;
  readonly isPrinted: boolean;
}

interface Phase {
  readonly name: string;
  readonly way: 'card' | 'cash';
  readonly card?: string;
  readonly isReached: (newest: Newest) => boolean;
  /** What is done then: the program is killed and the customer gone, or the line is cut. */
  readonly act: 'kill' | 'cut';
}

const isOpenAs =
  (atTheBank: string) =>
  (newest: Newest): boolean =>
    newest.payment?.status.state === 'authorizing' && newest.atTheBank === atTheBank;

const isSoldAs =
  (state: string) =>
  ({ sale, payment, isPrinted }: Newest): boolean =>
    sale.state === 'completed' && payment?.status.state === state && !isPrinted;

/** In this order: what needs a line first, then what a line that dies leaves behind. */
const PHASES: readonly Phase[] = [
  { name: 'never sent', way: 'card', isReached: isOpenAs('nothing'), act: 'kill' },
  { name: 'approved, not heard', way: 'card', isReached: isOpenAs('approved'), act: 'kill' },
  {
    name: 'declined, not heard',
    way: 'card',
    card: 'poor',
    isReached: isOpenAs('declined'),
    act: 'kill',
  },
  { name: 'approved, no slip', way: 'card', isReached: isSoldAs('approved'), act: 'kill' },
  {
    name: 'cash, no slip',
    way: 'cash',
    isReached: ({ sale, payment, isPrinted }) =>
      sale.state === 'completed' && payment === undefined && !isPrinted,
    act: 'kill',
  },
  { name: 'the line dies', way: 'card', isReached: isOpenAs('approved'), act: 'cut' },
  {
    name: 'being taken back',
    way: 'card',
    isReached: ({ payment }) => payment?.status.state === 'reversing',
    act: 'kill',
  },
  { name: 'promised, no slip', way: 'card', isReached: isSoldAs('stored'), act: 'kill' },
];

/** What the start finds instead of two whole copies. */
export const DAMAGES = {
  'whole copies': () => undefined,
  'no database': (machine: Machine) => {
    machine.database = createMemoryTillStore();
  },
  'an old copy of the database': (machine: Machine, old: TillStore) => {
    machine.database = old;
  },
  'rows that somebody has edited': async (machine: Machine) => {
    const { database } = machine;
    const [record] = valueOf(await database.recordsFrom(1, 1));
    const sales = valueOf(await database.recentSales(3));
    const [row] = valueOf(await database.outbox());
    const outbox = present(row, 'a row');
    await database.apply({
      record: present(record, 'a record'),
      putSales: sales.map((sale) => ({ ...sale, totals: { ...sale.totals, dueMinor: minor(1) } })),
      putOutbox: [{ ...outbox, key: `sale-report:${FOREIGN}`, transactionId: FOREIGN }],
      deleteOutbox: [outbox.key],
    });
    machine.databaseVersion += 1;
  },
  'a journal without its last three lines': (machine: Machine) => {
    machine.journal = `${machine.journal.trimEnd().split('\n').slice(0, -3).join('\n')}\n`;
  },
  'a line that was cut off': (machine: Machine) => {
    machine.journal += '{"number":';
  },
} as const satisfies Record<string, (machine: Machine, old: TillStore) => unknown>;

export type Damage = keyof typeof DAMAGES;

const FOREIGN = '00000000-0000-7000-8000-000000000000';

/**
 * A till that was killed once in every phase of a payment, with nobody asking the bank what became
 * of it, and that finds this damage at its last start: one recovery of everything there is.
 */
export function stoppedInEveryPhase(damage: Damage): Story {
  let next = 0;
  let old: TillStore | null = null;
  let journal: JournalView | null = null;
  const phase = (): Phase => present(PHASES[Math.min(next, PHASES.length - 1)], 'a phase');
  const habits: Habits = {
    get ways() {
      return [[phase().way, 1]] as const;
    },
    get cards() {
      return [[phase().card ?? 'good-tap', 1]] as const;
    },
    comesAfterMs: [500, 1_000],
  };
  return {
    seed: 7,
    tills: 1,
    salesPerTill: 100,
    habits,
    looksOn: async ({ site, records }: Sight) => {
      if (site.counter.salesLeft === 0) return;
      // Nobody clears up before the last start: not by asking, not by reversing, not by reporting.
      site.line.passes = (where) => !/transactions|reversals|batches/.test(where);
      journal ??= JournalView.of(site.machine.journalFile);
      const newest = newestOf(journal, site, records);
      if (newest === null || !phase().isReached(newest)) return;
      const { act } = phase();
      next += 1;
      if (act === 'cut') {
        site.line.isCut = true;
        return;
      }
      site.counter.cart = null;
      site.crash('program');
      old ??= await copyOf(site.machine.database);
      if (next < PHASES.length) return;
      site.counter.salesLeft = 0;
      await DAMAGES[damage](site.machine, old);
    },
  };
}

function newestOf(
  { sales }: JournalView,
  { machine }: TillSite,
  records: BankRecords,
): Newest | null {
  const sale = [...sales.values()].at(-1);
  if (sale === undefined) return null;
  const payment = sale.payments.at(-1);
  const atTheBank = records.payments.get(payment?.id ?? '')?.state ?? 'nothing';
  const isPrinted = machine.slips.some(({ saleId }) => saleId === sale.id);
  return { sale, payment, atTheBank, isPrinted };
}

/** As a backup tool would make one. */
async function copyOf(database: TillStore): Promise<TillStore> {
  const copy = createMemoryTillStore();
  const records = valueOf(await database.recordsFrom(1, 1_000_000));
  const rows = { putSales: valueOf(await database.recentSales(1_000)), deleteOutbox: [] };
  const putOutbox = valueOf(await database.outbox());
  for (const record of records) await copy.apply({ record, ...rows, putOutbox });
  return copy;
}
