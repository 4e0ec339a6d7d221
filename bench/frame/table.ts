import { GOALS } from '../goals.ts';
import { reachInWords, valueInWords, type Verdict } from './verdict.ts';

/** The table for people. One goal, three lines: what, how far, and what was measured. */
export function verdictLines(verdict: Verdict): readonly string[] {
  const { work, against, reach } = GOALS[verdict.id];
  const head = `${work}\n    against ${against}`;
  if (verdict.kind === 'not-measured')
    return [`FAILED  ${head}`, `    not measured: ${verdict.why}`];
  const { value, ours, theirs, note } = verdict.figure;
  const mark = verdict.kind === 'reached' ? 'ok    ' : 'MISSED';
  return [
    `${mark}  ${head}`,
    `    ${valueInWords(value, reach)} (goal ${reachInWords(reach)}): ours ${ours}, theirs ${theirs}`,
    ...(note === undefined ? [] : [`    ${note}`]),
  ];
}

/** The last lines: what was missed is named last, where it is read. */
export function closingLines(verdicts: readonly Verdict[]): readonly string[] {
  const missed = verdicts.filter(({ kind }) => kind !== 'reached');
  const sum = `bench: ${verdicts.length - missed.length} of ${verdicts.length} goals reached`;
  return [
    sum,
    ...missed.map(({ id, kind }) => `${kind === 'missed' ? 'missed' : 'failed'}: ${id}`),
  ];
}
