import { failure, type Failure } from '../contracts/error-codes.ts';
import type { TillHost } from '../contracts/host.ts';
import type { JournalBody } from '../domain/journal.ts';
import type { Settlement } from '../domain/settlement.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Approvals } from './approvals.ts';
import { unsent } from './guard.ts';

export type SettlementChannel = 'settle' | 'uploadSettlement' | 'endSettlement';
type SettlementBody = Extract<JournalBody, { kind: 'settlement' }>;

/**
 * Day end as a window may ask for it (PROTOCOL P28, F38): nothing of it leaves but for the settlement
 * that stands in the journal, opened with a supervisor's PIN, under that supervisor's name. A window
 * that says so without the record is refused, whatever number it writes into the request.
 */
export function settlementLine(
  line: Pick<TillHost, SettlementChannel>,
  last: () => Settlement | null,
): Pick<TillHost, SettlementChannel> {
  const isOpen = (asked: {
    readonly settlementId: string;
    readonly batchNumber: number;
    readonly operatorId: string;
  }): boolean => {
    const open = last();
    return (
      open !== null &&
      open.step !== 'unconfirmed' &&
      open.id === asked.settlementId &&
      open.batchNumber === asked.batchNumber &&
      open.supervisorId === asked.operatorId
    );
  };
  const refused = err(unsent(failure('role-missing', 'no such day end is open')));
  return {
    settle: async (request) => (isOpen(request) ? line.settle(request) : refused),
    uploadSettlement: async (request) =>
      isOpen(request) ? line.uploadSettlement(request) : refused,
    endSettlement: async (request) => (isOpen(request) ? line.endSettlement(request) : refused),
  };
}

/**
 * Whether a window may write this step. What a supervisor decides carries the receipt for the PIN:
 * opening, closing without a line, and every difference that is put right. What the bank answered to
 * the settlement that is open is written down as it comes.
 */
export function allowsSettlement(
  { settlement, approvalId }: SettlementBody,
  last: Settlement | null,
  approvals: Approvals,
): Result<null, Failure> {
  const isSame = last?.id === settlement.id && last.step !== 'confirmed';
  const decided = isSame ? newlyDecided(settlement, last) : [settlement.supervisorId];
  if (approvalId === undefined) {
    const isBanksWord = isSame && isUnchanged(settlement, last);
    return isBanksWord ? ok(null) : err(failure('role-missing', 'a day end without its PIN'));
  }
  const approved = approvals.take(approvalId, 'settle');
  if (!approved.ok) return approved;
  const { supervisorId } = approved.value;
  return decided.every((name) => name === supervisorId)
    ? ok(null)
    : err(failure('role-missing', 'another supervisor has approved'));
}

function newlyDecided(now: Settlement, before: Settlement): readonly string[] {
  return [
    ...now.accepted.slice(before.accepted.length),
    ...decidedIn(now).slice(decidedIn(before).length),
  ].map(({ supervisorId }) => supervisorId);
}

function decidedIn({ decided = [] }: Settlement) {
  return decided;
}

function isUnchanged(now: Settlement, before: Settlement): boolean {
  return (
    now.batchNumber === before.batchNumber &&
    now.supervisorId === before.supervisorId &&
    canonicalJson(now.accepted) === canonicalJson(before.accepted) &&
    canonicalJson(decidedIn(now)) === canonicalJson(decidedIn(before)) &&
    canonicalJson(now.before) === canonicalJson(before.before)
  );
}
