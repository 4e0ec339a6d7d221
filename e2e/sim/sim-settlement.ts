import {
  settlementEndRequest,
  settlementRequest,
  settlementUploadRequest,
  type SettlementRequest,
} from '../../shared/contracts/settlement-api.ts';
import { DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import type { OpenAtTerminal } from '../../shared/domain/open-at-terminal.ts';
import { maySettle } from '../../bank-api/domain/admission.ts';
import type { OperatorRole } from '../../shared/domain/operators.ts';
import {
  isOtherSettlement,
  judgeEnd,
  judgeSettlement,
  recordOfPayment,
  uploadFits,
  type SettlementView,
  type StandingRecord,
} from '../../bank-api/domain/settlement.ts';
import type { BankRecords } from './bank-records.ts';
import type { BankTerminal } from './bank-terminal.ts';
import { ok, refused, type BankReply } from './sim-reply.ts';

/** Day ends at the bank of this world, by the real rules; null: who asks may not. */
export function settlementReply(
  records: BankRecords,
  terminal: BankTerminal,
  path: string,
  body: unknown,
  roleOf: (operatorId: string) => OperatorRole | null,
): BankReply | null {
  switch (path) {
    case '/v1/settlements': {
      const request = settlementRequest.parse(body);
      if (!maySettle(roleOf(request.operatorId))) return null;
      return settled(records, terminal, request);
    }
    case '/v1/settlements/records': {
      const request = settlementUploadRequest.parse(body);
      if (!maySettle(roleOf(request.operatorId))) return null;
      const { settlementId, first } = request;
      const known = records.settlements.get(settlementId);
      if (known?.terminalId !== terminal.id) return refused('not-found');
      records.version += 1;
      if (uploadFits(known.uploaded.length, request)) {
        known.uploaded = [...known.uploaded.slice(0, first), ...request.records];
      }
      return ok({ settlementId, uploaded: known.uploaded.length });
    }
    default: {
      const request = settlementEndRequest.parse(body);
      if (!maySettle(roleOf(request.operatorId))) return null;
      const known = records.settlements.get(request.settlementId);
      if (known?.terminalId !== terminal.id) return refused('not-found');
      return ok(judgeEnd(viewOf(records, terminal, request.settlementId), request));
    }
  }
}

function settled(
  records: BankRecords,
  terminal: BankTerminal,
  request: SettlementRequest,
): BankReply {
  const { settlementId, batchNumber } = request;
  const view = viewOf(records, terminal, settlementId);
  if (isOtherSettlement(view, terminal.id, request)) return refused('core-differs');
  records.version += 1;
  const known = records.settlements.get(settlementId) ?? {
    terminalId: terminal.id,
    batchNumber,
    uploaded: [],
    settledWith: null,
  };
  records.settlements.set(settlementId, known);
  const verdict = judgeSettlement(view, request);
  if (verdict.settled !== null) {
    const { posting } = verdict.settled;
    known.settledWith = verdict.settled.records;
    terminal.batchNumber = Math.max(terminal.batchNumber, verdict.answer.nextBatchNumber);
    if (posting !== null) records.write(terminal, [{ type: 'posting', posting }]);
  }
  return ok(verdict.answer);
}

/** What keeps this terminal with its till, as far as the books know (P24). */
export function openAt(records: BankRecords, terminal: BankTerminal): OpenAtTerminal {
  const last = Math.max(terminal.declaredUpTo, ...terminal.numbers.keys());
  const { standing } = viewOf(records, terminal, '');
  const unsettled = standing.filter(({ settled }) => !settled).length;
  return { unsent: last - terminal.numbers.size, unsettled };
}

function viewOf(
  records: BankRecords,
  terminal: BankTerminal,
  settlementId: string,
): SettlementView {
  const known = records.settlements.get(settlementId) ?? null;
  const closed = [...records.settlements.values()].filter(
    ({ settledWith }) => settledWith !== null,
  );
  const paidOut = new Set(
    closed.flatMap(({ settledWith }) => settledWith?.map(({ id }) => id) ?? []),
  );
  const own = closed.filter(({ terminalId }) => terminalId === terminal.id);
  const standing = [...records.payments.values()].flatMap((payment): StandingRecord[] => {
    if (payment.terminalId !== terminal.id) return [];
    const undoneBy = payment.undoneBy === null ? undefined : records.payments.get(payment.undoneBy);
    const record = recordOfPayment(payment, undoneBy);
    return record === null ? [] : [{ ...record, settled: paidOut.has(record.id) }];
  });
  return {
    merchantId: DEMO_MERCHANT.merchantId,
    currency: 'CNY',
    known,
    lastSettledBatch: Math.max(0, ...own.map(({ batchNumber }) => batchNumber)),
    standing,
    uploaded: known?.uploaded ?? [],
  };
}
