import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { PrintedSlip } from '../../../shared/contracts/host.ts';
import type { Terminal } from '../../../shared/contracts/host-facts.ts';
import { localTimeText } from '../../../shared/domain/business-day.ts';
import { decimalText } from '../../../shared/domain/money.ts';
import type { PayLinkStatus } from '../../../shared/domain/pay-link.ts';
import type { PaymentCore } from '../../../shared/domain/payment.ts';
import { row } from '../../../shared/domain/receipt-rows.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import { qrLines, qrTextOf } from './qr-code.ts';
import { SLIP_WIDTH } from './slip.ts';
import { slipWords } from './slip-words.ts';
import { printTitled } from './titled-slip.ts';

/** What a customer takes along: it is no receipt, nothing has been paid. */
export async function printPayLink(
  { host, clock }: Pick<TillPorts, 'host' | 'clock'>,
  terminal: Terminal,
  { id: saleId, number: saleNumber }: Sale,
  { amountMinor }: PaymentCore,
  { url, expiresAtMs }: Extract<PayLinkStatus, { state: 'open' }>,
): Promise<Result<PrintedSlip, Failure>> {
  const words = await slipWords(host);
  const until = localTimeText(expiresAtMs, clock.utcOffsetMinutes(expiresAtMs));
  const code = qrLines(qrTextOf(url), SLIP_WIDTH);
  // A longer address makes a code that no narrow printer has room for.
  const fits = code.every((line) => line.length <= SLIP_WIDTH);
  return printTitled(host, terminal, {
    about: { saleId, saleNumber, amountMinor, certainty: 'unknown' },
    title: words.typePayLink,
    rows: [
      row(words.saleNumber, saleNumber),
      row(words.total, `${words.currencySign}${decimalText(amountMinor)}`, 'strong'),
      row(words.payLinkUntil, until),
      row(words.payLinkHint, ''),
      row(url, ''),
    ],
    below: fits ? code : [],
  });
}
