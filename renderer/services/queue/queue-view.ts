import {
  certaintyOfPayment,
  certaintyOfTender,
  deliveryOf,
  inksOf,
  type Certainty,
  type InkPart,
} from '../../../shared/domain/certainty.ts';
import { isHeldMoney, namedMinor } from '../../../shared/domain/holding.ts';
import { exposureMeter, type ExposureMeter } from '../../../shared/domain/exposure-meter.ts';
import { outboxKey, type OutboxRow } from '../../../shared/domain/outbox.ts';
import { openLinkOf, type OpenPayLink } from '../../../shared/domain/pay-link.ts';
import type { Payment } from '../../../shared/domain/payment.ts';
import { againVerdict, mayTryAgain, lossBehindLink } from '../../../shared/domain/recovery.ts';
import { recoveryTally, type RecoveryTally } from '../../../shared/domain/recovery-rate.ts';
import { isRefund } from '../../../shared/domain/refunding.ts';
import type { CardTender, Tender } from '../../../shared/domain/sale.ts';
import { tryThatCounts } from '../../../shared/domain/try-that-counts.ts';
import { countingVoid } from '../../../shared/domain/voiding.ts';
import type { BookedSale } from './day-book.ts';
import {
  byNeed,
  type QueueFilter,
  type QueueRow,
  type RowDecision,
  type RowLink,
  type RowLoss,
} from './queue-row.ts';
import type { QueueStatus } from './queue-status.ts';
import { nextOf, reasonOf, reasonOfVoid, type RowReason } from './queue-words.ts';

export interface QueueView {
  readonly businessDay: string;
  readonly inks: Readonly<Record<Certainty, InkPart>>;
  readonly rows: readonly QueueRow[];
  readonly counts: Readonly<Record<QueueFilter, number>>;
  /** Promised, and not answered for by any bank (P15). */
  readonly exposure: ExposureMeter;
  /** Of what was refused later, how much has come back: of the day's sales, and of all. */
  readonly recovery: { readonly today: RecoveryTally; readonly ever: RecoveryTally };
}

export interface QueueSources {
  readonly sales: readonly BookedSale[];
  readonly outbox: readonly OutboxRow[];
  /** Sales of any day of which a promise was refused. */
  readonly late: readonly BookedSale[];
  readonly businessDay: string;
  readonly online: boolean;
  readonly status: QueueStatus;
}

/** Everything that the queue screen says, from the two kinds of rows and the state of the line. */
export function queueView(sources: QueueSources): QueueView {
  const { sales, outbox, businessDay } = sources;
  const bySale = new Map<string, OutboxRow[]>();
  for (const row of outbox) bySale.set(row.saleId, [...(bySale.get(row.saleId) ?? []), row]);
  const known = new Set(sales.map(({ id }) => id));
  const orphans = outbox.filter(({ saleId }) => !known.has(saleId));
  const rows = [
    ...sales.flatMap((sale) => rowsOfSale(sale, bySale.get(sale.id) ?? [], sources)),
    ...orphans.map((row) => orphanRow(row, sources)),
  ];
  rows.sort(byNeed);
  return {
    businessDay,
    inks: inksOf(sales.filter((sale) => sale.businessDay === businessDay)),
    rows,
    counts: countsOf(rows),
    recovery: recoveryOf(sources),
    exposure: exposureMeter(sales, businessDay),
  };
}

/** What was refused before it was marked as such in the database still waits for a person. */
function recoveryOf({ sales, late, businessDay }: QueueSources): QueueView['recovery'] {
  const all = [...new Map([...sales, ...late].map((sale) => [sale.id, sale])).values()];
  const ofDay = all.filter((sale) => sale.businessDay === businessDay);
  return { today: recoveryTally(ofDay), ever: recoveryTally(all) };
}

function rowsOfSale(
  sale: BookedSale,
  waiting: readonly OutboxRow[],
  sources: QueueSources,
): QueueRow[] {
  const messages = waiting.filter(({ kind }) => MESSAGES.has(kind));
  const own = messages.map((row) => messageRow(sale, row, sources));
  const tenders = sale.tenders.flatMap((tender, index) => {
    const row = tenderRow(sale, tender, index === 0, waiting, sources);
    return row === null ? [] : [row];
  });
  return [...tenders, ...own];
}

const MESSAGES: ReadonlySet<OutboxRow['kind']> = new Set([
  'reversal',
  'cash-return',
  'void-number',
]);

/** A reversal, cash that went back or a declared number: it is told to the bank on its own, whatever the sale became. */
function messageRow(sale: BookedSale, row: OutboxRow, sources: QueueSources): QueueRow {
  const payment = sale.payments.find(({ id }) => id === row.transactionId);
  const isReversal = row.kind === 'reversal' && payment !== undefined;
  const isReturn = row.kind === 'cash-return';
  return {
    ...commonOf(sale),
    key: row.key,
    tender: isReversal ? 'card' : isReturn ? 'cash' : 'number',
    maskedNumber: isReversal ? payment.card.maskedNumber : '',
    amountMinor: isReversal ? namedMinor(sale, payment.core.amountMinor) : row.amountMinor,
    ink: isReversal ? certaintyOfPayment(payment.status) : 'certain',
    delivery: 'waiting',
    state: isReversal ? payment.status.state : isReturn ? 'voided' : 'number-unused',
    place: row.lane === 'exception' ? 'attention' : 'waiting',
    waitingSinceMs: row.createdAtMs,
    attempts: row.attempts,
    reason: reasonOf(sale, payment ?? null, row),
    next: nextOf(payment ?? null, row, sources),
    decision: row.lane === 'exception' ? decisionOf(payment ?? null, row) : null,
    loss: null,
  };
}

/** Its sale is gone, and with it whatever is known of the money: named by its number (P2, I9). */
function orphanRow(row: OutboxRow, sources: QueueSources): QueueRow {
  const isNumber = row.kind === 'void-number';
  const isUnsendable = !isNumber && row.lane !== 'exception';
  return {
    key: row.key,
    saleId: row.saleId,
    saleNumber: `#${row.transactionNumber}`,
    atMs: row.createdAtMs,
    customerContact: '',
    tender: 'number',
    maskedNumber: '',
    amountMinor: row.amountMinor,
    ink: isNumber ? 'certain' : 'unknown',
    delivery: 'waiting',
    state: isNumber ? 'number-unused' : 'needs-attention',
    place: row.lane === 'exception' ? 'attention' : 'waiting',
    waitingSinceMs: row.createdAtMs,
    attempts: row.attempts,
    reason: isNumber ? reasonOf({ payments: [] }, null, row) : { kind: 'sale-missing' },
    next: isUnsendable ? { kind: 'to-be-decided' } : nextOf(null, row, sources),
    decision: row.lane === 'exception' ? decisionOf(null, row) : null,
    loss: null,
  };
}

/** The tender as the try that counts left it, with the one message that decides when it moves on. */
function tenderRow(
  sale: BookedSale,
  tender: Tender,
  isFirst: boolean,
  waiting: readonly OutboxRow[],
  sources: QueueSources,
): QueueRow | null {
  const payment = paymentThatCounts(sale, tender);
  const report = waiting.find(({ kind }) => kind === 'sale-report') ?? null;
  // A report that nobody can read is decided about once, not once a tender.
  const ownReport = report !== null && (isFirst || report.lane !== 'exception') ? report : null;
  const stored = waiting.find(
    ({ key }) => payment !== null && key === outboxKey('stored-payment', payment.id),
  );
  const row = stored ?? ownReport;
  const ink = certaintyOfTender(sale, tender);
  const voiding = payment === null ? null : countingVoid(sale.payments, payment.id);
  if (!isShown(voiding ?? payment, ink, row)) return null;
  // Held or let go for certain: no money of the shop's, and on its way to nobody.
  if (isHeldMoney(sale) && ink === 'certain') return null;
  const isParked = row?.lane === 'exception';
  const isOpen = ink === 'unknown';
  const place = isParked ? 'attention' : row !== null || isOpen ? 'waiting' : 'sent';
  return {
    ...commonOf(sale),
    key: `${sale.id}:${tender.id}`,
    tender: tender.kind,
    maskedNumber: payment?.card.maskedNumber ?? '',
    amountMinor: namedMinor(sale, tender.amountMinor),
    ink,
    delivery: stored === undefined ? deliveryOf(sale) : 'waiting',
    state: stateOf(sale, payment, voiding),
    place,
    waitingSinceMs: place === 'sent' ? null : (row?.createdAtMs ?? sale.createdAtMs),
    attempts: row?.attempts ?? 0,
    reason: reasonOfTender(sale, payment, voiding, row),
    next: nextOf(voiding ?? payment, row, sources),
    decision: row !== null && isParked ? decisionOf(payment, row) : null,
    loss: isParked && tender.kind === 'card' ? lossView(sale, tender) : null,
  };
}

function reasonOfTender(
  sale: BookedSale,
  payment: Payment | null,
  voiding: Payment | null,
  row: OutboxRow | null,
): RowReason {
  if (voiding !== null) return reasonOfVoid(voiding);
  if (payment === null && row === null && sale.report === null) {
    if (isRefund(sale)) return { kind: 'not-told' };
    if (sale.state === 'paying') return { kind: 'part-in-cash' };
  }
  const isCashBack = payment === null && sale.state === 'voided' && row?.lane !== 'exception';
  return isCashBack ? { kind: 'voided' } : reasonOf(sale, payment, row);
}

function lossView(sale: BookedSale, tender: CardTender): RowLoss | null {
  const loss = lossBehindLink(sale, tender);
  if (loss?.status.state !== 'refused') return null;
  const { code } = loss.status;
  const { id: tenderId, paymentIds } = tender;
  const { contacts = [] } = sale;
  const link = linkView(openLinkOf(sale, tenderId));
  const again = againVerdict(code);
  return { tenderId, code, again, tries: paymentIds.length, contacts, link };
}

function linkView(link: OpenPayLink | null): RowLink | null {
  if (link === null) return null;
  const { core, status } = link;
  if (status.state === 'asked') return { id: core.id, open: null };
  const { url, expiresAtMs } = status;
  return { id: core.id, open: { url, expiresAtMs } };
}

/** What was taken back, or may be, is not the shop's whatever was said before (I9). */
function stateOf(
  sale: BookedSale,
  payment: Payment | null,
  voiding: Payment | null,
): QueueRow['state'] {
  if (sale.state === 'refunded') return 'refunded';
  if (payment === null && sale.state === 'voided') return 'voided';
  if (voiding !== null) return voiding.status.state === 'approved' ? 'voided' : 'unknown';
  const isLinked = payment !== null && openLinkOf(sale, payment.tenderId) !== null;
  return isLinked ? 'link-open' : (payment?.status.state ?? 'in-drawer');
}

function commonOf({ id, number, createdAtMs, customerContact }: BookedSale) {
  return { saleId: id, saleNumber: number, atMs: createdAtMs, customerContact };
}

function paymentThatCounts(sale: BookedSale, tender: Tender): Payment | null {
  if (tender.kind === 'cash') return null;
  return tryThatCounts(sale, tender) ?? null;
}

/** A plain decline never was the shop's money; a reversal has a row of its own. */
function isShown(payment: Payment | null, ink: Certainty, row: OutboxRow | null): boolean {
  if (row !== null) return true;
  const state = payment?.status.state;
  if (state === 'reversing') return false;
  return ink !== 'refused' || state === 'refused' || state === 'written-off';
}

function decisionOf(payment: Payment | null, row: OutboxRow): RowDecision {
  const { key } = row;
  if (row.kind === 'stored-payment' && payment?.status.state === 'refused') {
    const allowed = mayTryAgain(payment.status.code);
    return { outboxKey: key, kind: 'refused-payment', mayTryAgain: allowed, mayWriteOff: true };
  }
  const mayWriteOff = row.kind !== 'reversal';
  return { outboxKey: key, kind: 'unread-record', mayTryAgain: true, mayWriteOff };
}

function countsOf(rows: readonly QueueRow[]): QueueView['counts'] {
  const counts = { all: rows.length, attention: 0, waiting: 0, sent: 0 };
  for (const { place } of rows) counts[place] += 1;
  return counts;
}
