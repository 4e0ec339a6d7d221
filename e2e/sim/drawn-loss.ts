import type { Payment } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { valueOf } from '../value-of.ts';
import type { Dice } from './dice.ts';
import type { Machine } from './machine.ts';

/** A promise that the bank has refused, drawn as from the list of what needs a person; null = there is none. */
export async function drawnLoss(
  { database }: Pick<Machine, 'database'>,
  dice: Dice,
): Promise<{ readonly sale: Sale; readonly payment: Payment } | null> {
  const rows = valueOf(await database.outbox());
  const parked = rows.filter(({ lane, kind }) => lane === 'exception' && kind === 'stored-payment');
  const row = parked[dice.between(0, parked.length - 1)];
  if (row === undefined) return null;
  const sale = valueOf(await database.sales([row.saleId])).get(row.saleId);
  const payment = sale?.payments.find(({ id }) => id === row.transactionId);
  return sale === undefined || payment === undefined ? null : { sale, payment };
}
