import { join } from 'node:path';
import { ElectronTill } from '../../../e2e/electron-till.ts';
import { openElectronPage } from '../../frame/electron-page.ts';
import { interleave } from '../../frame/interleave.ts';
import { setUpRow, type BenchContext } from '../../frame/row.ts';
import { ms, p50 } from '../../frame/statistics.ts';
import { barcodeOf } from '../../goods/goods.ts';
import { startEmptyWindow } from './empty-window.ts';
import { importGoods } from './import-goods.ts';
import { withTill, type BankAddress } from './with-till.ts';

const PAGE = join(import.meta.dirname, '..', '..', 'pages', 'unsent.ts');
const GOODS = 50_000;
const UNSENT = 1_000;

/** A full shop's till in the morning, whose bank cannot be reached, beside an empty window. */
export const startRow = setUpRow({
  name: 'start',
  goals: ['start-register'],
  besideSeconds: 33,
  setUp: async (context) => {
    // Where `openElectronPage` keeps it, so that both are one till.
    const folder = join(context.folder, 'data');
    const address = await withTill(folder, async (machine, bank) => {
      await importGoods(machine, GOODS, context);
      return bank;
    });
    await sellUnsent({ ...context, ...address });
    const machine = new ElectronTill({ folder, ...address });
    return { measure: () => startAll(machine, context), leave: async () => undefined };
  },
});

async function startAll(machine: ElectronTill, { quick, folder }: BenchContext) {
  const taken = await interleave(quick ? 3 : 9, {
    till: (round) => startToLine(machine, round),
    empty: (round) => startEmptyWindow(join(folder, `empty-${round}`)),
  });
  const [ours, theirs] = [p50(taken.till), p50(taken.empty)];
  const counts = `${GOODS.toLocaleString('en')} products, ${UNSENT.toLocaleString('en')} unsent`;
  return {
    'start-register': {
      value: (ours - theirs) / 1000,
      ours: ms(ours),
      theirs: ms(theirs),
      note: `${taken.till.length} starts of each; to the first scanned line on the counter; ${counts}; through the test driver on both sides`,
    },
  };
}

/** Into both copies of the till, through its own host and ledger. */
async function sellUnsent({
  folder,
  bankUrl,
  activationCode,
  say,
}: BenchContext & BankAddress): Promise<void> {
  say(`selling ${UNSENT} without a network`);
  const page = await openElectronPage({ entry: PAGE, folder, bankUrl, activationCode });
  try {
    await page.call('sell', UNSENT);
  } finally {
    await page.close();
  }
}

/** From the start of the program until what was scanned stands on the counter, in milliseconds. */
async function startToLine(machine: ElectronTill, round: number): Promise<number> {
  const startedMs = performance.now();
  const till = await machine.start();
  try {
    await till.register.total.waitFor();
    // What was scanned in the rounds before lies there still (A25).
    await till.register.scanAnywhere(barcodeOf(round));
    await till.register.lines.nth(round).waitFor();
    return performance.now() - startedMs;
  } finally {
    await machine.close();
  }
}
