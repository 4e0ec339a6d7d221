import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { FAULTS, readFault, type Fault } from '../broken-copy.ts';

export interface CrashOptions {
  readonly rounds: number;
  readonly seed: number;
  /** The same rounds on a copy of the project with this fault planted; they must fail. */
  readonly fault: Fault | null;
}

export const HELP = `npm run crash -- [options]

The real till in Electron against the real bank, and SIGKILL in the middle of its sales: for its
window, the whole program, the bank and its PostgreSQL. At the end everything that the cashier was
told is looked for in the bank's own rows.

  --rounds N    so many kills (30)
  --seed S      the same seed aims alike (random, and printed)
  --show        with a window that one can watch
  --break F     plants a fault into a copy and plays the same there, which must then fail:
                ${FAULTS.join(', ')}

Exit 0: nothing lost, nothing double. 1: it is not so. 2: the rounds could not be played.`;

/** Null when only help was asked for. */
export function readOptions(args: readonly string[]): CrashOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '30' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      break: { type: 'string' },
      show: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const rounds = Number(values.rounds);
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds ${values.rounds}: a whole number, 1 or more`);
  }
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed ${values.seed}: a whole number`);
  return { rounds, seed, fault: readFault(values.break) };
}
