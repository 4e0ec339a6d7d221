import {
  bookedSales,
  crookedPostings,
  missingNumbers,
  ownerlessMoney,
  type BookedSale,
} from '../books.ts';
import type { ElectronTill, Slip } from '../electron-till.ts';
import { isSound, reckon, type Reckoning } from '../reckoning.ts';
import type { NewTerminal, RunningBank } from '../whole-way/running-bank.ts';
import type { TellingLog, Told } from './told.ts';

export interface Account {
  readonly reckoning: Reckoning;
  /** In words, what is not as it was promised; empty when all is well. */
  readonly faults: readonly string[];
}

/** What was said and printed, joined with the bank's own rows by SQL of ours (I1–I5). */
export async function settleAccount(
  bank: RunningBank,
  terminal: Pick<NewTerminal, 'terminalId'>,
  machine: ElectronTill,
  log: TellingLog,
): Promise<Account> {
  const slips = await machine.slips();
  const booked = await bookedSales(bank, terminal);
  const ownerless = await ownerlessMoney(bank, terminal);
  const reckoning = reckon([...slips, ...spoken(log.sold(), slips, booked)], booked, ownerless);
  const charged = log.notPaid().filter(({ saleNumber }) => {
    const sale = booked.find((one) => one.saleNumber === saleNumber);
    return sale !== undefined && sale.standing.length > 0;
  });
  const numbers = (await machine.journal()).map(({ number }) => number);
  const faults = {
    'no slip and no word of': reckoning.strange,
    lost: reckoning.lost,
    double: reckoning.double,
    'differing in amount': reckoning.differing,
    'told not paid, and charged': charged.map(({ saleNumber }) => saleNumber),
    'postings whose sides differ': await crookedPostings(bank),
    'numbers that the bank has not got': await missingNumbers(bank, terminal),
    'journal numbers out of their series': numbers.filter((number, i) => number !== i + 1),
  };
  const named = Object.entries(faults).filter(([, found]) => found.length > 0);
  const words = named.map(([name, found]) => `${name}: ${found.join(', ')}`);
  if (words.length === 0 && !isSound(reckoning)) words.push('sold and booked do not come out even');
  return { reckoning, faults: words };
}

/** A word on the screen counts as much as a slip; it names the sale by its number. */
function spoken(
  told: readonly Told[],
  slips: readonly Slip[],
  booked: readonly BookedSale[],
): readonly Pick<Slip, 'saleId' | 'saleNumber' | 'amountMinor' | 'copyNumber'>[] {
  return told.map(({ saleNumber, amountMinor }) => {
    const bySlip = slips.find((slip) => slip.saleNumber === saleNumber);
    const byBook = booked.find((sale) => sale.saleNumber === saleNumber);
    const saleId = bySlip?.saleId ?? byBook?.saleId ?? saleNumber;
    return { saleId, saleNumber, amountMinor, copyNumber: 1 };
  });
}
