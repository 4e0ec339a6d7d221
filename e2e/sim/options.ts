import { parseArgs } from 'node:util';
import { EVERY_ORDER, readPath, type Purse } from './chooser.ts';
import { USUAL_BOUNDS, type ExhaustOptions } from './exhaust-command.ts';
import { SMALL_WORLDS, type SmallWorld } from './exhaust.ts';
import type { Story } from './shrink.ts';

export type SimOptions =
  | { readonly kind: 'help' }
  | { readonly kind: 'one'; readonly story: Story; readonly journals: boolean }
  | {
      readonly kind: 'many';
      readonly from: number;
      readonly count: number;
      readonly quiet: boolean;
    }
  | ({ readonly kind: 'exhaust' } & ExhaustOptions)
  | { readonly kind: 'mutants'; readonly from: number; readonly only: string | null };

export const HELP = `npm run sim -- [options]

Simulated worlds: real services of the till, real rules of the bank, virtual time, everything that
can go wrong. After every event an auditor checks the invariants of the protocol.

  --seeds M         so many worlds (200)
  --seed-from N     the first seed (1)
  --seed N          one world, and its story
    --tills T --sales S --without 3,7   the same with fewer tills, customers, faults
    --journals      the journal files as well, record by record
  --mutants         plants each fault of e2e/sim/mutants; every one must be found
    --only NAME     that one alone
  --exhaust         small worlds, completely: every path with so much going wrong
    --bound F,T,W   at most F faults, T turns out of order or every order (all), W whims
                    (0,all,0, 0,2,0, 1,0,2, 1,1,0, then 2,0,0;
                    1,all,0 takes hours, and says how far it is)
    --world NAME    that one alone: ${Object.keys(SMALL_WORLDS).join(' / ')}
    --path P        that path of it alone, and its story

Exit 0: all is as promised. 1: it is not. 2: not a usable command line.`;

/** Throws with a message for people when the command line makes no sense. */
export function readOptions(args: readonly string[]): SimOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      'seed-from': { type: 'string' },
      tills: { type: 'string' },
      sales: { type: 'string' },
      without: { type: 'string' },
      journals: { type: 'boolean' },
      quiet: { type: 'boolean' },
      mutants: { type: 'boolean' },
      only: { type: 'string' },
      exhaust: { type: 'boolean' },
      bound: { type: 'string' },
      world: { type: 'string' },
      path: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return { kind: 'help' };
  if (values.exhaust === true) return exhaustOptions(values);
  const from = whole('seed-from', values['seed-from'] ?? '1');
  if (values.mutants === true) return { kind: 'mutants', from, only: values.only ?? null };
  if (values.seed === undefined) {
    const count = whole('seeds', values.seeds ?? '200');
    return { kind: 'many', from, count, quiet: values.quiet === true };
  }
  const muted = (values.without ?? '').split(',').filter((one) => one !== '');
  const story: Story = {
    seed: whole('seed', values.seed),
    ...(values.tills !== undefined && { tills: whole('tills', values.tills) }),
    ...(values.sales !== undefined && { salesPerTill: whole('sales', values.sales) }),
    muted: new Set(muted.map((one) => whole('without', one))),
  };
  return { kind: 'one', story, journals: values.journals === true };
}

interface ExhaustValues {
  readonly bound?: string | undefined;
  readonly world?: string | undefined;
  readonly path?: string | undefined;
}

function exhaustOptions({ bound, world, path }: ExhaustValues): SimOptions {
  if (world !== undefined && !(world in SMALL_WORLDS)) throw new Error(`no world "${world}"`);
  const walked = path === undefined ? null : readPath(path);
  if (path !== undefined && walked === null) throw new Error(`"${path}" is no path`);
  const bounds = bound === undefined ? USUAL_BOUNDS : [readBound(bound)];
  return { kind: 'exhaust', bounds, world: (world ?? null) as SmallWorld | null, path: walked };
}

function readBound(text: string): Purse {
  const [faults = '0', turns = '0', whims = '0'] = text.split(',');
  return {
    faults: whole('bound', faults),
    turns: turns === 'all' ? EVERY_ORDER : whole('bound', turns),
    whims: whole('bound', whims),
  };
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new Error(`--${name} takes a whole number, not "${text}"`);
  }
  return value;
}
