import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { FAULTS, readFault, type Fault } from '../broken-copy.ts';

export type StoryName = 'line' | 'day' | 'week';

export interface DemoOptions {
  /**
   * `line`: sells, loses the line, is killed; `day`: from sign-on to a settlement; `week`: seven days
   * by the clock, and then no card number anywhere (F40).
   */
  readonly story: StoryName;
  readonly sales: number;
  readonly seed: number;
  /** The bank's whole answer and not its sum only. */
  readonly verbose: boolean;
  /** Writes the pictures of the README on the way. */
  readonly record: boolean;
  /** The same story on a copy of the project with this fault planted; it must fail. */
  readonly fault: Fault | null;
}

export const HELP = `npm run demo -- [options]

  --story S     line; day: from sign-on to a settlement that does not balance; or week: seven days by
                the clock, after which no card number is in any file or program (line)
  --sales N     how many sales, 5 or more (25)
  --seed S      the same seed plays the same story (random, and printed)
  --show        with a window that one can watch
  --verbose     prints the bank's ledger whole
  --record      writes the pictures of the README into docs/screens
  --break F     plants a fault into a copy and plays the same story there, which must then fail:
                ${FAULTS.join(', ')}`;

/** Sales that a story needs at least: some online, the cut, the kill, and some around them. */
const FEWEST_SALES = 5;

/** Null when only help was asked for. */
export function readOptions(args: readonly string[]): DemoOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      story: { type: 'string', default: 'line' },
      sales: { type: 'string', default: '25' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      show: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      break: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const sales = Number(values.sales);
  const seed = Number(values.seed);
  const fault = readFault(values.break);
  if (!Number.isSafeInteger(sales) || sales < FEWEST_SALES) {
    throw new Error(`--sales ${values.sales}: a whole number, ${FEWEST_SALES} or more`);
  }
  if (values.story !== 'line' && values.story !== 'day' && values.story !== 'week') {
    throw new Error(`--story ${values.story}: line, day or week`);
  }
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed ${values.seed}: a whole number`);
  return {
    story: values.story,
    sales,
    seed,
    verbose: values.verbose,
    record: values.record,
    fault,
  };
}
