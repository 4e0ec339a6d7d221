import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureStrace } from '../../build/launcher/strace.ts';
import { readCalls } from '../../e2e/power/recorded-calls.ts';
import { RunningBank } from '../../e2e/whole-way/running-bank.ts';
import { openElectronPage } from '../frame/electron-page.ts';
import { countedRow, type Figure } from '../frame/row.ts';
import type { Moment, Tender } from '../pages/counter.ts';

const PAGE = join(import.meta.dirname, '..', 'pages', 'pay.ts');
const SALES_OF_EACH = 8;
/** Long enough that nothing of the sale before is still on its way to the disk. */
const REST_MS = 400;

/** How often a disk is flushed before a payment may be shown: counted, in the real program. */
export const flushesRow = countedRow({
  name: 'flushes',
  goals: ['pay-flushes', 'card-flushes'],
  besideSeconds: 28,
  measure: async ({ folder }) => {
    if (!ensureStrace()) throw new Error('calls of the kernel cannot be recorded without strace');
    const traceFolder = join(folder, 'trace');
    const tillFolder = join(folder, 'till');
    await mkdir(traceFolder);
    await mkdir(tillFolder);
    const bank = await RunningBank.start();
    let moments: Moment[][] = [];
    try {
      moments = await sell(bank, tillFolder, traceFolder);
    } finally {
      await bank.stop();
    }
    const syncs = await readSyncs(traceFolder, tillFolder);
    const [cash, stored, card] = moments.map((some) => some.map((one) => countIn(syncs, one)));
    return {
      'pay-flushes': figure([...(cash ?? []), ...(stored ?? [])], 1, 'cash and stored sales'),
      'card-flushes': figure(card ?? [], 2, 'cards online, the bank in this machine'),
    };
  },
});

const TENDERS: readonly Tender[] = ['cash', 'stored', 'card'];

/** Without a line first: a till that was never online promises, and is asked online afterwards. */
async function sell(bank: RunningBank, folder: string, traceFolder: string): Promise<Moment[][]> {
  const { activationCode } = await bank.newTerminal();
  const { url: bankUrl } = bank.ready;
  const options = { entry: PAGE, folder, bankUrl, activationCode, traceFolder };
  const page = await openElectronPage(options);
  try {
    const moments: Moment[][] = [];
    for (const tender of TENDERS) {
      if (tender === 'card') await page.call('goOnline');
      await page.call('pay', tender, 2, REST_MS);
      moments.push(await page.call<Moment[]>('pay', tender, SALES_OF_EACH, REST_MS));
    }
    return moments;
  } finally {
    await page.close();
  }
}

interface Sync {
  readonly copy: 'database' | 'journal' | 'other';
  readonly startMs: number;
}

async function readSyncs(traceFolder: string, folder: string): Promise<readonly Sync[]> {
  const calls = await readCalls(traceFolder, folder);
  return calls
    .filter(({ name }) => name === 'fsync' || name === 'fdatasync')
    .map(({ file, startUs }) => ({ copy: copyOf(file ?? ''), startMs: startUs / 1000 }));
}

function copyOf(file: string): Sync['copy'] {
  if (file.includes('/IndexedDB/')) return 'database';
  return file.includes('/till-journal/') ? 'journal' : 'other';
}

interface Counted {
  readonly database: number;
  readonly journal: number;
  readonly other: number;
}

function countIn(syncs: readonly Sync[], { fromMs, toMs }: Moment): Counted {
  const counted = { database: 0, journal: 0, other: 0 };
  for (const { copy, startMs } of syncs) {
    if (startMs >= fromMs && startMs <= toMs) counted[copy] += 1;
  }
  return counted;
}

/** More than P9 asks for is slow; less is not written down when it is shown. */
function figure(sales: readonly Counted[], wanted: number, what: string): Figure {
  const most = (copy: keyof Counted): number => Math.max(...sales.map((one) => one[copy]));
  const least = Math.min(...sales.flatMap(({ database, journal }) => [database, journal]));
  if (least < wanted) throw new Error(`${what}: ${least} flushes before it is shown: not durable`);
  const [database, journal, other] = [most('database'), most('journal'), most('other')];
  return {
    value: Math.max(database, journal),
    ours: `${database} of the database, ${journal} of the journal`,
    theirs: `${wanted} of each`,
    note: `${sales.length} ${what}, the most of any; beside them at most ${other} of other files (sentinel, card counter)`,
  };
}
