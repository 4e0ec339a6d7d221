import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type {
  CardPresentation,
  PinPadShows,
  PresentCard,
} from '../../../shared/contracts/card-presentation.ts';
import type { PinPadKey } from '../../../shared/contracts/pin-pad-keys.ts';
import type { Minor } from '../../../shared/domain/money.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { err, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import type { OutboxRunner } from '../drain/outbox-runner.ts';
import type { CardOutcome, PaymentDesk, PaymentStepName, PaymentStepNews } from './payment-desk.ts';
import type { PaymentSurroundings } from './payment-surroundings.ts';
import { recordedSale } from '../books/sale-reading.ts';
import type { PricedCart } from '../books/sale-writing.ts';

export interface CardOrder {
  readonly cart: PricedCart;
  readonly amountMinor: Minor;
  readonly cardId: string;
  /**
   * The card tender of a sold sale whose promise the bank refused: this payment is to make up for it
   * (P13). It takes the amount of the loss, and only the bank's own yes will do.
   */
  readonly recovers?: string;
}

export interface PaymentServices {
  readonly ports: TillPorts;
  readonly ledger: Ledger;
  readonly outbox: Pick<OutboxRunner, 'reversalsFirst' | 'alone'>;
}

/** What the steps share of whatever moves money while somebody waits for it. */
export interface AttendedRun {
  readonly services: PaymentServices;
  readonly around: PaymentSurroundings;
  readonly desk: PaymentDesk;
  readonly tell: Tell;
}

/** Of a payment; lives as long as the payment screen waits for it. */
export interface PaymentRun extends AttendedRun {
  readonly order: CardOrder;
}

export type Tell = (
  step: PaymentStepName,
  progress: PaymentStepNews['progress'],
  code?: string,
) => void;

export type Outcome = Promise<Result<CardOutcome, Failure>>;

export function paymentRun(
  services: PaymentServices,
  around: PaymentSurroundings,
  order: CardOrder,
  desk: PaymentDesk,
): PaymentRun {
  return { ...attendedRun(services, around, desk), order };
}

export function attendedRun(
  services: PaymentServices,
  around: PaymentSurroundings,
  desk: PaymentDesk,
): AttendedRun {
  return { services, around, desk, tell: teller(services.ports.clock, desk) };
}

export function teller(clock: TillPorts['clock'], desk: PaymentDesk): Tell {
  return (step, progress, code = '') => desk.tell({ step, progress, code, atMs: clock.nowMs() });
}

/** The sale as it is recorded; null before the first tender. Unread, an earlier try may be under way. */
export async function storedSale({
  services,
  order,
}: PaymentRun): Promise<Result<Sale | null, Failure>> {
  const sale = await recordedSale(services.ledger, services.ports, order.cart.saleId);
  if (sale.ok) return sale;
  const { code, detail } = sale.error;
  return err(failure('sale-unread', `${code} ${detail}`));
}

/** What reading a card takes of a run: a payment, or an enquiry of nothing. */
export interface CardAtReader extends Pick<PaymentRun, 'desk' | 'tell'> {
  readonly services: { readonly ports: Pick<TillPorts, 'host'> };
  readonly around: Pick<PaymentSurroundings, 'terminal'>;
  readonly order: Pick<CardOrder, 'cardId' | 'amountMinor'> & Pick<PresentCard, 'isHold'>;
}

export type Presented =
  | { readonly kind: 'read'; readonly card: CardPresentation }
  | { readonly kind: 'not-read'; readonly failure: Failure }
  /** No PIN was typed: nothing has left the reader. */
  | { readonly kind: 'stopped' };

/**
 * The card in the reader. Whether a PIN is needed is the reader's to say; what was typed goes to it
 * and nowhere else (P27).
 */
export async function presentCard(
  run: CardAtReader,
  paymentId: string,
  lineUsable: boolean,
): Promise<Presented> {
  const { order, around, desk } = run;
  const { terminalId, parameters } = around.terminal;
  const { currency } = parameters;
  const { cardId, amountMinor, isHold } = order;
  const core = { id: paymentId, amountMinor, currency, terminalId };
  const wish = { cardId, lineUsable, core, ...(isHold === true ? { isHold } : {}) };
  const { host } = run.services.ports;
  run.tell('card-read', 'running');
  let presented = await host.presentCard(wish);
  if (!presented.ok && presented.error.code === 'pin-needed') {
    run.tell('card-read', 'done');
    run.tell('pin', 'running');
    const press = async (key: PinPadKey): Promise<PinPadShows | null> => {
      const shown = await host.pressPinKey({ paymentId, key });
      return shown.ok ? shown.value : null;
    };
    const typed = await desk.choose({ kind: 'pin', cardId, amountMinor, press });
    if (typed === 'pad-failed') {
      run.tell('pin', 'failed', 'pin-pad-failed');
      return { kind: 'not-read', failure: failure('pin-pad-failed') };
    }
    if (typed === 'cancelled' || desk.giveUp.aborted) {
      // Whatever is in the pad goes with it.
      await press('cancel');
      run.tell('pin', 'warning', 'pin-needed');
      return { kind: 'stopped' };
    }
    presented = await host.presentCard(wish);
    run.tell('pin', presented.ok ? 'done' : 'failed', presented.ok ? '' : presented.error.code);
  } else {
    const code = presented.ok ? '' : presented.error.code;
    run.tell('card-read', presented.ok ? 'done' : 'failed', code);
  }
  return presented.ok
    ? { kind: 'read', card: presented.value }
    : { kind: 'not-read', failure: presented.error };
}
