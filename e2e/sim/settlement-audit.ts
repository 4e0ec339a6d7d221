import type { JournalRecord } from '../../shared/domain/journal.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { PaymentKind } from '../../shared/domain/payment.ts';
import type { Settlement } from '../../shared/domain/settlement.ts';
import type { AuditedTill, Auditor } from './auditor.ts';
import type { BankRecords, SimSettlement } from './bank-records.ts';

/**
 * Day ends, looked at from outside (P22, P23, I1): what is paid out is paid out once and as the till
 * was told; nothing of a settled batch is lost; and a bank that loses nothing never has another list
 * than its till.
 */
export function auditSettlements(bank: BankRecords, auditor: Auditor, till: AuditedTill): string[] {
  const own = [...bank.settlements].filter(([, { terminalId }]) => terminalId === till.terminalId);
  const { records } = auditor.journalOf(till);
  const told = records.flatMap(({ body }) => (body.kind === 'settlement' ? [body.settlement] : []));
  return [
    ...reversedFirst(records),
    ...own.flatMap(([id]) => openedHere(id, told)),
    ...paidOnce(own),
    ...own.flatMap(([id, settled]) => paidRightly(bank, id, settled)),
    ...told.flatMap((one) => toldTruly(bank, one)),
    ...nothingLost(bank, auditor, till, told),
  ];
}

/** P28: what the bank was asked to settle somebody has begun here; who did, `ActAudit` looks at. */
function openedHere(id: string, told: readonly Settlement[]): string[] {
  return told.some((one) => one.id === id)
    ? []
    : [`P28 settlement ${id} is at the bank, and nobody has begun it here`];
}

/**
 * P6, P22: before the first step of a settlement the bank has answered every reversal. What was lost with
 * an epoch can be told by nobody any more.
 */
function reversedFirst(records: readonly JournalRecord[]): string[] {
  const waiting = new Set<string>();
  const begun = new Set<string>();
  return records.flatMap(({ body }) => {
    if (body.kind === 'new-epoch') waiting.clear();
    if (body.kind === 'delivery')
      body.results.forEach(({ outboxKey }) => waiting.delete(outboxKey));
    for (const { kind, key } of queuedBy(body)) if (kind === 'reversal') waiting.add(key);
    if (body.kind !== 'settlement' || body.settlement.step !== 'opened') return [];
    const { id } = body.settlement;
    // From its first step on it goes on under its number, whatever is given up meanwhile (P21).
    if (begun.has(id)) return [];
    begun.add(id);
    return [...waiting].map((key) => `P22 settlement ${id} was begun before ${key} was answered`);
  });
}

function queuedBy(body: JournalRecord['body']): readonly OutboxRow[] {
  switch (body.kind) {
    case 'sale':
      return body.outbox;
    case 'supervisor-act':
      return body.done?.outbox ?? [];
    case 'numbers-missing':
      return body.again;
    default:
      return [];
  }
}

/** What is held, or let go, is paid out to nobody. */
const WORTH_OF: { readonly [Kind in PaymentKind]: bigint } = {
  purchase: 1n,
  completion: 1n,
  void: -1n,
  refund: -1n,
  'pre-authorisation': 0n,
  'pre-authorisation-void': 0n,
};

function paidOnce(own: readonly (readonly [string, SimSettlement])[]): string[] {
  const paid = new Map<string, string>();
  return own.flatMap(([settlementId, { settledWith }]) =>
    (settledWith ?? []).flatMap(({ id }) => {
      const before = paid.get(id);
      paid.set(id, settlementId);
      return before === undefined ? [] : [`I1 ${id} was paid out by ${before} and ${settlementId}`];
    }),
  );
}

/** I1: what the ledger has moved is what the records are, each as it was booked. */
function paidRightly(
  bank: BankRecords,
  id: string,
  { settledWith, batchNumber }: SimSettlement,
): string[] {
  const entries = bank.postings.get(`${id}:settlement`)?.entries ?? [];
  const paidOut = entries
    .filter(({ account }) => account.endsWith(':paid-out'))
    .reduce((sum, each) => sum + each.creditMinor - each.debitMinor, 0n);
  const records = settledWith ?? [];
  const worth = records.reduce(
    (sum, { kind, amountMinor }) => sum + BigInt(amountMinor) * WORTH_OF[kind],
    0n,
  );
  const strange = records.filter(
    (record) =>
      record.batchNumber > batchNumber ||
      bank.payments.get(record.id)?.amountMinor !== BigInt(record.amountMinor),
  );
  return [
    ...(paidOut === worth ? [] : [`I1 settlement ${id} paid out ${paidOut} for ${worth}`]),
    ...strange.map((record) => `P23 ${record.id} does not belong into settlement ${id}`),
  ];
}

/** Of another batch is only what came into one that was settled with an answer that got lost (P23). */
function toldTruly(
  bank: BankRecords,
  { id, step, totals, differences, batchNumber }: Settlement,
): string[] {
  const settledWith = bank.settlements.get(id)?.settledWith ?? null;
  const strange = differences
    .filter(
      ({ kind, saleId, bank: there }) =>
        saleId === '' ||
        (kind === 'other-batch' &&
          (settledWith === null || (there?.batchNumber ?? 0) <= batchNumber)),
    )
    .map(({ kind }) => `P23 an honest bank has ${kind} in settlement ${id}`);
  if (step !== 'confirmed') return strange;
  if (settledWith === null)
    return [`I9 settlement ${id} is called confirmed, the bank has it open`];
  const isSame = (['debit', 'credit'] as const).every((side) => {
    const worth = side === 'debit' ? 1n : -1n;
    const records = settledWith.filter(({ kind }) => WORTH_OF[kind] === worth);
    const sum = records.reduce((all, { amountMinor }) => all + amountMinor, 0);
    return totals[side].count === records.length && totals[side].sumMinor === sum;
  });
  return isSame ? strange : [...strange, `I9 settlement ${id} was told with other totals`];
}

/** P23: what stands of settled batches was settled, or the till carries it into the next one. */
function nothingLost(
  bank: BankRecords,
  auditor: Auditor,
  till: AuditedTill,
  told: readonly Settlement[],
): string[] {
  const last = told.filter(({ step }) => step === 'confirmed').at(-1);
  if (last === undefined) return [];
  const paid = new Set(
    [...bank.settlements.values()]
      .flatMap(({ settledWith }) => settledWith ?? [])
      .map(({ id }) => id),
  );
  const carried = new Set(last.after.carried.map(({ paymentId }) => paymentId));
  return [...bank.payments.values()].flatMap(({ id, terminalId, batchNumber, kind }) => {
    const isOld = batchNumber !== null && batchNumber <= last.batchNumber;
    if (terminalId !== till.terminalId || !isOld || kind === 'void') return [];
    const isKept = !auditor.isStanding(id) || paid.has(id) || carried.has(id);
    return isKept ? [] : [`P23 ${id} of batch ${batchNumber} is in no settlement and not carried`];
  });
}
