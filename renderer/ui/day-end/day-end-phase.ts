import type { Certainty } from '../../../shared/domain/certainty.ts';
import {
  isOpenSettlement,
  isSettlementError,
  type Settlement,
  type Watched,
} from '../../../shared/domain/settlement.ts';
import type { DayEndOutcome, DayEndView } from '../../services/day-end/day-end.ts';

/** Where the wizard stands, as far as somebody has to read it. */
export type DayEndPhase = 'ready' | EndedPhase;
type EndedPhase = 'interrupted' | 'disagree' | 'error' | 'confirmed' | 'unconfirmed';

export function phaseOf(settlement: Pick<Settlement, 'step' | 'differences'>): EndedPhase {
  if (isSettlementError(settlement)) return 'error';
  return settlement.step === 'opened' ? 'interrupted' : settlement.step;
}

/** Why, what became of the money, and what to do: as far as somebody kept what the bank said. */
export function errorTexts({ bankError }: Pick<Settlement, 'bankError'>) {
  const error = bankError ?? 'nothing-named';
  return [`error.${error}`, `error.money.${error}`, 'error.next'] as const;
}

export interface ShownDayEnd {
  readonly phase: DayEndPhase;
  readonly batchNumber: number;
  readonly totals: Settlement['totals'];
  readonly bank: Settlement['bank'];
  readonly unsent: Settlement['unsent'];
  readonly watched: readonly Watched[];
  readonly differences: Settlement['differences'];
  /** What is on paper and in the journal; null before anything was pressed. */
  readonly settlement: Settlement | null;
}

/**
 * What was just done counts; else what is open in the journal; else what would be settled now. After an
 * error that is told with it until a day end comes to another end.
 */
export function shownDayEnd(view: DayEndView, outcome: DayEndOutcome | null): ShownDayEnd {
  const { last } = view;
  const open = last !== null && (isOpenSettlement(last) || isSettlementError(last)) ? last : null;
  // What went on by itself since then is newer than what was pressed here.
  const isOlder = outcome !== null && last !== null && last.atMs > outcome.settlement.atMs;
  const settlement = outcome === null ? open : isOlder ? last : outcome.settlement;
  const phase = settlement === null ? 'ready' : phaseOf(settlement);
  if (settlement === null || phase === 'error') {
    const { batchNumber, totals, unsent, watched } = view;
    const nothing = { bank: null, differences: [], settlement };
    return { phase, batchNumber, totals, unsent, watched, ...nothing };
  }
  const { batchNumber, totals, bank, unsent, watched = [], differences } = settlement;
  return { phase, batchNumber, totals, bank, unsent, watched, differences, settlement };
}

/** Only both sides' word is certain; a day that nobody at the bank has seen is not (I9). */
export const INK_OF_PHASE: Readonly<Record<DayEndPhase, Certainty>> = {
  ready: 'unknown',
  interrupted: 'unknown',
  unconfirmed: 'promised',
  disagree: 'refused',
  error: 'refused',
  confirmed: 'certain',
};
