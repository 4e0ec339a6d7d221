import type { CardPresentation } from '../../../shared/contracts/card-presentation.ts';
import type { Payment, PaymentCore } from '../../../shared/domain/payment.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import type { Numbers } from '../books/ledger-of-the-till.ts';
import type { PaymentRun } from './payment-run.ts';
import { saleOfCart } from '../books/sale-writing.ts';

/** Everything a payment is made of before its record gives it numbers. */
export interface PaymentDraft {
  readonly paymentId: string;
  readonly presented: CardPresentation;
  readonly supersedes: string | null;
}

/** Sale and payment as they would be, with the numbers of this very record (P2, P3). */
export function draftPayment(
  { around, order }: PaymentRun,
  numbers: Numbers,
  before: Sale | null,
  { paymentId, presented, supersedes }: PaymentDraft,
): { readonly sale: Sale; readonly payment: Payment } {
  const { terminal, place } = around;
  const base = saleOfCart(before, order.cart, place, numbers);
  const core: PaymentCore = {
    kind: 'purchase',
    id: paymentId,
    saleId: base.id,
    amountMinor: order.amountMinor,
    currency: terminal.parameters.currency,
    terminalId: terminal.terminalId,
    merchantId: terminal.merchantId,
    ...numbers.takeTransaction(),
    sealedCard: presented.sealedCard,
    ...(supersedes === null ? {} : { supersedes }),
  };
  const payment: Payment = {
    id: paymentId,
    tenderId: '',
    core,
    card: presented.card,
    createdAtMs: numbers.nowMs,
    status: { state: 'created' },
    chip: presented.chip,
  };
  return { sale: { ...base, state: 'paying' }, payment };
}
