import type {
  BatchAnswer,
  BatchRequest,
  UploadItem,
  UploadResult,
  Watermark,
} from '../../shared/contracts/bank-api.ts';
import { idOfItem } from '../../shared/contracts/upload-items.ts';
import { present } from '../../shared/lib/assert.ts';
import { refusalOfItem } from '../domain/admission.ts';
import { refusedUpload } from '../domain/answers.ts';
import { judgeBatch, type PreparedItem } from '../domain/batch.ts';
import type { AnchorVerdict } from '../domain/journal-anchor.ts';
import type { SecurityEventKind } from '../domain/records.ts';
import { contentHash } from '../security/hashing.ts';
import { openCard } from '../security/sealed-cards.ts';
import type { BookingPorts } from '../ports.ts';
import type { Scope } from '../store/book-scope.ts';
import { isRefusedData, retried } from '../store/database.ts';
import { onJourney } from '../store/journey.ts';
import { compareJournal, seriesStatements, surveySeries, type Ask } from '../store/series-store.ts';
import { recordSecurityEvent, type KnownTerminal } from '../store/terminal-store.ts';
import { NOTHING, coreOf, paymentScope } from './booking.ts';
import { bookAlone } from './group-booking.ts';
import { judgeTogether, keepingValue } from './judging.ts';

/**
 * A batch of the till's queue (P12): one result a record, the watermark, and how far the journal is
 * anchored now.
 */
export async function bookBatch(
  ports: BookingPorts,
  terminal: KnownTerminal,
  request: BatchRequest,
): Promise<BatchAnswer> {
  const { terminalId, merchantId } = terminal;
  const items = await Promise.all(
    request.items.map((item) => admit(ports, terminal, item, request.operatorId)),
  );
  const { results, verdict, watermark } = await bookItems(ports, terminal, items, request);
  const { anchor } = verdict;
  const alarms: [SecurityEventKind, string][] = [];
  if (anchor.state === 'fork') alarms.push(['journal-fork', journalDetail(request)]);
  if (verdict.rolledBack) {
    alarms.push(['journal-rollback', journalDetail(request)]);
  }
  if (watermark.gaps.length > 0) {
    alarms.push(['sequence-gap', `numbers ${watermark.gaps.slice(0, 20).join(', ')} are missing`]);
  }
  for (const [kind, detail] of alarms) {
    const atMs = ports.clock.nowMs();
    await recordSecurityEvent(ports.database, { kind, atMs, merchantId, terminalId, detail });
  }
  return { batchId: request.batchId, results, watermark, anchor };
}

/** A report's hash is taken when there is time for it: see `bookContact`. */
type AdmittedItem =
  | Exclude<PreparedItem, { contentHash: string }>
  | Unhashed<'sale-report'>
  | Unhashed<'cash-return'>;
type Unhashed<Kind> = Omit<Extract<PreparedItem, { kind: Kind }>, 'contentHash'>;

function hashed(item: AdmittedItem): PreparedItem {
  if (item.kind === 'sale-report') return { ...item, contentHash: contentHash(item.report) };
  return item.kind === 'cash-return' ? { ...item, contentHash: contentHash(item.back) } : item;
}

interface Booked {
  readonly results: UploadResult[];
  readonly watermark: Watermark;
  readonly verdict: AnchorVerdict;
}

/**
 * All items in one commit, with how far both series are known then. Should the database refuse what
 * the rules let through, each goes alone, so that one bad record never spoils the others (P12).
 */
async function bookItems(
  ports: BookingPorts,
  terminal: KnownTerminal,
  items: readonly AdmittedItem[],
  request: BatchRequest,
): Promise<Booked> {
  try {
    return await bookContact(ports, terminal, items, request);
  } catch (error) {
    if (!isRefusedData(error)) throw error;
  }
  const results: UploadResult[] = [];
  for (const item of items) results.push(await bookOne(ports, terminal, item, request));
  return { ...(await bookContact(ports, terminal, [], request)), results };
}

async function bookContact(
  ports: BookingPorts,
  terminal: KnownTerminal,
  items: readonly AdmittedItem[],
  { journal, deliveredUpTo }: BatchRequest,
): Promise<Booked> {
  const scope = batchScope(items);
  let kept: readonly PreparedItem[] | null = null;
  const prepared = () => (kept ??= items.map(hashed));
  const run = () =>
    onJourney(ports.database, async (journey) => {
      const { work, value } = keepingValue({ terminal, scope, operatorId: null }, (books) =>
        judgeBatch(books, prepared()),
      );
      const judging = judgeTogether(journey, ports, [work], 'wait');
      // PostgreSQL is looking the books up: a part of the hashing is done meanwhile.
      const [judged] = await Promise.all([judging, Promise.resolve().then(prepared)]);
      const before = present(judged.series.get(terminal.terminalId), 'the locked terminal');
      const declaredUpTo = Math.max(before.declaredUpTo, deliveredUpTo);
      const series = { ...before, declaredUpTo };
      const ask: Ask = async (question) => (await journey.send([question]))[0];
      const [, watermark, verdict] = await Promise.all([
        journey.sendEach(judged.statements),
        surveySeries(ask, series),
        compareJournal(ask, series, journal),
      ]);
      return {
        done: { results: value(), watermark, verdict },
        last: seriesStatements(series, watermark, verdict, ports.clock.nowMs()),
      };
    });
  return retried(run);
}

async function bookOne(
  ports: BookingPorts,
  terminal: KnownTerminal,
  item: AdmittedItem,
  { deliveredUpTo }: BatchRequest,
): Promise<UploadResult> {
  const scope = batchScope([item]);
  try {
    const asked = { terminal, scope, operatorId: null, deliveredUpTo };
    const results = await bookAlone(ports, asked, (books) => judgeBatch(books, [hashed(item)]));
    return present(results[0], 'the result of the item');
  } catch (error) {
    if (!isRefusedData(error)) throw error;
    return refusedUpload(admittedId(item), '30', 'the record cannot be stored');
  }
}

function admittedId(item: AdmittedItem): string {
  switch (item.kind) {
    case 'stored-payment':
      return item.request.core.id;
    case 'sale-report':
      return item.report.id;
    case 'cash-return':
      return item.back.id;
    case 'void-number':
      return item.item.id;
    case 'unusable':
      return item.id;
  }
}

function journalDetail({ journal }: BatchRequest): string {
  return `epoch ${journal.epoch}, records from ${journal.from}, ${journal.hashes.length} hashes`;
}

async function admit(
  ports: BookingPorts,
  { terminalId, merchantId }: KnownTerminal,
  item: UploadItem,
  operatorId: string,
): Promise<AdmittedItem> {
  const refused = refusalOfItem(item, { terminalId, merchantId });
  if (refused !== null) {
    const id = idOfItem(item);
    if (refused.foreignTerminalId !== null) {
      await recordSecurityEvent(ports.database, {
        kind: 'not-permitted',
        atMs: ports.clock.nowMs(),
        merchantId,
        terminalId,
        detail: `record ${id} belongs to terminal ${refused.foreignTerminalId}`,
      });
    }
    return { kind: 'unusable', id, message: refused.message };
  }
  if (item.kind === 'void-number') return { kind: 'void-number', item };
  if (item.kind === 'sale-report' || item.kind === 'cash-return') return item;
  const core = coreOf(item.core);
  const card = await openCard(ports.keys, core, undefined);
  return {
    kind: 'stored-payment',
    request: {
      core,
      coreHash: contentHash(core),
      card,
      sealBroken: card === null,
      operatorId,
      channel: 'stored',
    },
  };
}

function batchScope(items: readonly AdmittedItem[]): Scope {
  const scopes = items.map((item): Scope => {
    switch (item.kind) {
      case 'stored-payment':
        return paymentScope(item.request.core, item.request.card);
      case 'sale-report': {
        const { id, saleId, transactionNumber } = item.report;
        return {
          ...NOTHING,
          reportIds: [id],
          saleIds: [saleId],
          numbers: [transactionNumber],
          traces: [item.report],
        };
      }
      case 'cash-return': {
        const { id, originalId, originalNumber, transactionNumber } = item.back;
        return {
          ...NOTHING,
          reportIds: [originalId],
          cashReturns: [{ id, originalId }],
          numbers: [transactionNumber, originalNumber],
          traces: [item.back],
        };
      }
      case 'void-number': {
        const { id, transactionNumber } = item.item;
        return { ...NOTHING, paymentIds: [id], voidIds: [id], numbers: [transactionNumber] };
      }
      case 'unusable':
        return NOTHING;
    }
  });
  return {
    paymentIds: scopes.flatMap((scope) => scope.paymentIds),
    undoableIds: scopes.flatMap((scope) => scope.undoableIds),
    cardHashes: scopes.flatMap((scope) => scope.cardHashes),
    numbers: scopes.flatMap((scope) => scope.numbers),
    traces: scopes.flatMap((scope) => scope.traces),
    reportIds: scopes.flatMap((scope) => scope.reportIds),
    saleIds: scopes.flatMap((scope) => scope.saleIds),
    cashReturns: scopes.flatMap((scope) => scope.cashReturns),
    voidIds: scopes.flatMap((scope) => scope.voidIds),
  };
}
