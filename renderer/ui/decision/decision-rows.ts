import type { ChipRecord } from '../../../shared/domain/emv/chip-record.ts';
import type { CryptogramStep, TraceStep } from '../../../shared/domain/emv/kernel/trace.ts';

/** Every step that a decision can have, in the order in which they run. */
export const ROWS = [
  'data-authentication',
  'restrictions',
  'contactless-limits',
  'cardholder-verification',
  'hot-list',
  'floor-limit',
  'random-selection',
  'velocity',
  'action-first',
  'cryptogram-first',
  'action-no-line',
  'cryptogram-second',
] as const;
export type RowName = (typeof ROWS)[number];

export interface DecisionRow {
  readonly name: RowName;
  /** Null where this step was not reached. */
  readonly was: TraceStep | null;
  readonly would: TraceStep | null;
}

/** Side by side: each step as it was, and as it would be; what neither reached is left out. */
export function decisionRows(was: ChipRecord, would: ChipRecord | null): readonly DecisionRow[] {
  const find = (record: ChipRecord | null, name: RowName): TraceStep | null =>
    record?.steps.find((step) => rowName(step) === name) ?? null;
  return ROWS.map((name) => ({ name, was: find(was, name), would: find(would, name) })).filter(
    (row) => row.was !== null || row.would !== null,
  );
}

function rowName(step: TraceStep): RowName {
  if (step.step === 'action-analysis') {
    return step.when === 'first' ? 'action-first' : 'action-no-line';
  }
  return step.step === 'cryptogram' ? `cryptogram-${step.which}` : step.step;
}

export function isSameStep({ was, would }: DecisionRow): boolean {
  return JSON.stringify(was) === JSON.stringify(would);
}

/** How it ended, and with it who bears the loss. */
export type DecisionEnd =
  | 'chip-yes'
  | 'chip-no'
  | 'bank-yes'
  | 'bank-no'
  | 'card-refused'
  /** Nothing came after: a tap is over before its bank answers. */
  | 'bank-asked'
  | 'promise';

export function endOf({ code, steps }: ChipRecord): DecisionEnd {
  if (code !== null) return code === 'Y1' || code === 'Y3' ? 'chip-yes' : 'chip-no';
  const second = steps.find(
    (one): one is CryptogramStep => one.step === 'cryptogram' && one.which === 'second',
  );
  if (second === undefined) return hadLine(steps) ? 'bank-asked' : 'promise';
  if (second.asked === 'AAC') return 'bank-no';
  return second.given === 'TC' ? 'bank-yes' : 'card-refused';
}

/** The reader forces the bank's word wherever there is a line. */
function hadLine(steps: readonly TraceStep[]): boolean {
  return steps.some((one) => one.step === 'hot-list' && one.isForcedOnline);
}
