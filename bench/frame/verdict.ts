import { GOALS, type GoalId, type Reach } from '../goals.ts';
import type { Figure } from './row.ts';

/** What became of one goal in this run. */
export type Verdict =
  | { readonly id: GoalId; readonly kind: 'reached' | 'missed'; readonly figure: Figure }
  | { readonly id: GoalId; readonly kind: 'not-measured'; readonly why: string };

/** A figure that is no number is missed: nothing was measured. */
export function isReached(value: number, { atMost, atLeast }: Reach): boolean {
  if (!Number.isFinite(value)) return false;
  return (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);
}

export function judge(id: GoalId, figure: Figure | undefined, why: string): Verdict {
  if (figure === undefined) return { id, kind: 'not-measured', why };
  return { id, kind: isReached(figure.value, GOALS[id].reach) ? 'reached' : 'missed', figure };
}

export function reachInWords({ atMost, atLeast, unit }: Reach): string {
  const sign = atMost === undefined ? '>=' : '<=';
  return `${sign} ${atMost ?? atLeast ?? ''} ${unit}`;
}

export const valueInWords = (value: number, { unit }: Reach): string =>
  `${value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ${unit}`;
