import type { HoldAnswer, HoldQuestion } from '../../../shared/contracts/hold-api.ts';
import { minor } from '../../../shared/domain/money.ts';
import type { PaymentCore } from '../../../shared/domain/payment.ts';
import { maskedNumber } from '../../../shared/domain/test-cards.ts';

const THIRTY_DAYS_MS = 30 * 24 * 60 * 60 * 1000;

/** What the fake bank knows of the hold of this amount; in a test there is one of each amount. */
export function holdAnswerOf(
  booked: readonly PaymentCore[],
  { amountMinor, authorisationCode }: HoldQuestion,
  nowMs: number,
): HoldAnswer {
  const held = booked.find(
    (one) => one.kind === 'pre-authorisation' && one.amountMinor === amountMinor,
  );
  if (held === undefined) return { found: false };
  const { id, terminalId, batchNumber, traceNumber } = held;
  const standing = (kind: PaymentCore['kind'], originalId: string): PaymentCore | undefined =>
    booked.find((one) => one.kind === kind && one.originalId === originalId);
  const taken = standing('completion', id);
  const isTaken = taken !== undefined && standing('void', taken.id) === undefined;
  const isReleased = standing('pre-authorisation-void', id) !== undefined;
  return {
    found: true,
    id,
    state: isTaken ? 'completed' : isReleased ? 'released' : 'standing',
    terminalId,
    batchNumber,
    traceNumber,
    referenceNumber: '100000000001',
    authorisationCode,
    maskedNumber: maskedNumber('6228480000000000018'),
    amountMinor: held.amountMinor,
    completedMinor: minor(isTaken ? taken.amountMinor : 0),
    bookedAtMs: nowMs,
    lapsesAtMs: nowMs + THIRTY_DAYS_MS,
  };
}
