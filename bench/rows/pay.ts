import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fakeBank } from '../../electron/testing/fake-bank.ts';
import { openElectronPage } from '../frame/electron-page.ts';
import { interleave } from '../frame/interleave.ts';
import { row } from '../frame/row.ts';
import { ms, p50 } from '../frame/statistics.ts';

const PAGE = join(import.meta.dirname, '..', 'pages', 'pay.ts');
const SALES_A_TURN = 10;
const WARM_UP_TURNS = 5;

/** Cash from "pay" to "may be shown", in the real runtime, beside the same two writes by hand. */
export const payRow = row({
  name: 'pay',
  goals: ['pay-raw'],
  measure: async ({ quick, folder }) => {
    const bank = await fakeBank();
    const { url: bankUrl, code: activationCode } = bank;
    const page = await openElectronPage({ entry: PAGE, folder, bankUrl, activationCode });
    const journal = openSync(join(folder, 'raw-journal'), 'a');
    const samples = { ours: [] as number[], raw: [] as number[] };
    const ours = async (turn: number): Promise<number> => {
      const taken = await page.call<number[]>('pay', SALES_A_TURN);
      if (turn >= WARM_UP_TURNS) samples.ours.push(...taken);
      return 0;
    };
    const raw = async (turn: number): Promise<number> => {
      const { taken, lines } = await page.call<RawTurn>('payRaw', SALES_A_TURN);
      const sums = taken.map((takenMs, at) => takenMs + writeAndSync(journal, lines[at] ?? ''));
      if (turn >= WARM_UP_TURNS) samples.raw.push(...sums);
      return 0;
    };
    try {
      await page.call('pay', SALES_A_TURN);
      await interleave(WARM_UP_TURNS + (quick ? 30 : 100), { ours, raw });
    } finally {
      closeSync(journal);
      await page.close();
      await bank.close();
    }
    const [oursMs, rawMs] = [p50(samples.ours), p50(samples.raw)];
    return {
      'pay-raw': {
        value: oursMs / rawMs,
        ours: ms(oursMs),
        theirs: ms(rawMs),
        note: `${samples.ours.length} cash sales of five lines each, no line, journal in the main process; ours opens the drawer too`,
      },
    };
  },
});

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
