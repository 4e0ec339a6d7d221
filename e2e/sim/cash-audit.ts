import type { Sale } from '../../shared/domain/sale.ts';
import type { AuditedTill, Auditor } from './auditor.ts';
import type { BankRecords } from './bank-records.ts';

/**
 * What went back without asking the bank, looked at from outside: cash over the counter (I1, I3, A24), and
 * promises that were withdrawn before anything of them had left (P11, I9).
 */
export function auditCash(bank: BankRecords, auditor: Auditor, till: AuditedTill): string[] {
  const sales = [...auditor.journalOf(till).sales.values()];
  const told = new Map(sales.flatMap((sale) => returnsIn(sale)));
  const atBank = [...bank.cashReturns.values()].filter(({ originalId }) => {
    return bank.reports.get(originalId)?.terminalId === till.terminalId;
  });
  return [
    ...[...told].flatMap(([id, amountMinor]) => {
      const there = bank.cashReturns.get(id)?.amountMinor;
      return there === BigInt(amountMinor)
        ? []
        : [`I3 ${amountMinor} in cash went back (${id}), the bank has ${there ?? 'nothing'}`];
    }),
    ...atBank.flatMap(({ id }) =>
      told.has(id) ? [] : [`I4 the bank has a cash return ${id} that the journal does not know`],
    ),
    ...sales
      .flatMap(withdrawnIn)
      .flatMap((id) =>
        bank.payments.has(id) ? [`I9 ${id} was withdrawn, and the bank has it`] : [],
      ),
    ...drawer(bank, sales, till),
    ...overGiven(sales),
  ];
}

/**
 * I1: of what a sale has brought in cash no more goes back than came in, neither of what was paid when it
 * was sold nor, by itself, of what was taken later for a refused promise; after a void nothing.
 */
function overGiven(sales: readonly Sale[]): string[] {
  const left = new Map<string, bigint>();
  const moves = (saleId: string, recovers: string | undefined, byMinor: bigint): void => {
    const what = recovers === undefined ? saleId : `${saleId}, taken later for ${recovers}`;
    left.set(what, (left.get(what) ?? 0n) + byMinor);
  };
  for (const sale of sales) {
    const { id, state, refundOf, recoveredInCash = [] } = sale;
    if (refundOf?.cash !== undefined) {
      moves(refundOf.cash.saleId, refundOf.cash.recovers, -cashOf(sale));
    } else if (state === 'completed') {
      moves(id, undefined, cashOf(sale));
      for (const cash of recoveredInCash) moves(id, cash.recovers, BigInt(cash.amountMinor));
    }
  }
  return [...left].flatMap(([what, minor]) =>
    minor >= 0n ? [] : [`I1 ${-minor} more went back in cash than came in (${what})`],
  );
}

/**
 * I1, A24: what lies in the drawer by the bank's books is what the till's sales have left there. Of what
 * was taken later for a refused promise the bank is not told, and not of what went back of that.
 */
function drawer(bank: BankRecords, sales: readonly Sale[], { terminalId }: AuditedTill): string[] {
  let [ours, theirs] = [0n, 0n];
  for (const sale of sales) {
    const isIn = sale.state === 'completed' && sale.report !== null;
    if (isIn) ours += cashOf(sale);
    const isOfLater = sale.refundOf?.cash?.recovers !== undefined;
    if (sale.state === 'refunded' && !isOfLater) ours -= cashOf(sale);
  }
  for (const report of bank.sales.values()) {
    if (report.terminalId === terminalId) theirs += cashOf(report);
  }
  for (const { originalId, amountMinor } of bank.cashReturns.values()) {
    if (bank.reports.get(originalId)?.terminalId === terminalId) theirs -= amountMinor;
  }
  return ours === theirs ? [] : [`I1 the drawer holds ${ours} by the till, ${theirs} by the bank`];
}

/** No shop of these worlds rounds. */
function cashOf({ tenders }: { readonly tenders: readonly CashOrCard[] }): bigint {
  return tenders.reduce(
    (sum, { kind, amountMinor }) => (kind === 'cash' ? sum + BigInt(amountMinor) : sum),
    0n,
  );
}

interface CashOrCard {
  readonly kind: 'cash' | 'card';
  readonly amountMinor: number;
}

/** By the id of the transaction that tells the bank of it. */
function returnsIn({
  cashReturned,
  refundOf,
  report,
  totals,
}: Sale): (readonly [string, number])[] {
  if (cashReturned !== undefined) return [[cashReturned.id, cashReturned.amountMinor]];
  return refundOf?.cash === undefined || report === null ? [] : [[report.id, totals.dueMinor]];
}

/** Payments that were taken back before anything of them had left. */
export function withdrawnIn({ payments }: Pick<Sale, 'payments'>): string[] {
  return payments.flatMap(({ id, status }) => (status.state === 'withdrawn' ? id : []));
}
