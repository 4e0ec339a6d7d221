import type { FoundSale } from '../../renderer/services/found-sales.ts';
import type { OpenTill } from '../../renderer/services/till.ts';

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
