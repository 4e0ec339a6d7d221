import { expect } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import type { NamedDifference, Settlement } from '../../shared/domain/settlement.ts';
import { valueOf } from '../value-of.ts';
import type { ShopForTests } from './shop-for-tests.ts';

/** Day ends in a shop, by its supervisor, and what the bank's ledger has paid out for them (I1). */
export function dayEndsIn(shop: ShopForTests) {
  const approval = async () =>
    valueOf(await shop.till.host.approve({ operatorId: '00', pin: '0000', act: 'settle' }));
  const end = async () => valueOf(await shop.till.dayEnd.close(await approval()));
  return {
    approval,
    /** With what the line said where there is no verdict. */
    end,
    close: async (): Promise<Settlement> => (await end()).settlement,
    /** The last one, as the journal has it. */
    last: async () => valueOf(await shop.till.host.about()).settlement,
    cure: async (differences: readonly NamedDifference[]): Promise<Settlement> => {
      const decisions = differences.map(({ id }) => ({ id, reason: 'asked the bank' }));
      return valueOf(await shop.till.dayEnd.cure(decisions, await approval())).settlement;
    },
    sell: async (amountMinor: number): Promise<void> => {
      const sold = await shop.till.sellByCard('good-tap', { amountMinor: minor(amountMinor) });
      expect(sold.kind).toBe('approved');
    },
    paidOut: async ({ id }: Pick<Settlement, 'id'>): Promise<number> => {
      const rows = await shop.bank.rows<{ paid: string }>(
        `SELECT coalesce(sum(credit_minor - debit_minor), 0) AS paid FROM ledger_entries
         WHERE posting_id = $1 AND account LIKE '%:paid-out'`,
        [`${id}:settlement`],
      );
      return Number(rows[0]?.paid);
    },
  };
}
