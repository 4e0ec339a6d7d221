import {
  batchRequest,
  type BatchRequest,
  type JournalAnchor,
  type UploadItem,
  type UploadResult,
} from '../../shared/contracts/bank-api.ts';
import { idOfItem } from '../../shared/contracts/upload-items.ts';
import { DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import { holdsUnstorableText, refusalOfItem } from '../../bank-api/domain/admission.ts';
import { judgeBatch, type PreparedItem } from '../../bank-api/domain/batch.ts';
import { judgeAnchor } from '../../bank-api/domain/journal-anchor.ts';
import { openCard } from '../../bank-api/security/sealed-cards.ts';
import { BANK_KEYS } from './bank-identity.ts';
import type { BankRecords } from './bank-records.ts';
import type { BankTerminal } from './bank-terminal.ts';
import type { Faults } from './faults.ts';
import {
  coreOf,
  hashOf,
  judged,
  notPermitted,
  requestOf,
  roleOf,
  watermarkNow,
} from './sim-judging.ts';
import { ok, refused, type BankReply } from './sim-reply.ts';

interface Around {
  readonly faults: Pick<Faults, 'strikes'>;
  readonly nowMs: number;
}

/** What a queue brings at once (P12): each record judged by itself, and the journal's head beside them. */
export async function batchReply(
  records: BankRecords,
  terminal: BankTerminal,
  body: unknown,
  { faults, nowMs }: Around,
): Promise<BankReply> {
  const request = batchRequest.parse(body);
  const { batchId, operatorId } = request;
  if (holdsUnstorableText({ batchId, operatorId })) return refused('request-malformed');
  if (operatorId !== '' && roleOf(operatorId) === null) notPermitted(records, batchId);
  // A bank may leave a record for later and say nothing about it: that is no answer (F23).
  const skipped = faults.strikes('records-skipped', terminal.id) ? 1 : 0;
  const items = await Promise.all(
    request.items.slice(skipped).map((item) => prepared(records, terminal, item, operatorId)),
  );
  const results = judged(records, terminal, nowMs, (books) => judgeBatch(books, items));
  const anchor = extendAnchor(records, terminal, request.journal);
  records.declare(terminal, request.deliveredUpTo);
  const watermark = watermarkNow(terminal);
  if (watermark.gaps.length > 0) records.alarm('sequence-gap', watermark.gaps.join(', '));
  const told = muddled(faults, terminal, results);
  return ok({ batchId, results: told, watermark, anchor });
}

/** Only the id says which record a result is about (P12): order and number say nothing. */
function muddled(
  faults: Around['faults'],
  { id }: BankTerminal,
  results: readonly UploadResult[],
): readonly UploadResult[] {
  const told = faults.strikes('results-shuffled', id) ? [...results].reverse() : results;
  return faults.strikes('results-missing', id) ? told.slice(1) : told;
}

async function prepared(
  records: BankRecords,
  { id: terminalId }: BankTerminal,
  item: UploadItem,
  operatorId: string,
): Promise<PreparedItem> {
  const { merchantId } = DEMO_MERCHANT;
  const refusal = refusalOfItem(item, { terminalId, merchantId });
  if (refusal !== null) {
    if (refusal.foreignTerminalId !== null) notPermitted(records, idOfItem(item));
    return { kind: 'unusable', id: idOfItem(item), message: refusal.message };
  }
  switch (item.kind) {
    case 'void-number':
      return { kind: 'void-number', item };
    case 'sale-report':
      return { ...item, contentHash: hashOf(item.report) };
    case 'cash-return':
      return { ...item, contentHash: hashOf(item.back) };
    case 'stored-payment': {
      const core = coreOf(item.core);
      const card = await openCard(BANK_KEYS, core, undefined);
      const request = requestOf(core, operatorId, 'stored', card);
      return { kind: 'stored-payment', request: { ...request, sealBroken: card === null } };
    }
  }
}

function extendAnchor(
  records: BankRecords,
  terminal: BankTerminal,
  journal: BatchRequest['journal'],
): JournalAnchor {
  const { epoch } = terminal.anchor;
  const known = (number: number): string | undefined => terminal.anchored.get(`${epoch}:${number}`);
  const { anchor, added, rolledBack } = judgeAnchor(terminal.anchor, journal, known);
  if (anchor.state === 'fork') records.alarm('journal-fork', `epoch ${journal.epoch}`);
  if (rolledBack) records.alarm('journal-rollback', `epoch ${journal.epoch}`);
  for (const [i, hash] of added.hashes.entries()) {
    terminal.anchored.set(`${added.epoch}:${added.from + i}`, hash);
  }
  const { state, ...head } = anchor;
  terminal.anchor = head;
  return { ...head, state };
}
