import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { PrintedSlip, Terminal, TillHost } from '../../shared/contracts/host.ts';
import { row, trainingMarks, type ReceiptRow } from '../../shared/domain/receipt.ts';
import { netMinor, type Settlement } from '../../shared/domain/settlement.ts';
import type { Result } from '../../shared/lib/result.ts';
import { receiptLines, SLIP_WIDTH } from './slip.ts';
import { slipWords } from './slip-words.ts';

/** On paper, training mark included; a printer without paper holds nothing up (TERMINAL 2b). */
export async function printSettlement(
  host: Pick<TillHost, 'about' | 'print'>,
  { merchantName, merchantId, terminalId, mode }: Terminal,
  { id, batchNumber, totals, step }: Settlement,
  { title, rows }: { readonly title: string; readonly rows: readonly ReceiptRow[] },
): Promise<Result<PrintedSlip, Failure>> {
  const words = await slipWords(host);
  const heading = [
    merchantName,
    `${words.merchantNumber} ${merchantId}`,
    `${words.terminalNumber} ${terminalId}`,
    title,
  ];
  const sections = [
    { name: 'heading' as const, rows: heading.map((left) => row(left, '')) },
    { name: 'lines' as const, rows },
  ];
  return host.print({
    saleId: id,
    saleNumber: `batch ${batchNumber}`,
    amountMinor: netMinor(totals),
    certainty: step === 'confirmed' ? 'certain' : 'unknown',
    copyNumber: 1,
    lines: receiptLines({ marks: trainingMarks(mode, words), sections }, SLIP_WIDTH),
  });
}
