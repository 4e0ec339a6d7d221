import { minor } from '../../shared/domain/money.ts';
import type { AuthorisationRequest, ReversalRequest } from '../../shared/contracts/bank-api.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { judgePayment, type PaymentRequest, type PaymentVerdict } from '../domain/payments.ts';
import { type Books, type Judged, type OpenedCard } from '../domain/records.ts';
import { judgeReversal, type ReversalVerdict } from '../domain/reversals.ts';
import type { BookingPorts } from '../ports.ts';
import { contentHash } from '../security/hashing.ts';
import { openCard } from '../security/sealed-cards.ts';
import type { Scope } from '../store/books-store.ts';
import { retried } from '../store/database.ts';
import { onJourney } from '../store/journey.ts';
import { declaration } from '../store/series-store.ts';
import type { KnownTerminal } from '../store/terminal-store.ts';
import { judgeTogether, keepingValue, type Work } from './judging.ts';

/** Judges what one till asks for and books it, its declaration included (P2), in one commit. */
async function book<Value>(
  ports: BookingPorts,
  asked: Omit<Work, 'judge'> & { readonly deliveredUpTo: number },
  judge: (books: Books) => Judged<Value>,
): Promise<Value> {
  const { terminal, scope, deliveredUpTo } = asked;
  return retried(() =>
    onJourney(ports.database, async (journey) => {
      const { work, value } = keepingValue({ terminal, scope }, judge);
      const { statements } = await judgeTogether(journey, ports, [work], 'wait');
      const declared = { id: terminal.terminalId, delivered: deliveredUpTo };
      await journey.send([...statements, declaration([declared], ports.clock.nowMs())]);
      return value();
    }),
  );
}

export const NOTHING: Scope = {
  paymentIds: [],
  cardHashes: [],
  numbers: [],
  traces: [],
  reportIds: [],
  saleIds: [],
  voidIds: [],
};

export function paymentScope(core: PaymentCore, card: OpenedCard | null): Scope {
  const { id, supersedes, originalId } = core;
  return {
    ...NOTHING,
    paymentIds: [id, supersedes, originalId].flatMap((other) => other ?? []),
    cardHashes: card === null ? [] : [card.cardHash],
    numbers: [core.transactionNumber],
    traces: [core],
  };
}

export async function authorise(
  ports: BookingPorts,
  terminal: KnownTerminal,
  { core: sent, attempt }: AuthorisationRequest,
): Promise<PaymentVerdict> {
  const core = coreOf(sent);
  const sealed = core.kind === 'purchase' || core.sealedCard !== '';
  const card = sealed ? await openCard(ports.keys, core, attempt.sealedPin) : null;
  const request: PaymentRequest = {
    core,
    coreHash: contentHash(core),
    card,
    sealBroken: sealed && card === null,
    operatorId: attempt.operatorId,
    channel: 'online',
  };
  const { deliveredUpTo } = attempt;
  return book(ports, { terminal, scope: paymentScope(core, card), deliveredUpTo }, (books) =>
    judgePayment(books, request),
  );
}

/** Never refused for a seal: what cannot be opened can still be made impossible (P6). */
export async function reverse(
  ports: BookingPorts,
  terminal: KnownTerminal,
  { core: sent, attempt }: ReversalRequest,
): Promise<ReversalVerdict> {
  const core = coreOf(sent);
  const request: PaymentRequest = {
    core,
    coreHash: contentHash(core),
    card: null,
    sealBroken: false,
    operatorId: attempt.operatorId,
    channel: 'online',
  };
  const { deliveredUpTo } = attempt;
  return book(ports, { terminal, scope: paymentScope(core, null), deliveredUpTo }, (books) =>
    judgeReversal(books, request),
  );
}

/** The core as the domain types it: members that are absent stay absent. */
export function coreOf(sent: AuthorisationRequest['core']): PaymentCore {
  return { ...sent, amountMinor: minor(sent.amountMinor) };
}
