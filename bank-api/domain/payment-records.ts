import type { PaymentCore } from '../../shared/domain/payment.ts';
import { isYes } from './issuer-rules.ts';
import type { Books, Change, Judged, OpenedCard, Posting, StoredPayment } from './records.ts';

/** What is asked of the books about one payment, what they say, and how it is written down. */
export interface PaymentRequest {
  readonly core: PaymentCore;
  readonly coreHash: string;
  /** Null where nothing was sealed: a void or a refund needs no card. */
  readonly card: OpenedCard | null;
  /** Something was sealed, but not for this transaction or not to this bank. */
  readonly sealBroken: boolean;
  readonly operatorId: string;
  readonly channel: 'online' | 'stored';
}

/** Nothing is recorded of it but the security event of the same name. */
export type RefusedPayment = 'core-differs' | 'number-reused' | 'seal-broken';

export type PaymentVerdict =
  /** Final, approved or not; the record as it stands now. */
  | { readonly type: 'answered'; readonly payment: StoredPayment }
  | { readonly type: 'refused'; readonly code: RefusedPayment }
  /** A promise that cannot be judged now: nothing is recorded, the till asks again. */
  | { readonly type: 'later'; readonly code: string };

/** As it stands from here on, with this code. */
export function settled(books: Books, request: PaymentRequest, code: string): StoredPayment {
  const yes = isYes(code);
  const online = request.channel === 'online';
  return {
    ...blankPayment(books, request.core.id),
    ...coreFacts(request),
    state: yes ? (online ? 'approved' : 'posted') : online ? 'declined' : 'refused',
    code,
    authorisationCode: yes ? books.digits(6) : '',
    referenceNumber: books.digits(12),
  };
}

/** What a record knows once its core has been seen. */
export function coreFacts({ core, coreHash, card, operatorId, channel }: PaymentRequest) {
  return {
    kind: core.kind,
    coreHash,
    saleId: core.saleId,
    amountMinor: BigInt(core.amountMinor),
    transactionNumber: core.transactionNumber,
    batchNumber: core.batchNumber,
    traceNumber: core.traceNumber,
    cardHash: card?.cardHash ?? null,
    maskedNumber: card?.maskedNumber ?? '',
    channel,
    supersedes: core.supersedes ?? null,
    originalId: core.originalId ?? null,
    operatorId,
  };
}

export function bareTombstone(books: Books, id: string, undoneBy: string | null): StoredPayment {
  return { ...blankPayment(books, id), undoneBy };
}

function blankPayment({ terminalId, nowMs }: Books, id: string): StoredPayment {
  return {
    id,
    kind: 'purchase',
    terminalId,
    coreHash: null,
    saleId: null,
    amountMinor: 0n,
    askedMinor: null,
    transactionNumber: null,
    batchNumber: null,
    traceNumber: null,
    cardHash: null,
    maskedNumber: '',
    channel: 'online',
    state: 'tombstone',
    code: '12',
    authorisationCode: '',
    referenceNumber: '',
    supersedes: null,
    originalId: null,
    undoneBy: null,
    operatorId: '',
    createdAtMs: nowMs,
    chipCounter: null,
    issuerAuthentication: '',
  };
}

export function answered(
  payment: StoredPayment,
  before: readonly Change[],
): Judged<PaymentVerdict> {
  return {
    value: { type: 'answered', payment },
    changes: [...before, { type: 'payment', payment }],
  };
}

export function asChange(posting: Posting): Change {
  return { type: 'posting', posting };
}
