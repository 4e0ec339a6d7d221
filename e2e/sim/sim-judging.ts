import type { Watermark } from '../../shared/contracts/bank-api.ts';
import { DEMO_OPERATORS } from '../../shared/domain/demo-merchant.ts';
import { minor } from '../../shared/domain/money.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';
import type { PaymentRequest } from '../../bank-api/domain/payment-records.ts';
import { contiguousRun, watermarkOf } from '../../bank-api/domain/watermark.ts';
import type { BankRecords } from './bank-records.ts';
import type { BankTerminal } from './bank-terminal.ts';
import { sha256Hex } from './sim-crypto.ts';
import { refused, type BankReply } from './sim-reply.ts';

/** What the rules say of the books is written into them in the same turn: never half. */
export function judged<Value>(
  records: BankRecords,
  terminal: BankTerminal,
  nowMs: number,
  work: (books: ReturnType<BankRecords['booksOf']>) => {
    readonly value: Value;
    readonly changes: Parameters<BankRecords['write']>[1];
  },
): Value {
  const { value, changes } = work(records.booksOf(terminal, nowMs));
  records.write(terminal, changes);
  return value;
}

export const hashOf = (record: unknown): string => sha256Hex(canonicalJson(record));

export const roleOf = (operatorId: string) =>
  DEMO_OPERATORS.find(({ id }) => id === operatorId)?.role ?? null;

export const coreOf = (sent: { readonly amountMinor: number }): PaymentCore =>
  ({ ...sent, amountMinor: minor(sent.amountMinor) }) as PaymentCore;

export function requestOf(
  core: PaymentCore,
  operatorId: string,
  channel: PaymentRequest['channel'],
  card: PaymentRequest['card'],
): PaymentRequest {
  return { core, coreHash: hashOf(core), card, sealBroken: false, operatorId, channel };
}

export function notPermitted(records: BankRecords, detail: string): BankReply {
  records.alarm('not-permitted', detail);
  return refused('not-permitted');
}

/** P2, from all numbers that the terminal ever used. */
export function watermarkNow({ numbers, declaredUpTo }: BankTerminal): Watermark {
  const present = [...numbers.keys()].sort((a, b) => a - b);
  const end = contiguousRun(0, present);
  const above = present.filter((number) => number > end);
  return watermarkOf(end, above, declaredUpTo);
}
