import { institutionsIn } from '../institutions.ts';
import { begunBy, type DeliveryResult, type JournalRecord } from '../journal.ts';
import { outboxKey } from '../outbox.ts';
import type { Payment, PaymentCore, PaymentStatus } from '../payment.ts';
import type { Sale } from '../sale.ts';
import type { BankExchange, CodedAnswer, WirePayment } from './exchange.ts';

/**
 * What a sale had to do with the bank, told by the till's own journal: a payment forgets how it came
 * to where it stands, its records do not. Where records are gone, what the sale still says is left.
 */
export function exchangesOfSale(sale: Sale, records: readonly JournalRecord[]): BankExchange[] {
  const deliveries = deliveriesOf(sale.id, records);
  const exchanges = sale.payments.flatMap((payment) =>
    exchangesOfPayment(
      payment,
      wirePaymentOf(payment, sale),
      statusesOf(payment, records),
      deliveries,
    ),
  );
  const { report, cashReturned } = sale;
  if (cashReturned !== undefined) {
    const { id, atMs } = cashReturned;
    const isAnswered = deliveries.has(outboxKey('cash-return', id));
    exchanges.push({ kind: 'cash-return', atMs, saleId: sale.id, fault: null, isAnswered });
  }
  if (report !== null) {
    const atMs = completedAtMs(sale, records);
    const isAnswered = report.delivered;
    const kind = sale.refundOf === undefined ? 'sale-report' : 'cash-return';
    exchanges.push({ kind, atMs, saleId: sale.id, fault: null, isAnswered });
  }
  return exchanges.sort((a, b) => a.atMs - b.atMs);
}

/**
 * With what only its sale knows of it: the card, and of a void whether it takes a completion back.
 * Where the till has no such sale, `original` is what was heard of the payment that it names.
 */
export function wirePaymentOf(
  { core, card }: Pick<WirePayment, 'core' | 'card'>,
  sale: Pick<Sale, 'hold'> | undefined,
  original?: Pick<PaymentCore, 'kind'>,
): WirePayment {
  if (core.kind !== 'void') return { core, card };
  if (sale === undefined && original === undefined) return { core, card, ofCompletion: null };
  const isOfCompletion = sale?.hold?.act === 'complete' || original?.kind === 'completion';
  return { core, card, ...(isOfCompletion ? { ofCompletion: true as const } : {}) };
}

/** Whether `exchangesOfSale` finds anything in it: of a long journal the rest need not be kept. */
export function tellsOf({ body }: JournalRecord, saleId: string): boolean {
  switch (body.kind) {
    case 'sale':
      return body.sale.id === saleId;
    case 'delivery':
      return body.results.some((result) => result.saleId === saleId);
    case 'supervisor-act':
      return body.saleId === saleId;
    default:
      return false;
  }
}

/** The first record of a sale carries its own moment: looking back, one need not look further. */
export function beginsSale({ atMs, body }: JournalRecord, sale: Sale): boolean {
  const isOfIt = body.kind === 'sale' && body.sale.id === sale.id;
  const begun = body.kind === 'supervisor-act' ? (body.done?.sales ?? []) : [];
  const made = [begunBy(body), ...begun];
  const isMade = made.some((one) => one?.id === sale.id);
  return (isOfIt || isMade) && atMs === sale.createdAtMs;
}

function completedAtMs({ id, createdAtMs }: Sale, records: readonly JournalRecord[]): number {
  const completed = records.find(
    ({ body }) => body.kind === 'sale' && body.sale.id === id && body.sale.report !== null,
  );
  return completed?.atMs ?? createdAtMs;
}

type Deliveries = ReadonlyMap<string, DeliveryResult>;

/** The last word on each message: what was answered before and had to be asked again is not kept. */
function deliveriesOf(saleId: string, records: readonly JournalRecord[]): Deliveries {
  const deliveries = new Map<string, DeliveryResult>();
  for (const { body } of records) {
    if (body.kind !== 'delivery') continue;
    for (const result of body.results) {
      if (result.saleId === saleId) deliveries.set(result.outboxKey, result);
    }
  }
  return deliveries;
}

type State = PaymentStatus['state'];
type Statuses = { readonly [S in State]?: Extract<PaymentStatus, { state: S }> };

/** Every state that it was written down in, as it was first written. */
function statusesOf({ id, status }: Payment, records: readonly JournalRecord[]): Statuses {
  const seen = new Map<State, PaymentStatus>();
  const see = (found: PaymentStatus | undefined): void => {
    if (found !== undefined && !seen.has(found.state)) seen.set(found.state, found);
  };
  for (const { body } of records) {
    if (body.kind === 'sale') see(body.sale.payments.find((one) => one.id === id)?.status);
    if (body.kind === 'supervisor-act' && body.retry?.payment.id === id) {
      see(body.retry.payment.status);
    }
    if (body.kind === 'supervisor-act' && body.voiding?.id === id) see(body.voiding.status);
    see(begunBy(body)?.payments.find((one) => one.id === id)?.status);
  }
  see(status);
  return Object.fromEntries(seen);
}

function exchangesOfPayment(
  payment: Payment,
  told: WirePayment,
  statuses: Statuses,
  deliveries: Deliveries,
): BankExchange[] {
  const { id, core, createdAtMs } = payment;
  const common = { payment: told, saleId: core.saleId };
  const exchanges: BankExchange[] = [];
  if (statuses.authorizing !== undefined) {
    exchanges.push({
      ...common,
      kind: 'authorisation',
      atMs: createdAtMs,
      carriesPin: payment.card.verification === 'online-pin',
      answer: answerIn(statuses),
      fault: null,
    });
  }
  const promise = statuses['offline-approved'] ?? statuses.stored;
  if (promise !== undefined && statuses.withdrawn === undefined) {
    const chip = promise.state === 'offline-approved' ? promise : null;
    const outcome = tellingOf(deliveries.get(outboxKey('stored-payment', id)));
    exchanges.push({ ...common, kind: 'stored-payment', atMs: promise.atMs, chip, ...outcome });
  }
  const { reversing } = statuses;
  if (reversing !== undefined) {
    const outcome = tellingOf(deliveries.get(outboxKey('reversal', id)));
    const { sinceMs: atMs, reason } = reversing;
    exchanges.push({ ...common, kind: 'reversal', atMs, reason, ...outcome });
  }
  return exchanges;
}

/** A plain yes of this bank is 00; the till writes down that it was one, and any other by its code. */
function answerIn(statuses: Statuses): CodedAnswer | null {
  const { approved, declined } = statuses;
  const part = statuses['approved-in-part'];
  if (declined !== undefined) return { ...NOTHING_MORE, code: declined.code };
  const yes = approved ?? part;
  if (yes === undefined) return null;
  const { authorisationCode, referenceNumber } = yes;
  const named = institutionsIn(yes);
  const numbers = { authorisationCode, referenceNumber, bankTimeMs: null, ...named };
  if (yes.state === 'approved') {
    return { ...numbers, code: yes.watchCode ?? '00', approvedMinor: null };
  }
  return { ...numbers, code: '10', approvedMinor: yes.approvedMinor };
}

const NOTHING_MORE: Omit<CodedAnswer, 'code'> = {
  authorisationCode: '',
  referenceNumber: '',
  approvedMinor: null,
  bankTimeMs: null,
};

/** A code of the bank's table is an answer; anything longer says why there is none. */
function tellingOf(result: DeliveryResult | undefined): {
  readonly answer: CodedAnswer | null;
  readonly fault: string | null;
} {
  if (result === undefined) return { answer: null, fault: null };
  const { code, authorisationCode, referenceNumber } = result;
  if (!/^[0-9A-Z]{2}$/.test(code)) return { answer: null, fault: code };
  const numbers = { authorisationCode, referenceNumber, ...institutionsIn(result) };
  return { answer: { ...NOTHING_MORE, code, ...numbers }, fault: null };
}
