import type { BalanceAnswer, BalanceRequest } from '../../../shared/contracts/balance-api.ts';
import type {
  AuthorisationAnswer,
  AuthorisationRequest,
  BatchAnswer,
  BatchRequest,
  EchoAnswer,
  ReversalAnswer,
  ReversalRequest,
  SignOnAnswer,
  SignOnRequest,
  UploadItem,
  UploadResult,
} from '../../../shared/contracts/bank-api.ts';
import type { Answered, LineFault } from '../../../shared/contracts/line-answer.ts';
import type {
  SettlementAnswer,
  SettlementEndAnswer,
  SettlementEndRequest,
  SettlementRequest,
  SettlementUploadAnswer,
  SettlementUploadRequest,
} from '../../../shared/contracts/settlement-api.ts';
import { idOfItem, recordOfItem } from '../../../shared/contracts/upload-items.ts';
import { institutionsIn } from '../../../shared/domain/institutions.ts';
import type {
  BankExchange,
  SettlementTold,
  UntoldKind,
  WireTerminal,
} from '../../../shared/domain/iso8583/exchange.ts';
import type { Result } from '../../../shared/lib/result.ts';

/** What went over the line, as an exchange of the wire view: request, and answer or fault. */
export type Reply<Answer> = Result<Answered<Answer>, LineFault>;

export function authorisationOf(
  { core, attempt }: AuthorisationRequest,
  reply: Reply<AuthorisationAnswer>,
  atMs: number,
): BankExchange {
  return {
    kind: 'authorisation',
    ...about(core.saleId, atMs, reply),
    payment: { core, card: null },
    carriesPin: attempt.sealedPin !== undefined,
    answer: answerOf(reply, ({ code, authorisationCode, referenceNumber, ...answer }) => ({
      code,
      authorisationCode,
      referenceNumber,
      approvedMinor: answer.outcome === 'approved-in-part' ? answer.approvedMinor : null,
      ...institutionsIn(answer),
    })),
  };
}

export function balanceOf(
  { core, attempt }: BalanceRequest,
  reply: Reply<BalanceAnswer>,
  atMs: number,
  terminal: WireTerminal,
): BankExchange {
  return {
    kind: 'balance',
    ...about('', atMs, reply),
    terminal,
    currency: core.currency,
    carriesPin: attempt.sealedPin !== undefined,
    answer: answerOf(reply, ({ code, balanceMinor }) => ({ code, balanceMinor })),
  };
}

export function reversalOf(
  { core, reason }: ReversalRequest,
  reply: Reply<ReversalAnswer>,
  atMs: number,
): BankExchange {
  return {
    kind: 'reversal',
    ...about(core.saleId, atMs, reply),
    payment: { core, card: null },
    reason,
    answer: answerOf(reply, ({ code }) => ({ ...NO_NUMBERS, code })),
  };
}

/** What has no message of a terminal's is told as asked and answered. */
export function untoldOf(kind: UntoldKind, saleId: string) {
  return (reply: Reply<unknown>, atMs: number): BankExchange[] => [
    { kind, ...about(saleId, atMs, reply), isAnswered: reply.ok },
  ];
}

/** One a record: a terminal sends each of them alone (TERMINAL 2c). */
export function batchOf(
  { items }: BatchRequest,
  reply: Reply<BatchAnswer>,
  atMs: number,
): BankExchange[] {
  const results = new Map<string, UploadResult>();
  if (reply.ok) for (const result of reply.value.answer.results) results.set(result.id, result);
  return items.map((item) => itemOf(item, results.get(idOfItem(item)), reply, atMs));
}

function itemOf(
  item: UploadItem,
  result: UploadResult | undefined,
  reply: Reply<BatchAnswer>,
  atMs: number,
): BankExchange {
  if (item.kind !== 'stored-payment') {
    const record = recordOfItem(item);
    const saleId = 'saleId' in record ? record.saleId : '';
    return { kind: item.kind, ...about(saleId, atMs, reply), isAnswered: result !== undefined };
  }
  const { core, promise } = item;
  return {
    kind: 'stored-payment',
    ...about(core.saleId, atMs, reply),
    payment: { core, card: null },
    chip: promise.kind === 'chip-approved' ? promise : null,
    answer: result === undefined ? null : answerOf(reply, () => ({ ...NO_NUMBERS, ...result })),
  };
}

export function signOnOf(
  { operatorId, batchNumber }: SignOnRequest,
  reply: Reply<SignOnAnswer>,
  atMs: number,
  terminal: WireTerminal,
): BankExchange {
  return {
    kind: 'sign-on',
    ...about('', atMs, reply),
    terminal: { ...terminal, operatorId, batchNumber },
    answer: answerOf(reply, (answer) => ({ batchNumber: answer.batchNumber })),
  };
}

export function echoOf(
  reply: Reply<EchoAnswer>,
  atMs: number,
  terminal: WireTerminal,
): BankExchange {
  const { batchNumber } = terminal;
  return {
    kind: 'echo',
    ...about('', atMs, reply),
    terminal,
    answer: answerOf(reply, () => ({ batchNumber })),
  };
}

export function settlementOf(
  { totals, ...asked }: SettlementRequest,
  reply: Reply<SettlementAnswer>,
  atMs: number,
  terminal: WireTerminal,
): BankExchange {
  return {
    kind: 'settlement',
    ...about('', atMs, reply),
    terminal: settling(terminal, asked),
    totals,
    answer: settlementTold(reply),
  };
}

/** There is one group: a merchant has one currency. */
function settlementTold(reply: Reply<SettlementAnswer>): SettlementTold | null {
  if (!reply.ok) return null;
  const { answer, bankTimeMs } = reply.value;
  const [group] = answer.groups;
  return group === undefined ? null : { ...group, bankTimeMs };
}

/** One a record; the bank says how far it has them. */
export function settlementRecordsOf(
  { records, first, ...asked }: SettlementUploadRequest,
  reply: Reply<SettlementUploadAnswer>,
  atMs: number,
  terminal: WireTerminal,
): BankExchange[] {
  const uploaded = reply.ok ? reply.value.answer.uploaded : 0;
  return records.map((record, i) => ({
    kind: 'settlement-record',
    ...about('', atMs, reply),
    terminal: settling(terminal, asked),
    record,
    answer: first + i < uploaded ? answerOf(reply, () => ({})) : null,
  }));
}

export function settlementEndOf(
  { count, ...asked }: SettlementEndRequest,
  reply: Reply<SettlementEndAnswer>,
  atMs: number,
  terminal: WireTerminal,
): BankExchange {
  return {
    kind: 'settlement-end',
    ...about('', atMs, reply),
    terminal: settling(terminal, asked),
    count,
    answer: answerOf(reply, ({ uploaded }) => ({ count: uploaded })),
  };
}

/** It may be an older batch than the one that goes on (P23), and it is a supervisor's (F38). */
function settling(
  terminal: WireTerminal,
  { batchNumber, operatorId }: Pick<SettlementRequest, 'batchNumber' | 'operatorId'>,
): WireTerminal {
  return { ...terminal, batchNumber, operatorId };
}

const NO_NUMBERS = { authorisationCode: '', referenceNumber: '', approvedMinor: null } as const;

function about(saleId: string, atMs: number, reply: Reply<unknown>) {
  return { saleId, atMs, fault: reply.ok ? null : reply.error.code };
}

function answerOf<Answer, Part>(
  reply: Reply<Answer>,
  part: (answer: Answer) => Part,
): (Part & { readonly bankTimeMs: number }) | null {
  if (!reply.ok) return null;
  const { answer, bankTimeMs } = reply.value;
  return { ...part(answer), bankTimeMs };
}
