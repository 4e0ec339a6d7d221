import { join } from 'node:path';
import { SHELF } from '../../../e2e/shelf.ts';
import { ElectronTill } from '../../../e2e/electron-till.ts';
import { RunningBank } from '../../../e2e/whole-way/running-bank.ts';
import { row } from '../../frame/row.ts';
import { memoryOf } from './memory.ts';
import { sellInCash } from './quick-hands.ts';

const FIRST_SALES = 50;

/** What a day of selling leaves behind in the till's memory, with its screens and its drain. */
export const memoryRow = row({
  name: 'memory',
  goals: ['memory-till'],
  measure: async ({ folder, quick, say }) => {
    const sales = quick ? 500 : 5_000;
    const bank = await RunningBank.start();
    const machine = new ElectronTill({
      folder: join(folder, 'till'),
      bankUrl: bank.ready.url,
      activationCode: bank.ready.demoActivationCode,
    });
    const sell = (count: number) => sellInCash(machine.till.page, SHELF.water.barcode, count);
    try {
      const till = await machine.start();
      await till.waitUntilOnline();
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
    } finally {
      await machine.close();
      await bank.stop();
    }
  },
});

const mib = (kib: number): string => `${Math.round(kib / 1024)} MiB`;
