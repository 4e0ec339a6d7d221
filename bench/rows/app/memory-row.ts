import { join } from 'node:path';
import { SHELF } from '../../../e2e/shelf.ts';
import { countedRow } from '../../frame/row.ts';
import { memoryOf } from './memory.ts';
import { sellInCash } from './quick-hands.ts';
import { withTill } from './with-till.ts';

const FIRST_SALES = 50;

/** What a day of selling leaves behind in the till's memory, with its screens and its drain. */
export const memoryRow = countedRow({
  name: 'memory',
  goals: ['memory-till'],
  besideSeconds: 105,
  measure: async ({ folder, quick, say }) => {
    const sales = quick ? 500 : 5_000;
    return withTill(join(folder, 'till'), async (machine) => {
      const { page } = machine.till;
      const sell = (count: number) => sellInCash(page, SHELF.water.barcode, count);
      await machine.till.waitUntilOnline();
      say(`${sales} sales in a row`);
      await sell(FIRST_SALES);
      const before = await memoryOf(machine);
      await sell(sales - FIRST_SALES);
      const after = await memoryOf(machine);
      return {
        'memory-till': {
          value: after / before,
          ours: `${mib(after)} after ${sales}`,
          theirs: `${mib(before)} after ${FIRST_SALES}`,
          note: 'cash through the screens, sent to a bank meanwhile; all processes of the till, shared pages by their share, after a collection',
        },
      };
    });
  },
});

const mib = (kib: number): string => `${Math.round(kib / 1024)} MiB`;
