import { cashPaid, type CashReturned } from '../../../shared/domain/cash-returned.ts';
import { negate } from '../../../shared/domain/money.ts';
import { outboxKey, type OutboxRow } from '../../../shared/domain/outbox.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import type { Random } from '../../ports.ts';
import type { Numbers } from '../books/ledger-of-the-till.ts';
import type { SaleChange } from '../books/sale-commit.ts';
import { outboxRow, voidNumberRow } from '../books/sale-writing.ts';

/**
 * A sale that has just been voided gives back what came in as cash: the drawer opens (A27), and the
 * bank, which has or will have the report of the sale, is told by a transaction of its own (P2).
 */
export function cashGoesBack(
  sale: Sale,
  supervisorId: string,
  numbers: Numbers,
  random: Random,
): SaleChange {
  const cash = cashPaid(sale);
  if (cash.amountMinor === 0) return { sale, outbox: [] };
  // Of what a supervisor gave up telling, the bank is not told that it went back either.
  if (sale.report === null || sale.report.writtenOff === true) {
    return { sale, outbox: [], opensDrawer: true };
  }
  const id = random.uuid();
  const atMs = numbers.nowMs;
  const cashReturned: CashReturned = {
    id,
    ...numbers.takeTransaction(),
    ...cash,
    supervisorId,
    atMs,
  };
  const told = outboxRow('cash-return', id, cashReturned.transactionNumber, sale, atMs);
  const row: OutboxRow = { ...told, amountMinor: negate(cash.amountMinor) };
  return { sale: { ...sale, cashReturned }, outbox: [row], opensDrawer: true };
}

/** The void is taken back itself, before anybody was told of it (P9): its number is declared unused. */
export function cashStays(sale: Sale, { nowMs }: Numbers, random: Random): SaleChange {
  const { cashReturned, ...standing } = sale;
  if (cashReturned === undefined) return { sale, outbox: [] };
  const { id, transactionNumber } = cashReturned;
  return {
    sale: standing,
    outbox: [voidNumberRow(random.uuid(), transactionNumber, standing, nowMs)],
    withdrawn: [outboxKey('cash-return', id)],
  };
}
