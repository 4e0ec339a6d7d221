import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { PrintedSlip, PrintJob, TillHost } from '../../../shared/contracts/host.ts';
import type { Terminal } from '../../../shared/contracts/host-facts.ts';
import { trainingMarks } from '../../../shared/domain/receipt.ts';
import { row, type ReceiptRow } from '../../../shared/domain/receipt-rows.ts';
import type { Result } from '../../../shared/lib/result.ts';
import { receiptLines, SLIP_WIDTH } from './slip.ts';
import { slipWords } from './slip-words.ts';

export interface TitledSlip {
  /** What the printer's log says of it. */
  readonly about: Pick<PrintJob, 'saleId' | 'saleNumber' | 'amountMinor' | 'certainty'>;
  readonly title: string;
  readonly rows: readonly ReceiptRow[];
  /** The bank's number of the merchant too, where the slip goes to the bank. */
  readonly namesMerchant?: boolean;
  /** It came out before. */
  readonly isCopy?: boolean;
  /** Drawn already, below all else. */
  readonly below?: readonly string[];
}

/** Of no sale: what the screen shows, line by line, training mark included (TERMINAL 2d). */
export async function printTitled(
  host: Pick<TillHost, 'about' | 'print'>,
  { merchantName, merchantId, terminalId, mode }: Terminal,
  { about, title, rows, namesMerchant = false, isCopy = false, below = [] }: TitledSlip,
): Promise<Result<PrintedSlip, Failure>> {
  const words = await slipWords(host);
  const heading = [
    merchantName,
    ...(namesMerchant ? [`${words.merchantNumber} ${merchantId}`] : []),
    `${words.terminalNumber} ${terminalId}`,
    title,
  ];
  const sections = [
    { name: 'heading' as const, rows: heading.map((left) => row(left, '')) },
    { name: 'lines' as const, rows },
  ];
  const copy = isCopy ? [{ kind: 'duplicate' as const, text: words.markDuplicate }] : [];
  const marks = [...trainingMarks(mode, words), ...copy];
  const lines = receiptLines({ marks, sections }, SLIP_WIDTH);
  return host.print({ ...about, copyNumber: isCopy ? 2 : 1, lines: [...lines, ...below] });
}
