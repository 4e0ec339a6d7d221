import type { TestBank } from './test-bank.ts';

/** What is on a card's account, in minor units. */
export async function balanceOf({ ports }: TestBank, cardId: string): Promise<bigint> {
  const account = await ports.database
    .selectFrom('accounts')
    .select('balance_minor')
    .where('code', '=', `card:${cardId}`)
    .executeTakeFirstOrThrow();
  return account.balance_minor;
}

/** How often a purchase was posted: once, or never. */
export async function purchasesPosted({ ports }: TestBank, id: string): Promise<number> {
  const rows = await ports.database
    .selectFrom('postings')
    .select('id')
    .where('record_id', '=', id)
    .where('kind', '=', 'purchase')
    .execute();
  return rows.length;
}
