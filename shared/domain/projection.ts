import { assertNever } from '../lib/assert.ts';
import {
  withSignature,
  withSignatureAgain,
  withSignatureClosed,
  withSignatureTold,
} from './card-signature.ts';
import { begunBy, type JournalBody, type JournalRecord } from './journal.ts';
import { outboxKey, type OutboxRow } from './outbox.ts';
import { withPayLink, withPayLinkTold } from './pay-link-told.ts';
import { deliveryChanges } from './projection-delivery.ts';
import { closeFamily, withRetry } from './recovery.ts';
import { tellsReport } from './report-told.ts';
import type { RowChanges, RowsBefore, RowsNeeded } from './row-changes.ts';
import type { Sale } from './sale.ts';

/** Which rows `changesOf` wants to see; everything else of the record is in itself. */
export function rowsNeededBy(record: JournalRecord): RowsNeeded {
  const { body } = record;
  switch (body.kind) {
    case 'delivery': {
      const changing = body.results.filter((result) => !tellsReport(result));
      return {
        saleIds: [...new Set(changing.map((result) => result.saleId))],
        outboxKeys: changing.map((result) => result.outboxKey),
      };
    }
    case 'printed':
    case 'contact-tried':
    case 'card-signature':
    case 'signature-told':
    case 'signature-again':
    case 'pay-link':
    case 'pay-link-told':
      return { saleIds: [body.saleId], outboxKeys: [] };
    case 'numbers-missing':
      return { saleIds: [...new Set(body.again.map(({ saleId }) => saleId))], outboxKeys: [] };
    case 'supervisor-act':
      return {
        saleIds: body.saleId === '' ? [] : [body.saleId],
        outboxKeys: body.outboxKey === '' ? [] : [body.outboxKey],
      };
    default:
      return { saleIds: [], outboxKeys: [] };
  }
}

/** Sales that a record brings along whole, as it leaves them: for these nothing needs to be read. */
export function salesIn({ body }: Pick<JournalRecord, 'body'>): readonly Sale[] {
  if (body.kind === 'sale') return [body.sale];
  if (body.kind === 'supervisor-act' && body.done !== undefined) return body.done.sales;
  const begun = begunBy(body);
  return begun === null ? [] : [begun];
}

/** The sales that a record may have changed. */
export function saleIdsOf(record: JournalRecord): string[] {
  return [...new Set([...rowsNeededBy(record).saleIds, ...salesIn(record).map(({ id }) => id)])];
}

/**
 * What the till's database holds after a journal record (PROTOCOL P9, P10).
 *
 * The same function serves the living till (record written, then these rows) and the repair at
 * start (rows missing, record there), so that a rebuilt database cannot differ from the lost one.
 */
export function changesOf(record: JournalRecord, before: RowsBefore): RowChanges {
  const { body } = record;
  const nothing = { record, putSales: [], putOutbox: [], deleteOutbox: [] };
  switch (body.kind) {
    case 'sale':
      return {
        record,
        putSales: [body.sale],
        putOutbox: body.outbox,
        deleteOutbox: body.withdrawn ?? [],
      };
    case 'delivery':
      return deliveryChanges(record, body.results, before);
    case 'printed': {
      const sale = before.sales.get(body.saleId);
      if (sale === undefined) return nothing;
      return { ...nothing, putSales: [{ ...sale, receipt: { printedCount: body.copyNumber } }] };
    }
    case 'contact-tried': {
      const sale = before.sales.get(body.saleId);
      if (sale === undefined) return nothing;
      const { operatorId, isReached, words } = body;
      const contact = { atMs: record.atMs, operatorId, isReached, words };
      const contacts = [...(sale.contacts ?? []), contact];
      return { ...nothing, putSales: [{ ...sale, contacts }] };
    }
    case 'card-signature':
    case 'signature-told':
    case 'signature-again': {
      const sale = before.sales.get(body.saleId);
      if (sale === undefined) return nothing;
      return { ...nothing, putSales: [signedSale(sale, body, record.atMs)] };
    }
    case 'pay-link':
    case 'pay-link-told':
      return linkChanges(record, body, before);
    case 'supervisor-act':
      return supervisorChanges(record, body, before);
    case 'numbers-missing':
      return { ...nothing, putSales: untold(body.again, before), putOutbox: body.again };
    case 'batch-opened':
    case 'operator':
    case 'force-offline':
    case 'drawer-opened':
    case 'new-epoch':
    case 'settlement':
    case 'shift':
    case 'notice':
      return nothing;
    default:
      return assertNever(body, 'journal body');
  }
}

type LinkBody = Extract<JournalBody, { kind: 'pay-link' | 'pay-link-told' }>;

function linkChanges(record: JournalRecord, body: LinkBody, before: RowsBefore): RowChanges {
  const nothing = { record, putSales: [], putOutbox: [], deleteOutbox: [] };
  const sale = before.sales.get(body.saleId);
  if (sale === undefined) return nothing;
  if (body.kind === 'pay-link') return { ...nothing, putSales: [withPayLink(sale, body.link)] };
  const { linkId, told, voidNumber } = body;
  const { sale: after, leaving } = withPayLinkTold(sale, linkId, told, record.atMs);
  const putOutbox = voidNumber === undefined ? [] : [voidNumber];
  return { record, putSales: [after], putOutbox, deleteOutbox: leaving };
}

type SignatureBody = Extract<
  JournalBody,
  { kind: 'card-signature' | 'signature-told' | 'signature-again' }
>;

function signedSale(sale: Sale, body: SignatureBody, atMs: number): Sale {
  if (body.kind === 'card-signature') return withSignature(sale, body.signature);
  if (body.kind === 'signature-again') return withSignatureAgain(sale, body.paymentId);
  const { paymentId, outcome, code } = body;
  return withSignatureTold(sale, paymentId, { outcome, atMs, code });
}

/** What goes to the bank once more is not told any longer (I9). */
function untold(again: readonly OutboxRow[], before: RowsBefore): readonly Sale[] {
  return again.flatMap(({ key, saleId }) => {
    const sale = before.sales.get(saleId);
    if (sale === undefined || sale.report === null) return [];
    if (key !== outboxKey('sale-report', sale.report.id)) return [];
    return [{ ...sale, report: { ...sale.report, delivered: false } }];
  });
}

type SupervisorAct = Extract<JournalBody, { kind: 'supervisor-act' }>;

/** Only what is on the exception list can be tried again or written off (P13); what gives money back or lets it go is no row yet. */
function supervisorChanges(
  record: JournalRecord,
  act: SupervisorAct,
  before: RowsBefore,
): RowChanges {
  const nothing = { record, putSales: [], putOutbox: [], deleteOutbox: [] };
  if (act.done !== undefined) {
    const { sales: putSales, outbox: putOutbox, withdrawn: deleteOutbox = [] } = act.done;
    return { record, putSales, putOutbox, deleteOutbox };
  }
  if (act.act === 'void') {
    const voided = before.sales.get(act.saleId);
    if (voided === undefined || act.voiding === undefined) return nothing;
    const payments = [...voided.payments, act.voiding];
    return { ...nothing, putSales: [{ ...voided, payments }] };
  }
  if (act.act === 'refund' || act.act === 'release') {
    return { ...nothing, putSales: salesIn(record) };
  }
  if (act.act === 'close-signature') {
    const signed = before.sales.get(act.saleId);
    if (signed === undefined || act.signatureOf === undefined) return nothing;
    const { supervisorId, reason } = act;
    const closed = { atMs: record.atMs, supervisorId, reason };
    return { ...nothing, putSales: [withSignatureClosed(signed, act.signatureOf, closed)] };
  }
  const row = before.outbox.get(act.outboxKey);
  if (row === undefined || row.lane !== 'exception') return nothing;
  const sale = before.sales.get(act.saleId);
  if (act.act === 'write-off') {
    const { supervisorId, reason } = act;
    const event = { type: 'written-off', atMs: record.atMs, supervisorId, reason } as const;
    const isPromise = sale !== undefined && row.kind === 'stored-payment';
    const closed = isPromise ? closeFamily(sale, row.transactionId, event) : null;
    const changed = closed?.sale ?? withReportWrittenOff(sale, row);
    return {
      record,
      putSales: changed === null ? [] : [changed],
      putOutbox: act.voidNumber === undefined ? [] : [act.voidNumber],
      deleteOutbox: [act.outboxKey, ...(closed?.leaving ?? [])],
    };
  }
  if (act.act !== 'try-again') return nothing;
  if (act.retry !== undefined) {
    const longer = sale === undefined ? null : withRetry(sale, act.retry.payment);
    if (longer === null) return nothing;
    return { ...nothing, putSales: [longer], putOutbox: [act.retry.outbox] };
  }
  const again: OutboxRow = { ...row, lane: 'ready', attempts: 0, nextTryAtMs: 0 };
  return { ...nothing, putOutbox: [again] };
}

function withReportWrittenOff(sale: Sale | undefined, row: OutboxRow): Sale | null {
  if (row.kind !== 'sale-report' || sale === undefined) return null;
  if (sale.report?.id !== row.transactionId) return null;
  return { ...sale, report: { ...sale.report, writtenOff: true } };
}
