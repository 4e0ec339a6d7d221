import { schemeByNumber } from '../../../shared/domain/card-scheme.ts';
import { ZERO, type Minor } from '../../../shared/domain/money.ts';
import type { Payment, PaymentCore } from '../../../shared/domain/payment.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import type { Random } from '../../ports.ts';
import type { Numbers } from '../books/ledger-of-the-till.ts';
import { newSale, paymentAfter, type Place } from '../books/sale-writing.ts';

/** Whose aggregate it is, and its one payment; made by the till before anything is written (P1). */
export interface LoneIds {
  readonly saleId: string;
  readonly paymentId: string;
  readonly tenderId: string;
}

export function loneIds(random: Pick<Random, 'uuid'>, saleId: string): LoneIds {
  return { saleId, paymentId: random.uuid(), tenderId: random.uuid() };
}

/** An aggregate of its own that moves money and no goods: a refund, or what is held on a card. */
export function saleWithoutGoods(
  saleId: string,
  dueMinor: Minor,
  place: Place,
  numbers: Numbers,
): Sale {
  const totals = { grossMinor: ZERO, discountMinor: ZERO, taxMinor: ZERO, dueMinor };
  return newSale({ saleId, lines: [], totals, note: '', customer: '' }, place, numbers);
}

interface Asked
  extends
    Pick<PaymentCore, 'kind' | 'amountMinor' | 'currency' | 'originalId'>,
    Pick<Payment, 'supervisorId' | 'chip'> {
  readonly sealedCard?: string;
  readonly card: Partial<Payment['card']>;
}

/**
 * An aggregate that is one card payment and no goods, with the intent to ask the bank for it: a refund, and
 * whatever is done to money that is held on a card.
 */
export function lonePayment(
  { saleId, paymentId, tenderId }: LoneIds,
  place: Place,
  numbers: Numbers,
  asked: Asked,
): Sale {
  const { kind, amountMinor, currency, originalId, sealedCard = '', card, ...more } = asked;
  const sale = saleWithoutGoods(saleId, amountMinor, place, numbers);
  const { terminalId, merchantId } = place;
  const payment: Payment = {
    id: paymentId,
    tenderId,
    core: {
      kind,
      id: paymentId,
      saleId,
      amountMinor,
      currency,
      terminalId,
      merchantId,
      ...numbers.takeTransaction(),
      sealedCard,
      ...(originalId === undefined ? {} : { originalId }),
    },
    card: { ...UNREAD_CARD, scheme: schemeByNumber(card.maskedNumber ?? ''), ...card },
    createdAtMs: numbers.nowMs,
    status: { state: 'created' },
    ...more,
  };
  const intent = paymentAfter(payment, { type: 'intent-stored', atMs: numbers.nowMs });
  const tenders = [{ kind: 'card', id: tenderId, amountMinor, paymentIds: [paymentId] } as const];
  return { ...sale, tenders, payments: [intent] };
}

/** The bank has it; this till need not have seen it (TERMINAL 2a). */
const UNREAD_CARD: Payment['card'] = {
  maskedNumber: '',
  cardToken: '',
  scheme: '',
  entryMode: 'chip',
  verification: 'none',
  expiry: '',
};
