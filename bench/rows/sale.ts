import { join } from 'node:path';
import { openBenchPage, type BenchPage } from '../frame/page.ts';
import { interleave } from '../frame/interleave.ts';
import { row } from '../frame/row.ts';
import { ms, p50 } from '../frame/statistics.ts';

const PAGE = join(import.meta.dirname, '..', 'peers', 'sale-page.ts');
/** In one turn; few, so that a busy moment of the machine meets all of them. */
const SALES_A_TURN = 10;
const WARM_UP_TURNS = 5;

type Writer = 'ours' | 'raw' | 'rxdb';

/** One sale in IndexedDB: the till's store, IndexedDB by hand, and RxDB, in one page. */
export const saleRow = row({
  name: 'sale',
  goals: ['sale-raw', 'sale-rxdb'],
  measure: async ({ quick, folder }) => {
    const page = await openBenchPage({ entry: PAGE, folder });
    try {
      return await compare(page, quick ? 40 : 150);
    } finally {
      await page.close();
    }
  },
});

async function compare(page: BenchPage, turns: number) {
  const samples: Record<Writer, number[]> = { ours: [], raw: [], rxdb: [] };
  const turnOf = (who: Writer) => async (turn: number) => {
    const taken = await page.call<number[]>('write', who, SALES_A_TURN);
    // The first ones pay for code that is not compiled yet, on every side.
    if (turn >= WARM_UP_TURNS) samples[who].push(...taken);
    return 0;
  };
  const contenders = { ours: turnOf('ours'), raw: turnOf('raw'), rxdb: turnOf('rxdb') };
  await interleave(WARM_UP_TURNS + turns, contenders);
  const [ours, raw, rxdb] = [p50(samples.ours), p50(samples.raw), p50(samples.rxdb)];
  const note =
    `${samples.ours.length} card sales of five lines each, Chromium; ` +
    'ours stores the whole journal record beside them';
  return {
    'sale-raw': { value: ours / raw, ours: ms(ours), theirs: ms(raw), note },
    'sale-rxdb': {
      value: ours / rxdb,
      ours: ms(ours),
      theirs: ms(rxdb),
      note: `${note}; RxDB: three collections written side by side, strict by Dexie's own setting`,
    },
  };
}
