import type { BookedSale } from './books.ts';
import type { Slip } from './electron-till.ts';

/**
 * Paper against books: what customers hold in their hands, joined with what the bank has. What the
 * till believes of itself does not enter (I2, I3, I4).
 */
export interface Reckoning {
  /** Sales that a slip came out for; copies are no sales. */
  readonly sold: number;
  /** Of them, those that the bank has exactly once and at the amount on the slip. */
  readonly atBank: number;
  /** Slips whose sale, or whose card money, the bank has not got. */
  readonly lost: readonly string[];
  /** Sales that the bank has more than once, as a report or as money. */
  readonly double: readonly string[];
  /** Sales whose amount differs between slip and books. */
  readonly differing: readonly string[];
  /** Money or reports at the bank that nobody holds a slip of. */
  readonly strange: readonly string[];
}

export function reckon(
  slips: readonly Pick<Slip, 'saleId' | 'saleNumber' | 'amountMinor' | 'copyNumber'>[],
  booked: readonly BookedSale[],
  ownerless: readonly string[],
): Reckoning {
  // Two slips of one sale with two amounts are two promises to a customer.
  const originals = new Map(slips.map((slip) => [`${slip.saleId} ${slip.amountMinor}`, slip]));
  const saleIds = new Set(slips.map(({ saleId }) => saleId));
  const atBank = new Map(booked.map((sale) => [sale.saleId, sale]));
  const lost: string[] = [];
  const differing: string[] = [];
  const double = booked.filter(isDouble).map(({ saleNumber }) => saleNumber);
  let rightly = 0;
  for (const { saleId, saleNumber, amountMinor } of originals.values()) {
    const sale = atBank.get(saleId);
    if (sale === undefined || (sale.tender === 'card' && sale.standing.length === 0)) {
      lost.push(saleNumber);
    } else if (sale.dueMinor !== amountMinor || differsInMoney(sale)) {
      differing.push(saleNumber);
    } else if (!isDouble(sale)) rightly += 1;
  }
  const unknown = booked.filter(({ saleId }) => !saleIds.has(saleId));
  return {
    sold: originals.size,
    atBank: rightly,
    lost,
    double,
    differing,
    strange: [...unknown.map(({ saleNumber }) => saleNumber), ...ownerless],
  };
}

export function isSound({ lost, double, differing, strange, sold, atBank }: Reckoning): boolean {
  return sold === atBank && [lost, double, differing, strange].every((sales) => sales.length === 0);
}

function isDouble({ reports, standing, tender }: BookedSale): boolean {
  return reports > 1 || standing.length > (tender === 'card' ? 1 : 0);
}

function differsInMoney({ tender, dueMinor, standing, standingMinor }: BookedSale): boolean {
  return tender === 'card' && standing.length === 1 && standingMinor !== dueMinor;
}
