import { join } from 'node:path';
import type { ElectronTill } from '../../../e2e/electron-till.ts';
import { assert, present } from '../../../shared/lib/assert.ts';
import { setUpRow, type BenchContext, type Figure } from '../../frame/row.ts';
import { ms, p50, p95 } from '../../frame/statistics.ts';
import { barcodeOf } from '../../goods/goods.ts';
import { importGoods } from './import-goods.ts';
import { armPaint, frameOf, hearKeysFirst } from './paints.ts';
import { scanNow } from './scan-now.ts';
import { startTill } from './with-till.ts';

const GOODS = 100_000;

/** The built app in Electron: how soon what is scanned or typed is painted. */
export const paintRow = setUpRow({
  name: 'paint',
  goals: ['paint-scan', 'paint-key'],
  besideSeconds: 50,
  setUp: async (context) => {
    const { machine, leave } = await startTill(join(context.folder, 'till'));
    try {
      await hearKeysFirst(machine.till.page);
      await importGoods(machine, GOODS, context);
      await machine.till.goTo('register');
    } catch (error) {
      await leave();
      throw error;
    }
    return { measure: () => paintAll(machine, context), leave };
  },
});

async function paintAll(machine: ElectronTill, { quick, say }: BenchContext) {
  const tries = quick ? 40 : 200;
  say(`${tries} scans and ${tries} keys, each until it is painted`);
  const { page } = machine.till;
  const frame = await frameOf(page);
  const scans = await paintScans(machine, tries);
  const keys = await paintKeys(machine, tries);
  const figure = (samples: readonly number[], note: string): Figure => ({
    value: p95(samples) / frame,
    ours: `p50 ${ms(p50(samples))}, p95 ${ms(p95(samples))}`,
    theirs: `a frame of ${ms(frame)}`,
    note: `${tries} of them; ${note}`,
  });
  const scan = 'from the Enter behind a code that is in, to the frame with the new total';
  return {
    'paint-scan': figure(scans.taken, `${scan}; ${scans.torn} codes torn by a busy machine`),
    'paint-key': figure(keys, 'from a letter by hand to the frame with other goods'),
  };
}

/**
 * A busy machine can tear a code: what comes too late for a scanner is typing, and nothing is painted.
 * It is scanned again, and the table says how often.
 */
async function paintScans({ till }: ElectronTill, tries: number) {
  const taken: number[] = [];
  let torn = 0;
  while (taken.length < tries) {
    const painted = await armPaint(till.page, {
      lastKey: 'Enter',
      watched: '[data-testid="total"]',
    });
    await scanNow(till.page, barcodeOf((taken.length * FAR_APART) % GOODS));
    const took = await painted();
    if (took !== null) {
      taken.push(took);
      continue;
    }
    torn += 1;
    assert(torn <= tries / 10, `of ${taken.length + torn} scans ${torn} were not painted`);
    await till.register.find.fill('');
  }
  return { taken, torn };
}

/** From one product to the next, so that no scan profits from the one before. */
const FAR_APART = 7919;

async function paintKeys({ till }: ElectronTill, tries: number): Promise<readonly number[]> {
  const { page, register } = till;
  const taken: number[] = [];
  for (let nth = 0; nth < tries; nth += 1) {
    const query = present(QUERIES[nth % QUERIES.length], 'a query');
    const lastKey = query.slice(-1);
    await register.find.fill(query.slice(0, -1));
    await page.waitForTimeout(REST_MS);
    const painted = await armPaint(page, { lastKey, watched: '[data-goods] [role="group"]' });
    await page.keyboard.press(lastKey);
    taken.push(present(await painted(), `what was found for ${query}`));
    await register.find.fill('');
  }
  return taken;
}

/** What was found for the letters before is painted, and the hand moves to the next key. */
const REST_MS = 200;

/** Of which the last letter changes what is shown: initials and beginnings of words, common ones. */
const QUERIES = ['hc', 'lc', 'nf', 'gr', 'ch', 'sp', 'we', 'mi'];
