import type {
  SettlementAnswer,
  SettlementEndAnswer,
  SettlementEndRequest,
  SettlementRequest,
  SettlementUploadAnswer,
  SettlementUploadRequest,
} from '../../shared/contracts/settlement-api.ts';
import { isOtherSettlement, judgeEnd, judgeSettlement, uploadFits } from '../domain/settlement.ts';
import type { BookingPorts } from '../ports.ts';
import { retried, type BankTransaction } from '../store/database.ts';
import {
  closeSettlement,
  openSettlement,
  readSettlement,
  readUpload,
  writeUpload,
} from '../store/settlement-store.ts';
import type { KnownTerminal } from '../store/terminal-store.ts';

/**
 * Totals against the books; balanced, it is settled and paid out in the same commit (P22, I1). Null:
 * the id stands for another settlement.
 */
export function settle(
  { database, clock }: BookingPorts,
  terminal: KnownTerminal,
  request: SettlementRequest,
): Promise<SettlementAnswer | null> {
  const { settlementId } = request;
  return inOneCommit(database, async (db) => {
    const view = await readSettlement(db, terminal, settlementId);
    if (isOtherSettlement(view, terminal.terminalId, request)) return null;
    const nowMs = clock.nowMs();
    if (view.known === null) await openSettlement(db, terminal, request, nowMs);
    const { answer, settled } = judgeSettlement(view, request);
    const { nextBatchNumber } = answer;
    if (settled !== null) {
      await closeSettlement(db, terminal, settlementId, settled, { nextBatchNumber, nowMs });
    }
    return answer;
  });
}

/** Null: a settlement that nobody has asked for. */
export function takeUpload(
  { database }: BookingPorts,
  terminal: KnownTerminal,
  request: SettlementUploadRequest,
): Promise<SettlementUploadAnswer | null> {
  const { settlementId, first, records } = request;
  return inOneCommit(database, async (db) => {
    const known = await readUpload(db, terminal, settlementId);
    if (known?.terminalId !== terminal.terminalId) return null;
    const { uploaded } = known;
    if (!uploadFits(uploaded, request)) return { settlementId, uploaded };
    await writeUpload(db, terminal.merchantId, settlementId, first, records);
    return { settlementId, uploaded: first + records.length };
  });
}

export function endUpload(
  { database }: BookingPorts,
  terminal: KnownTerminal,
  request: SettlementEndRequest,
): Promise<SettlementEndAnswer | null> {
  return inOneCommit(database, async (db) => {
    const view = await readSettlement(db, terminal, request.settlementId);
    return view.known?.terminalId === terminal.terminalId ? judgeEnd(view, request) : null;
  });
}

function inOneCommit<Done>(
  database: BookingPorts['database'],
  work: (db: BankTransaction) => Promise<Done>,
): Promise<Done> {
  return retried(() => database.transaction().execute(work));
}
