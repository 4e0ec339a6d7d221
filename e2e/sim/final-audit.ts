import type { OutboxRow } from '../../shared/domain/outbox.ts';
import { GENESIS_HASH, hashedText, type JournalRecord } from '../../shared/domain/journal.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { writesOff, type AuditedTill, type Auditor } from './auditor.ts';
import type { BankRecords } from './bank-records.ts';
import { auditCash, withdrawnIn } from './cash-audit.ts';
import type { Shown } from './counter-screen.ts';
import { auditDiscounts } from './discount-audit.ts';
import { auditDrawer } from './drawer-audit.ts';
import { HoldAudit } from './hold-audit.ts';
import { auditPapers } from './paper-audit.ts';
import { auditSettlements } from './settlement-audit.ts';
import { sha256Hex } from './sim-crypto.ts';
import { auditWatched } from './watch-audit.ts';

/** What is looked at when the world has healed and everything has had its time. */
export interface Closing {
  readonly till: AuditedTill;
  readonly shown: readonly Shown[];
  readonly outbox: readonly OutboxRow[];
  readonly openSales: readonly Sale[];
  readonly databaseRecords: readonly JournalRecord[];
}

/** I3, I4, I5, I7, I8, I9 at the end of all things. */
export function auditClosing(bank: BankRecords, auditor: Auditor, closing: Closing): string[] {
  return [
    ...queue(closing),
    ...series(bank, auditor, closing),
    ...copies(auditor, closing),
    ...auditDrawer(auditor, closing.till),
    ...auditDiscounts(auditor, closing.till),
    ...auditPapers(auditor, closing.till),
    ...auditWatched(bank, auditor, closing.till),
    ...promises(bank, auditor, closing),
    ...bankSide(bank, auditor, closing),
    ...refunds(auditor, closing),
    ...new HoldAudit(bank, auditor).closing(closing.till),
    ...auditSettlements(bank, auditor, closing.till),
    ...auditCash(bank, auditor, closing.till),
  ].map((problem) => `${closing.till.name}: ${problem}`);
}

/** I7: everything has left the queue but what waits for a person, and nothing is in doubt. */
function queue({ outbox, openSales }: Closing): string[] {
  return [
    ...outbox
      .filter(({ lane }) => lane !== 'exception')
      .map(({ kind, reason }) => `I7 ${kind} is still waiting (${reason})`),
    ...outbox
      .filter(({ lane, kind }) => lane === 'exception' && kind !== 'stored-payment')
      .map(({ kind, reason }) => `P12 the bank could not read a ${kind} of ours (${reason})`),
    ...openSales.map(({ number }) => `I7 sale ${number} is still open`),
  ];
}

/** I5, I8: the bank has every number, each for one thing, and no other. */
function series(bank: BankRecords, auditor: Auditor, { till }: Closing): string[] {
  const records = auditor.journalOf(till).records;
  const last = records.at(-1)?.counters.transaction ?? 0;
  const { numbers } = bank.terminal(till.terminalId);
  const missing = Array.from({ length: last }, (_, i) => i + 1).filter((n) => !numbers.has(n));
  const foreign = [...numbers.keys()].filter((number) => number > last);
  const used = new Map<number, string>();
  const twice: string[] = [];
  for (const sale of auditor.journalOf(till).sales.values()) {
    const own = sale.payments.map(({ id, core }) => [core.transactionNumber, id] as const);
    const links = (sale.payLinks ?? []).map(
      ({ core }) => [core.transactionNumber, core.id] as const,
    );
    const report =
      sale.report === null ? [] : [[sale.report.transactionNumber, sale.report.id] as const];
    for (const [number, id] of [...own, ...links, ...report]) {
      if ((used.get(number) ?? id) !== id) twice.push(`I8 number ${number} was given out twice`);
      used.set(number, id);
    }
  }
  return [
    ...missing.map((number) => `I5 the bank has no transaction ${number} of ${last}`),
    ...foreign.map(
      (number) => `I5 the bank has transaction ${number}, the journal ends at ${last}`,
    ),
    ...twice,
  ];
}

/** I5, P9: the chain holds, the database has the same records, and the bank the same hashes. */
function copies(auditor: Auditor, { till, databaseRecords }: Closing): string[] {
  const problems: string[] = [];
  const { records } = auditor.journalOf(till);
  let previousHash = GENESIS_HASH;
  let number = 0;
  for (const record of records) {
    const isChained = record.previousHash === previousHash && record.number > number;
    if (!isChained || record.hash !== sha256Hex(hashedText(record))) {
      problems.push(`I5 record ${record.number} is not chained`);
    }
    ({ hash: previousHash, number } = record);
  }
  const inFile = new Map(records.map((record) => [record.number, record.hash]));
  if (databaseRecords.length !== records.length) {
    problems.push(
      `P9 ${records.length} records in the file, ${databaseRecords.length} in the database`,
    );
  }
  for (const { number: own, hash } of databaseRecords) {
    if (inFile.get(own) !== hash) problems.push(`P9 record ${own} differs between the two copies`);
  }
  return problems;
}

/** I3, I9: whatever was shown or printed is so at the bank, or on the exception list. */
function promises(bank: BankRecords, auditor: Auditor, closing: Closing): string[] {
  const { till, shown, outbox } = closing;
  const exceptions = new Set(outbox.map(({ saleId }) => saleId));
  const problems: string[] = [];
  for (const { saleId, as, paymentId, amountMinor } of shown) {
    if (as === 'not-paid') {
      if (auditor.isStanding(paymentId ?? '')) {
        problems.push(`I9 payment ${paymentId ?? ''} was called not paid, and stands at the bank`);
      }
      continue;
    }
    if (isWithdrawn(auditor, closing, saleId)) continue;
    const report = bank.sales.get(saleId);
    if (report === undefined) problems.push(`I3 ${as} sale ${saleId} is not at the bank`);
    else if (report.totals.dueMinor !== amountMinor) {
      problems.push(`I3 sale ${saleId} was ${amountMinor}, the bank has ${report.totals.dueMinor}`);
    }
    if (as === 'cash') continue;
    if (as === 'provisional' && isSettled(auditor, closing, saleId)) continue;
    if (isTakenBack(auditor, closing, saleId, paymentId)) continue;
    const stands = auditor.isStanding(paymentId ?? '');
    if (!stands && (as === 'approved' || !exceptions.has(saleId))) {
      problems.push(`I3 ${as} payment ${paymentId ?? ''} neither stands nor waits for a person`);
    }
  }
  for (const { saleId, certainty } of till.slips()) {
    const sale = auditor.journalOf(till).sale(saleId);
    // What has no goods has no report beside its payment.
    if (sale?.refundOf !== undefined || sale?.hold !== undefined) continue;
    if (isWithdrawn(auditor, closing, saleId)) continue;
    if (certainty !== 'refused' && !bank.sales.has(saleId)) {
      problems.push(`I3 a slip (${certainty}) of sale ${saleId} is out, the bank has no report`);
    }
  }
  return problems;
}

/** Voided before anything of it had left: the bank never hears of the sale (P11). */
function isWithdrawn(auditor: Auditor, { till }: Closing, saleId: string): boolean {
  const sale = auditor.journalOf(till).sale(saleId);
  return sale?.state === 'voided' && withdrawnIn(sale).length > 0;
}

/** Brought back later: the till and the bank both know of a void of this payment, or of all (P18). */
function isTakenBack(
  auditor: Auditor,
  { till }: Closing,
  saleId: string,
  paymentId: string | null,
): boolean {
  const sale = auditor.journalOf(till).sale(saleId);
  if (sale?.state === 'voided') return auditor.standingVoidOf(saleId) !== undefined;
  const taken = sale?.payments.find(({ core }) => core.originalId === paymentId);
  return taken !== undefined && auditor.isStanding(taken.id) && taken.status.state === 'approved';
}

/** I3: what the till calls refunded, and what a slip says went back, has gone back. */
function refunds(auditor: Auditor, { till }: Closing): string[] {
  const { sales } = auditor.journalOf(till);
  const called = [...sales.values()].filter(({ state }) => state === 'refunded');
  const printed = till.slips().filter(({ saleId, certainty }) => {
    return certainty === 'certain' && sales.get(saleId)?.refundOf !== undefined;
  });
  const ids = new Set([...called.map(({ id }) => id), ...printed.map(({ saleId }) => saleId)]);
  const byCard = [...ids].filter((id) => sales.get(id)?.refundOf?.cash === undefined);
  return byCard.flatMap((id) => {
    const dueMinor = sales.get(id)?.totals.dueMinor;
    const atBank = auditor.standingRefundOf(id)?.amountMinor;
    return dueMinor !== undefined && atBank === BigInt(dueMinor)
      ? []
      : [`I3 refund ${id} of ${dueMinor ?? 0} was given, the bank has ${atBank ?? 'none'}`];
  });
}

/** A supervisor has written the promise off, or a later try or cash has paid for it (P13, A14). */
function isSettled(auditor: Auditor, { till }: Closing, saleId: string): boolean {
  const journal = auditor.journalOf(till);
  const isLoss = journal.records.some(writesOff(saleId));
  if (journal.sale(saleId)?.recoveredInCash !== undefined) return true;
  return isLoss || auditor.standingOf(journal.sale(saleId)) !== undefined;
}

/** I4: every yes of the bank that still stands pays for a sale in the journal. */
function bankSide(bank: BankRecords, auditor: Auditor, { till }: Closing): string[] {
  const { sales } = auditor.journalOf(till);
  return [...bank.payments.values()].flatMap(({ id, terminalId, saleId, amountMinor, kind }) => {
    if (terminalId !== till.terminalId || !auditor.isStanding(id)) return [];
    const sale = sales.get(saleId ?? '');
    if (kind === 'void') {
      // Of several cards one may be voided and another not yet; the till knows of each.
      const known = sale?.payments.find((one) => one.id === id)?.status.state;
      return known === 'approved' && isVoidedSoFar(auditor, sale)
        ? []
        : [`I4 void ${id} stands at the bank, the journal says ${sale?.state ?? 'nothing'}`];
    }
    const tender = sale?.tenders.find((one) => one.kind === 'card' && one.paymentIds.at(-1) === id);
    const state = STATE_OF[kind] ?? 'completed';
    const isPaid = sale?.state === state && tender !== undefined;
    return isPaid && BigInt(tender.amountMinor) === amountMinor
      ? []
      : [`I4 payment ${id} stands at the bank, the journal says ${sale?.state ?? 'nothing'}`];
  });
}

const STATE_OF: Readonly<Partial<Record<string, Sale['state']>>> = {
  refund: 'refunded',
  'pre-authorisation': 'held',
  'pre-authorisation-void': 'released',
};

/** Voided where no card is left to void, sold as long as one is. */
function isVoidedSoFar(auditor: Auditor, sale: Sale | undefined): boolean {
  const isLeft = auditor.standingOf(sale) !== undefined;
  return sale?.state === (isLeft ? 'completed' : 'voided');
}
