import { useState } from 'react';
import { denominationsOf } from '../../../shared/domain/denominations.ts';
import type { Minor } from '../../../shared/domain/money.ts';
import { countedCash, type CountedPieces } from '../../../shared/domain/shift.ts';
import { useTillState } from '../stores-context.ts';

/** What is typed while somebody counts: digits by the value of note or coin. */
export interface TypedCount {
  readonly denominations: readonly Minor[];
  readonly textOf: (valueMinor: Minor) => string;
  readonly type: (valueMinor: Minor, text: string) => void;
  readonly pieces: readonly CountedPieces[];
  /** Null: more than money can count. */
  readonly countedMinor: Minor | null;
}

export function useCount(): TypedCount {
  const currency = useTillState('till', ({ terminal }) => terminal?.parameters.currency ?? 'CNY');
  const [texts, setTexts] = useState<Readonly<Record<number, string>>>({});
  const denominations = denominationsOf(currency);
  const pieces = denominations.map((valueMinor) => {
    return { valueMinor, count: Number(texts[valueMinor] ?? '') };
  });
  return {
    denominations,
    textOf: (valueMinor) => texts[valueMinor] ?? '',
    type: (valueMinor, text) =>
      setTexts((before) => ({ ...before, [valueMinor]: text.replaceAll(/\D/g, '') })),
    pieces,
    countedMinor: countedCash(pieces),
  };
}
