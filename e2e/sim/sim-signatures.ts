import { signatureUpload, type SignatureUpload } from '../../shared/contracts/signature-api.ts';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';
import {
  isSignatureMalformed,
  judgeSignature,
  type KeptSignature,
} from '../../bank-api/domain/card-signatures.ts';
import type { BankRecords } from './bank-records.ts';
import type { BankTerminal } from './bank-terminal.ts';
import { sha256Hex } from './sim-crypto.ts';
import { ok, refused, type BankReply } from './sim-reply.ts';

/** A cardholder's signature at the bank of this world. */
export interface SimSignature extends KeptSignature {
  readonly strokes: SignatureUpload['strokes'];
}

/** By the real rules; looked up, judged and kept in one go. */
export function signatureReply(
  records: BankRecords,
  terminal: BankTerminal,
  asked: {
    readonly body: unknown;
    readonly idempotencyKey: string;
    readonly nowMs: number;
    /** Whether a bank of another version cannot read it: it says no for good (P12). */
    readonly isMisread: () => boolean;
  },
): BankReply {
  const upload = signatureUpload.parse(asked.body);
  if (isSignatureMalformed(upload, asked.idempotencyKey)) return refused('request-malformed');
  const { paymentId, strokes } = upload;
  const contentHash = sha256Hex(canonicalJson(upload));
  const books = {
    payment: records.payments.get(paymentId) ?? null,
    kept: records.signatures.get(paymentId) ?? null,
  };
  const verdict = judgeSignature({ ...upload, contentHash }, terminal.id, books, asked.nowMs);
  if (verdict.type === 'refused') {
    if (verdict.code === 'core-differs') records.alarm('core-differs', paymentId);
    return refused(verdict.code);
  }
  if (verdict.type === 'keep' && asked.isMisread()) {
    records.misread.add(paymentId);
    return refused('request-malformed');
  }
  const { keptAtMs } = verdict;
  if (verdict.type === 'keep') {
    records.version += 1;
    records.signatures.set(paymentId, { contentHash, keptAtMs, strokes });
  }
  return ok({ paymentId, keptAtMs });
}
