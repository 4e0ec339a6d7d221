import { parseArgs } from 'node:util';
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
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return { kind: 'help' };
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

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new Error(`--${name} takes a whole number, not "${text}"`);
  }
  return value;
}
