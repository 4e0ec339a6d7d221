import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

/** Syncs that a planted fault leaves out. */
const FORGETTABLE = ['journal', 'database', 'both'] as const;
type Forgotten = (typeof FORGETTABLE)[number];

export interface PowerOptions {
  readonly seed: number;
  readonly isQuick: boolean;
  readonly forgets: Forgotten | null;
  /** Only series with this in their name; empty = all. */
  readonly series: string;
}

export const HELP = `npm run power -- [options]

The power goes (F06). The real till sells online, in cash and without a line while everything that it
does to its disk is recorded. Then that disk is rebuilt as it would be after a power cut: with what
was synced, and nothing else. The till starts from it, meets its bank of that moment, and everything
that the cashier had been told is looked for in the bank's own rows.

  --quick           the cuts at which something has just been told, and a few others
  --seed S          for what is torn, and for the others (random, and printed)
  --series NAME     only series of cuts whose name has this in it, as it is printed: "torn: sectors"
  --forget WHAT     as if the till did not sync its ${FORGETTABLE.join(', ')}: must be noticed
  --show            with a window that one can watch

Exit 0: everything told was there. 1: it was not. 2: nothing could be recorded.`;

/** Null when only help was asked for. */
export function readOptions(args: readonly string[]): PowerOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      forget: { type: 'string' },
      series: { type: 'string', default: '' },
      show: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed ${values.seed}: a whole number`);
  const forgets = FORGETTABLE.find((one) => one === values.forget) ?? null;
  if (values.forget !== undefined && forgets === null) {
    throw new Error(`--forget ${values.forget}: one of ${FORGETTABLE.join(', ')}`);
  }
  return { seed, isQuick: values.quick, forgets, series: values.series };
}
