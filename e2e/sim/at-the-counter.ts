import type { PaymentDesk } from '../../renderer/services/paying/payment-desk.ts';
import type { FoundSale } from '../../renderer/services/paying/found-sales.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import type { Dice } from './dice.ts';
import type { Habits } from './habits.ts';

/** Whoever had paid a part before the till stopped, and is not at the counter any more, gets it back. */
export async function giveBackWhatIsLeft(
  till: OpenTill,
  found: readonly FoundSale[],
  { cart }: { readonly cart: { readonly saleId: string } | null },
  { told }: { readonly told: (line: string) => void },
): Promise<void> {
  for (const { saleId, giveBackMinor } of found) {
    if (giveBackMinor === null || saleId === cart?.saleId) continue;
    const gone = await till.checkout.cancel(saleId);
    told(`gives back ${giveBackMinor} of ${saleId}: ${gone.ok || gone.error.code}`);
    await till.refresh();
  }
}

/** No die is thrown where nobody asks, so that other worlds stay what they are. */
export function wonders({ balances }: Habits, dice: Dice): boolean {
  return balances !== undefined && dice.chance(balances);
}

/** What is on the card, before it pays (P18): no record tells of it, and no money may have moved. */
export async function askForBalance(
  till: OpenTill,
  cardId: string,
  desk: PaymentDesk,
  { told }: { readonly told: (line: string) => void },
): Promise<void> {
  const asked = await till.checkout.askBalance(cardId, desk);
  told(`balance of ${cardId}: ${asked.ok ? asked.value.kind : asked.error.code}`);
}
