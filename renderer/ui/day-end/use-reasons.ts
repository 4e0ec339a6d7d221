import { useState } from 'react';
import type { NamedDifference } from '../../../shared/domain/settlement.ts';
import type { CureDecision } from '../../services/day-end/day-end-cures.ts';

/** What a supervisor writes beside each record that differs; what has none is left as it is. */
export interface Reasons {
  readonly of: (id: string) => string;
  readonly give: (id: string, reason: string) => void;
  readonly decisions: readonly CureDecision[];
  /** Some have a reason and some have none. */
  readonly canCopy: boolean;
  /** The first reason for every record that has none yet. */
  readonly copyToRest: () => void;
}

export function useReasons(differences: readonly NamedDifference[]): Reasons {
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const of = (id: string): string => texts[id] ?? '';
  const all = differences.map(({ id }) => ({ id, reason: of(id).trim() }));
  const decisions = all.filter(({ reason }) => reason !== '');
  const [first] = decisions;
  return {
    of,
    give: (id, reason) => setTexts((before) => ({ ...before, [id]: reason })),
    decisions,
    canCopy: first !== undefined && decisions.length < all.length,
    copyToRest: () => {
      if (first === undefined) return;
      const rest = all.filter(({ reason }) => reason === '');
      const copied = Object.fromEntries(rest.map(({ id }) => [id, first.reason]));
      setTexts((before) => ({ ...before, ...copied }));
    },
  };
}
