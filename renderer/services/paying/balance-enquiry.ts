import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import { minor, type Minor } from '../../../shared/domain/money.ts';
import type { CardFacts } from '../../../shared/domain/payment.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import type { PaymentDesk } from './payment-desk.ts';
import { presentCard, teller, type PaymentServices } from './payment-run.ts';
import { howToStart } from './payment-start.ts';
import type { PaymentSurroundings } from './payment-surroundings.ts';
import { openPayment } from '../books/sale-writing.ts';

export type BalanceOutcome =
  | {
      readonly kind: 'told';
      readonly card: CardFacts;
      readonly balanceMinor: Minor;
      /** The bank's own time: it may be another a moment later. */
      readonly atMs: number;
    }
  | { readonly kind: 'not-told'; readonly code: string }
  /** No PIN was typed, or nobody waits any longer. */
  | { readonly kind: 'stopped' };

/**
 * What is on a card (余额查询, TERMINAL 2a): with its PIN, from the bank, never without a line (P18).
 * It moves no money, so no record is written before it, nobody asks what became of it, and nothing is
 * reversed. Asked again it is asked anew: the card is read once more, and its chip counts on.
 */
export async function askBalance(
  { ports, ledger, outbox }: PaymentServices,
  around: Pick<PaymentSurroundings, 'terminal' | 'place' | 'lineUsable' | 'deliveredUpTo'>,
  cardId: string,
  desk: PaymentDesk,
): Promise<Result<BalanceOutcome, Failure>> {
  // Its chip would count past a payment that may still be on its way, and the bank would not believe
  // that any more (P17).
  if (ledger.isBehind() || (await isAnyOpen(ports))) return err(failure('balance-not-now'));
  const tell = teller(ports.clock, desk);
  // What the bank is owed goes first, as before every message of this till (P6).
  const start = await howToStart({ desk, around, tell }, outbox);
  if (start === 'stopped') return ok({ kind: 'stopped' });
  if (start === 'offline') return err(failure('balance-needs-line'));
  const id = ports.random.uuid();
  const order = { cardId, amountMinor: minor(0) };
  const presented = await presentCard({ services: { ports }, around, order, desk, tell }, id, true);
  if (presented.kind === 'not-read') return err(presented.failure);
  if (presented.kind === 'stopped' || desk.giveUp.aborted) return ok({ kind: 'stopped' });
  const { card, sealedCard, sealedPin, chipRefusal } = presented.card;
  // The card's own no: its bank is not asked (P17).
  if (chipRefusal !== null) return ok({ kind: 'not-told', code: chipRefusal });
  const { terminalId, merchantId, parameters } = around.terminal;
  const { currency } = parameters;
  tell('authorisation', 'running');
  const asked = ports.host.askBalance({
    core: { id, currency, terminalId, merchantId, sealedCard },
    attempt: {
      sentAtMs: ports.clock.nowMs(),
      operatorId: around.place.operatorId,
      deliveredUpTo: await around.deliveredUpTo(),
      ...(sealedPin === null ? {} : { sealedPin }),
    },
  });
  const reply = await Promise.race([asked, untilGivenUp(desk.giveUp)]);
  if (reply === 'given-up') return ok({ kind: 'stopped' });
  if (!reply.ok) return err(failure('balance-not-told', reply.error.code));
  const { answer, bankTimeMs } = reply.value;
  const { code, balanceMinor } = answer;
  return ok(
    balanceMinor === null
      ? { kind: 'not-told', code }
      : { kind: 'told', card, balanceMinor, atMs: bankTimeMs },
  );
}

async function isAnyOpen({ store }: Pick<TillPorts, 'store'>): Promise<boolean> {
  const open = await store.openSales();
  return !open.ok || open.value.some((sale) => openPayment(sale) !== null);
}

function untilGivenUp(signal: AbortSignal): Promise<'given-up'> {
  if (signal.aborted) return Promise.resolve('given-up');
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve('given-up'), { once: true });
  });
}
