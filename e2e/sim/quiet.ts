import { isPartPaid } from '../../renderer/stores/paying.ts';
import { openLinks } from '../../shared/domain/pay-link.ts';
import { valueOf } from '../value-of.ts';
import type { TillSite } from './till-site.ts';

/** Nothing of this till waits any more but for a person, and no message is under way. */
export async function isQuiet({ machine, line, open }: TillSite): Promise<boolean> {
  if (line.onTheWay.length > 0) return false;
  // An approval that could not be recorded is taken back as soon as it can be.
  if (open?.checkout.cardsLocked === true) return false;
  const { head, openSales, rows } = valueOf(await machine.database.queue());
  if (rows.some(({ lane }) => lane !== 'exception')) return false;
  if (openSales.length > 0) return false;
  // A part that was taken, and nobody has paid the rest or given it back yet.
  const recent = valueOf(await machine.database.recentSales(1_000));
  if (recent.some((sale) => isPartPaid(sale) || openLinks(sale).length > 0)) return false;
  const lastLine = machine.journal.trimEnd().split('\n').at(-1);
  return lastLine?.includes(`"hash":"${head?.hash ?? ''}"`) === true;
}
