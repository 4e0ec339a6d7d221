import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { Payment } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { TillStore } from '../../renderer/ports.ts';
import { valueOf } from '../value-of.ts';
import type { Dice } from './dice.ts';
import type { Machine } from './machine.ts';

interface Parked {
  readonly sale: Sale;
  readonly payment: Payment;
}

/** A promise that the bank has refused, drawn as from the list of what needs a person; null = there is none. */
export async function drawnLoss(
  { database }: Pick<Machine, 'database'>,
  dice: Dice,
): Promise<Parked | null> {
  const rows = valueOf(await database.outbox());
  const parked = rows.filter(({ lane, kind }) => lane === 'exception' && kind === 'stored-payment');
  const row = parked[dice.between(0, parked.length - 1)];
  return row === undefined ? null : behindRow(database, row);
}

/** What a row of the queue is about; null where it is about no payment. */
export async function behindRow(
  database: Pick<TillStore, 'sales'>,
  row: OutboxRow,
): Promise<Parked | null> {
  const sale = valueOf(await database.sales([row.saleId])).get(row.saleId);
  const payment = sale?.payments.find(({ id }) => id === row.transactionId);
  return sale === undefined || payment === undefined ? null : { sale, payment };
}
