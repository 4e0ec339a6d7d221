import type { PrintJob, Terminal } from '../../shared/contracts/host.ts';
import type { Sale } from '../../shared/domain/sale.ts';

/**
 * The slip 签购单 of a sale. It says how certain the money is in the same words as the screen: a
 * stored payment is provisional 暂存, never approved (P19). Training output is marked as such.
 */
export function slipOf(sale: Sale, terminal: Terminal, copyNumber: number): PrintJob {
  const promised = sale.payments.some(
    ({ status }) => status.state === 'stored' || status.state === 'offline-approved',
  );
  const certainty = promised ? 'promised' : 'certain';
  const money = (amountMinor: number): string => (amountMinor / 100).toFixed(2);
  const cards = sale.payments.map(({ card }) => `${card.scheme} ${card.maskedNumber}`);
  return {
    saleId: sale.id,
    saleNumber: sale.number,
    amountMinor: sale.totals.dueMinor,
    certainty,
    copyNumber,
    lines: [
      ...(terminal.mode === 'live' ? [] : ['测试,凭证无效 TRAINING - NOT VALID']),
      ...(copyNumber > 1 ? ['重打印 DUPLICATE'] : []),
      terminal.merchantName,
      `${terminal.merchantId} ${terminal.terminalId} ${sale.operatorId}`,
      sale.number,
      ...sale.lines.map(
        (line) => `${line.nameZh} x${line.quantityMilli / 1000}  ${money(line.amountMinor)}`,
      ),
      `合计 TOTAL ${money(sale.totals.dueMinor)}`,
      ...cards,
      promised ? '暂存,银行尚未授权 PROVISIONAL - NOT AUTHORISED' : '已收 PAID',
    ],
  };
}
