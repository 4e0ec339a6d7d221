import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { ChipRecord } from '../../../shared/domain/emv/chip-record.ts';
import { readsCard, type Payment, type ReversalReason } from '../../../shared/domain/payment.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { waitForAnswer, type AttendedWait, type BankVerdict } from './attended-wait.ts';
import type { CardOutcome } from './payment-desk.ts';
import type { AttendedRun } from './payment-run.ts';
import { decideReversal, isUseless, storeAnswer, type OpenPaymentOf } from './payment-settling.ts';

/**
 * What becomes of an intent that is durable while somebody waits for it, whichever way the money goes:
 * no answer is unknown and asked about (P5), what is given up or cut off is reversed (P6), and nothing
 * is said that could not be written down (P9).
 */
export function waitForBank(
  { services: { ports, ledger }, around, desk }: AttendedRun,
  { id, core }: Pick<Payment, 'id' | 'core'>,
  how: Pick<AttendedWait, 'operatorId' | 'sealedPin' | 'heard'>,
): Promise<BankVerdict> {
  return waitForAnswer({
    ...how,
    isCardGone: how.heard === 'no-answer' && readsCard(core.kind),
    host: ports.host,
    clock: ports.clock,
    wait: around.terminal.parameters.wait,
    core,
    deliveredUpTo: around.deliveredUpTo,
    probeLine: around.probeLine,
    answeredTooLate: ({ code }) => {
      const detail = `${code} for ${id}`;
      void ledger.commit(() => ({ kind: 'notice', code: 'late-answer', detail }));
    },
    desk,
  });
}

/** Not durable, it is not said to be taken back: cards wait until it is (P5, P9). */
export async function takeBack(
  { services: { ledger, ports }, around, tell }: AttendedRun,
  which: OpenPaymentOf,
  reason: ReversalReason,
  chip?: ChipRecord,
): Promise<Result<Sale, Failure>> {
  const reversing = await decideReversal(ledger, ports.random, which, reason, chip);
  if (reversing.ok) {
    tell('reversal-stored', 'done');
    return reversing;
  }
  tell('reversal-stored', 'failed', reversing.error.code);
  around.lockCards(which);
  return err(failure('outcome-not-recorded', reversing.error.code));
}

/** What the bank has said is kept, or what was asked for is taken back. */
export type Concluded = Extract<
  CardOutcome,
  { kind: 'approved' | 'declined' | 'taken-back' | 'not-recorded' }
>;

export async function conclude(
  run: AttendedRun,
  sale: Sale,
  paymentId: string,
  verdict: BankVerdict,
): Promise<Result<Concluded, Failure>> {
  const which = { saleId: sale.id, paymentId };
  const isAnswered = verdict.kind === 'answered' || verdict.kind === 'refused-unread';
  if (isAnswered && !isUseless(verdict.event, sale, which)) {
    return keepAnswer(run, sale, paymentId, verdict);
  }
  const isByCard = verdict.kind === 'refused-by-card';
  const reversing = isByCard
    ? await takeBack(run, which, verdict.kind, verdict.chip)
    : await takeBack(run, which, 'given-up');
  return reversing.ok ? ok({ kind: 'taken-back', sale: reversing.value }) : reversing;
}

async function keepAnswer(
  { services: { ledger, ports }, around, tell }: AttendedRun,
  sale: Sale,
  paymentId: string,
  verdict: Extract<BankVerdict, { kind: 'answered' | 'refused-unread' }>,
): Promise<Result<Concluded, Failure>> {
  const { kind, event, code } = verdict;
  const which = { saleId: sale.id, paymentId };
  const approved = event.type !== 'bank-declined';
  const stored = await storeAnswer(ledger, ports.random, which, event, {
    isNumberTaken: kind === 'answered',
    chip: kind === 'answered' ? verdict.chip : undefined,
  });
  if (!stored.ok) {
    tell('outcome-stored', 'failed', stored.error.code);
    if (!approved) return stored;
    around.lockCards(which);
    return ok({ kind: 'not-recorded', sale, code: stored.error.code });
  }
  tell('outcome-stored', 'done');
  if (approved) return ok({ kind: 'approved', sale: stored.value });
  return ok({ kind: 'declined', sale: stored.value, code });
}
