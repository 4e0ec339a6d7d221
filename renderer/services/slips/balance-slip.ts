import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { PrintedSlip } from '../../../shared/contracts/host.ts';
import type { Terminal } from '../../../shared/contracts/host-facts.ts';
import { localTimeText } from '../../../shared/domain/business-day.ts';
import { decimalText } from '../../../shared/domain/money.ts';
import { trainingMarks } from '../../../shared/domain/receipt.ts';
import { row } from '../../../shared/domain/receipt-rows.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import type { BalanceOutcome } from '../paying/balance-enquiry.ts';
import { receiptLines, SLIP_WIDTH } from './slip.ts';
import { slipWords } from './slip-words.ts';

export type ToldBalance = Extract<BalanceOutcome, { kind: 'told' }>;

/** For the card holder, once: no sale and no copy of the shop's (TERMINAL 2d: the marks are the same). */
export async function printBalance(
  { host, clock }: Pick<TillPorts, 'host' | 'clock'>,
  { merchantName, merchantId, terminalId, mode }: Terminal,
  { card, balanceMinor, atMs }: ToldBalance,
): Promise<Result<PrintedSlip, Failure>> {
  const words = await slipWords(host);
  const at = localTimeText(atMs, clock.utcOffsetMinutes(atMs));
  const sections = [
    {
      name: 'heading' as const,
      rows: [row(merchantName, '', 'strong'), row(words.typeBalance, '', 'strong')],
    },
    {
      name: 'card' as const,
      rows: [
        row(words.merchantNumber, merchantId),
        row(words.terminalNumber, terminalId),
        row(words.dateAndTime, at),
        row(words.card, card.maskedNumber),
        row(words.balance, `${words.currencySign}${decimalText(balanceMinor)}`, 'strong'),
      ],
    },
  ];
  return host.print({
    saleId: 'balance',
    saleNumber: '',
    amountMinor: 0,
    certainty: '',
    copyNumber: 1,
    lines: receiptLines({ marks: trainingMarks(mode, words), sections }, SLIP_WIDTH),
  });
}
