import type { BalanceRequest } from '../../shared/contracts/balance-api.ts';
import type { AuthorisationRequest, UploadItem } from '../../shared/contracts/bank-api.ts';
import { maySell, type OperatorRole } from '../../shared/domain/operators.ts';
import { needsSupervisor } from '../../shared/domain/payment.ts';
import { recordOfItem } from '../../shared/contracts/upload-items.ts';

/**
 * Who may ask for what, before the books are opened (P12, P26, P28): the same for every bank,
 * whatever it keeps its books in.
 */
export interface RecordOwner {
  readonly terminalId: string;
  readonly merchantId: string;
}

type Core = AuthorisationRequest['core'];
export type CoreRefusal = 'not-permitted' | 'request-malformed';

/** The core is this terminal's own and can be stored (null), or why it is refused. */
export function refusalOfCore(
  body: { readonly core: Core; readonly attempt: object },
  owner: RecordOwner,
): CoreRefusal | null {
  const { core } = body;
  if (!isOwn(core, owner)) return 'not-permitted';
  const isStorable =
    !holdsUnstorableText(body) &&
    hasLowerCaseIds(core) &&
    !refersToItself(core) &&
    namesItsOriginal(core);
  return isStorable ? null : 'request-malformed';
}

/**
 * What lets money go is a supervisor's matter, an administrator sells nothing, and an operator whom the
 * merchant does not have asks for nothing.
 */
export function mayAskFor(kind: Core['kind'], role: OperatorRole | null): boolean {
  return needsSupervisor(kind) ? role === 'supervisor' : mayLookUp(role);
}

/** Whoever sells may see what there is to refund, or to complete. */
export function mayLookUp(role: OperatorRole | null): boolean {
  return role !== null && maySell(role);
}

/** Day end is a supervisor's matter (F38). */
export function maySettle(role: OperatorRole | null): boolean {
  return role === 'supervisor';
}

/** An enquiry is this terminal's own and can be answered (null), or why it is refused. */
export function refusalOfEnquiry(body: BalanceRequest, owner: RecordOwner): CoreRefusal | null {
  if (!isOwn(body.core, owner)) return 'not-permitted';
  const isSound = !holdsUnstorableText(body) && isLowerCase(body.core.id);
  return isSound ? null : 'request-malformed';
}

export interface ItemRefusal {
  readonly message: string;
  /** The terminal whose record it is, if that is another one: it is noted. */
  readonly foreignTerminalId: string | null;
}

/** A record of a batch that cannot be booked at all; null: it can be judged. */
export function refusalOfItem(item: UploadItem, owner: RecordOwner): ItemRefusal | null {
  const unusable = (message: string): ItemRefusal => ({ message, foreignTerminalId: null });
  if (holdsUnstorableText(item)) return unusable('text with NUL or half a character');
  const record = recordOfItem(item);
  if ('terminalId' in record && !isOwn(record, owner)) {
    const message = 'not-permitted: record of another terminal';
    return { message, foreignTerminalId: record.terminalId };
  }
  if (item.kind === 'stored-payment' && refersToItself(item.core)) {
    return unusable('it replaces itself');
  }
  return itemHasLowerCaseIds(item) ? null : unusable('ids are lower case');
}

function isOwn(record: RecordOwner, { terminalId, merchantId }: RecordOwner): boolean {
  return record.terminalId === terminalId && record.merchantId === merchantId;
}

function itemHasLowerCaseIds(item: UploadItem): boolean {
  switch (item.kind) {
    case 'void-number':
      return isLowerCase(item.id);
    case 'sale-report':
      return isLowerCase(item.report.id, item.report.saleId);
    case 'cash-return':
      return isLowerCase(item.back.id, item.back.saleId, item.back.originalId);
    case 'stored-payment':
      return hasLowerCaseIds(item.core);
  }
}

/** What replaces itself would have to stand and be undone at once (P7, I2). */
function refersToItself({ id, supersedes, originalId }: Core): boolean {
  return supersedes === id || originalId === id;
}

/**
 * A refund, a completion or a release of nothing, or one that replaces another transaction, no till asks
 * for (P7); nor for a hold with anything before it.
 */
function namesItsOriginal({ kind, originalId, supersedes }: Core): boolean {
  if (kind === 'purchase' || kind === 'void') return true;
  const isFirst = kind === 'pre-authorisation';
  return supersedes === undefined && (originalId === undefined) === isFirst;
}

/** PostgreSQL writes ids in lower case; an id in another spelling would look like a new one. */
function hasLowerCaseIds(core: Core): boolean {
  return isLowerCase(core.id, core.saleId, core.supersedes ?? '', core.originalId ?? '');
}

function isLowerCase(...ids: readonly string[]): boolean {
  return ids.every((id) => id === id.toLowerCase());
}

const UNSTORABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Text that JSON can carry but neither PostgreSQL nor canonical JSON can: NUL, half a character. */
export function holdsUnstorableText(value: unknown): boolean {
  if (typeof value === 'string') return UNSTORABLE.test(value);
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some(holdsUnstorableText);
}
