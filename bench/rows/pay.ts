import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fakeBank } from '../../electron/testing/fake-bank.ts';
import { openElectronPage } from '../frame/electron-page.ts';
import { interleave } from '../frame/interleave.ts';
import type { BenchPage } from '../frame/page.ts';
import { setUpRow, type BenchContext, type Figure } from '../frame/row.ts';
import { ms, p50 } from '../frame/statistics.ts';
import type { Moment } from '../pages/counter.ts';

const PAGE = join(import.meta.dirname, '..', 'pages', 'pay.ts');
const SALES_A_TURN = 8;
const WARM_UP_TURNS = 2;
/** Before each write by hand as before each sale: what a machine has gone to sleep over is woken. */
const REST_MS = 25;

type Till = Omit<BenchPage, 'url'>;
type Open = (name: string) => Promise<Till>;

/**
 * Cash from "pay" to "may be shown", in the real runtime: beside the same two writes by hand, and
 * in a till that has sold before beside one that has not.
 */
export const payRow = setUpRow({
  name: 'pay',
  goals: ['pay-raw', 'pay-10k', 'pay-100k', 'pay-500k'],
  besideSeconds: 19,
  setUp: async (context) => {
    const bank = await fakeBank();
    const { url: bankUrl, code: activationCode } = bank;
    const tills: Till[] = [];
    const open: Open = async (name) => {
      const folder = join(context.folder, name);
      await mkdir(folder, { recursive: true });
      const till = await openElectronPage({ entry: PAGE, folder, bankUrl, activationCode });
      tills.push(till);
      return till;
    };
    const leave = async () => {
      for (const till of tills) await till.close();
      await bank.close();
    };
    try {
      const empty = await open('empty');
      const filled = await openFilled(open, context);
      return {
        measure: async () => ({
          'pay-raw': await besideRaw(empty, context),
          ...(await whenFilled(empty, filled, context)),
        }),
        leave,
      };
    } catch (error) {
      await leave();
      throw error;
    }
  },
});

/** How long each sale of one turn took. */
async function payIn(till: Till): Promise<readonly number[]> {
  const moments = await till.call<Moment[]>('pay', 'cash', SALES_A_TURN);
  return moments.map(({ fromMs, toMs }) => toMs - fromMs);
}

type Turn = (turn: number) => Promise<readonly number[]>;

/** p50 of each, in interleaved turns; the first ones pay for code that is not compiled yet. */
async function p50Of<Name extends string>(turns: number, work: Readonly<Record<Name, Turn>>) {
  const samples = Object.fromEntries(Object.keys(work).map((name) => [name, [] as number[]]));
  const contenders = Object.entries<Turn>(work).map(([name, turnOf]) => {
    const contender = async (turn: number): Promise<number> => {
      const taken = await turnOf(turn);
      if (turn >= WARM_UP_TURNS) samples[name]?.push(...taken);
      return 0;
    };
    return [name, contender] as const;
  });
  await interleave(WARM_UP_TURNS + turns, Object.fromEntries(contenders));
  return Object.fromEntries(
    Object.entries(samples).map(([name, taken]) => [name, p50(taken)]),
  ) as Readonly<Record<Name, number>>;
}

async function besideRaw(till: Till, { quick, folder }: BenchContext): Promise<Figure> {
  const journal = openSync(join(folder, 'raw-journal'), 'a');
  const turns = quick ? 8 : 100;
  try {
    await payIn(till);
    const { ours, raw } = await p50Of(turns, {
      ours: () => payIn(till),
      raw: async () => {
        const { taken, lines } = await till.call<RawTurn>('payRaw', SALES_A_TURN);
        const sums: number[] = [];
        for (const [at, takenMs] of taken.entries()) {
          await new Promise((rested) => setTimeout(rested, REST_MS));
          sums.push(takenMs + writeAndSync(journal, lines[at] ?? ''));
        }
        return sums;
      },
    });
    const what =
      'from the press of the button to the verdict in the store that the screen shows, after a rest on both sides';
    return {
      value: ours / raw,
      ours: ms(ours),
      theirs: ms(raw),
      note: `${turns * SALES_A_TURN} cash sales of five lines each, ${what}; no line, journal in the main process`,
    };
  } finally {
    closeSync(journal);
  }
}

const QUICK_SALES = 10_000;
const FILLED = { 'pay-10k': 10_000, 'pay-100k': 100_000, 'pay-500k': 500_000 } as const;

type FilledGoal = keyof typeof FILLED;

interface FilledTill {
  readonly id: FilledGoal;
  readonly till: Till;
}

async function openFilled(open: Open, { quick, say }: BenchContext): Promise<FilledTill[]> {
  const filled: FilledTill[] = [];
  for (const [id, sales] of Object.entries(FILLED) as [FilledGoal, number][]) {
    if (quick && sales > QUICK_SALES) break;
    const till = await open(id);
    const startedMs = performance.now();
    await till.call('fill', sales);
    say(`    ${sales} sales stored after ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
    filled.push({ id, till });
  }
  return filled;
}

async function whenFilled(empty: Till, filled: readonly FilledTill[], { quick }: BenchContext) {
  const figures: Partial<Record<FilledGoal, Figure>> = {};
  for (const { id, till } of filled) {
    const turns = quick ? 5 : 50;
    const p50s = await p50Of(turns, { full: () => payIn(till), none: () => payIn(empty) });
    figures[id] = {
      value: p50s.full / p50s.none,
      ours: ms(p50s.full),
      theirs: ms(p50s.none),
      note: `${turns * SALES_A_TURN} cash sales in each of two tills; the filled one at a thousand sales a day until now, as its store writes and packs them, their records not in the journal file`,
    };
  }
  return figures;
}

interface RawTurn {
  readonly taken: readonly number[];
  readonly lines: readonly string[];
}

function writeAndSync(file: number, text: string): number {
  const startedMs = performance.now();
  writeSync(file, text);
  fsyncSync(file);
  return performance.now() - startedMs;
}
