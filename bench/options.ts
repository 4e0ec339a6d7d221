import { parseArgs } from 'node:util';
import { ROWS } from './rows.ts';

export interface BenchOptions {
  readonly quick: boolean;
  readonly json: boolean;
  /** Names of rows; empty means all. */
  readonly only: readonly string[];
}

export const HELP = `npm run bench -- [options]

What it costs, as ratios in one run on this machine, beside what others make of the same work.

  --quick       less of each row, four to six minutes
  --json        for machines: one object on standard output, progress on standard error
  --only NAME   that row alone, may be repeated: ${ROWS.map(({ name }) => name).join(', ')}

Exit 0: every goal reached. 1: one was missed or not measured, named last. 2: no usable command line.`;

/** Null when only help was asked for. Throws with a message for people. */
export function readOptions(args: readonly string[]): BenchOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const unknown = values.only.filter((wanted) => ROWS.every(({ name }) => name !== wanted));
  if (unknown.length > 0) throw new Error(`--only ${unknown.join(', ')}: no such row`);
  return { quick: values.quick, json: values.json, only: values.only };
}
