import type { CardPresentation, Terminal } from '../../shared/contracts/host.ts';
import type { Minor } from '../../shared/domain/money.ts';
import type { Payment, PaymentCore } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { Numbers } from './ledger-of-the-till.ts';
import { newSale, type Place, type PricedCart } from './sale-writing.ts';

/** Everything a payment is made of before its record gives it numbers. */
export interface PaymentDraft {
  readonly before: Sale | null;
  readonly paymentId: string;
  readonly presented: CardPresentation;
  readonly supersedes: string | null;
  readonly terminal: Terminal;
  readonly place: Place;
  readonly cart: PricedCart;
  readonly amountMinor: Minor;
  readonly tenderId: string;
}

/** Sale and payment as they would be, with the numbers of this very record (P2, P3). */
export function draftPayment(
  numbers: Numbers,
  draft: PaymentDraft,
): { readonly sale: Sale; readonly payment: Payment } {
  const { before, paymentId, presented, supersedes, terminal, place, cart } = draft;
  const base = before ?? newSale(cart, place, numbers);
  const core: PaymentCore = {
    kind: 'purchase',
    id: paymentId,
    saleId: base.id,
    amountMinor: draft.amountMinor,
    currency: terminal.parameters.currency,
    terminalId: terminal.terminalId,
    merchantId: terminal.merchantId,
    ...numbers.takeTransaction(),
    batchNumber: numbers.batchNumber,
    sealedCard: presented.sealedCard,
    ...(supersedes === null ? {} : { supersedes }),
  };
  const payment: Payment = {
    id: paymentId,
    tenderId: draft.tenderId,
    core,
    card: presented.card,
    createdAtMs: numbers.nowMs,
    status: { state: 'created' },
  };
  return { sale: { ...base, state: 'paying' }, payment };
}
