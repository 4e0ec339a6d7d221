import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { PrintedSlip, TillHost } from '../../../shared/contracts/host.ts';
import type { Terminal } from '../../../shared/contracts/host-facts.ts';
import type { ReceiptRow } from '../../../shared/domain/receipt-rows.ts';
import { netMinor, type Settlement } from '../../../shared/domain/settlement.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import { printTitled } from './titled-slip.ts';

type SlipPorts = Pick<TillPorts, 'store'> & { readonly host: Pick<TillHost, 'about' | 'print'> };

/**
 * The last day end whose slip nobody has yet: it went on by itself after a kill or a cut line (P21),
 * or the printer had no paper. Null: there is none, it is not over, or its slip came out or is not
 * wanted.
 */
export async function settlementWithoutSlip({
  host,
  store,
}: SlipPorts): Promise<Result<Settlement | null, Failure>> {
  const about = await host.about();
  if (!about.ok) return about;
  const { settlement } = about.value;
  if (settlement === null || settlement.step === 'opened') return ok(null);
  const note = await store.note('settlement-slip');
  if (!note.ok) return note;
  const isDone = note.value === slipNote(settlement) || note.value === dropNote(settlement);
  return ok(isDone ? null : settlement);
}

/** Somebody has said that none is wanted: the first that is printed after all is no copy. */
export async function dropSlip(
  { store }: Pick<TillPorts, 'store'>,
  settlement: Settlement,
): Promise<void> {
  // A note that is lost offers a slip once more: no harm.
  await store.writeNote('settlement-slip', dropNote(settlement), 'relaxed');
}

function dropNote(settlement: Settlement): string {
  return `${slipNote(settlement)} dropped`;
}

/** Each step that ends it has a slip of its own: not balanced yesterday is not the slip of today. */
function slipNote({ id, step, atMs }: Settlement): string {
  return `${id} ${step} ${atMs}`;
}

/** On paper, training mark included; a printer without paper holds nothing up (TERMINAL 2b). */
export async function printSettlement(
  { host, store }: SlipPorts,
  terminal: Terminal,
  settlement: Settlement,
  { title, rows }: { readonly title: string; readonly rows: readonly ReceiptRow[] },
): Promise<Result<PrintedSlip, Failure>> {
  const { id, batchNumber, totals, step } = settlement;
  const about = {
    saleId: id,
    saleNumber: `batch ${batchNumber}`,
    amountMinor: netMinor(totals),
    certainty: step === 'confirmed' ? ('certain' as const) : ('unknown' as const),
  };
  const note = await store.note('settlement-slip');
  const isCopy = note.ok && note.value === slipNote(settlement);
  const slip = { about, title, rows, namesMerchant: true, isCopy };
  const printed = await printTitled(host, terminal, slip);
  if (printed.ok) await store.writeNote('settlement-slip', slipNote(settlement), 'relaxed');
  return printed;
}
