import {
  HEADERS,
  answerSignatureBase,
  answerSignatureInput,
  contentDigest,
  parseSignature,
} from '../../shared/contracts/http-signature.ts';
import type { BankClock, BankKeys, BankRandom } from '../ports.ts';
import { sha256Base64 } from './hashing.ts';

/** Stands for the request's signature where it had none that can be read. */
export const NO_REQUEST_SIGNATURE = Buffer.alloc(64).toString('base64');

/** Headers that make an answer the bank's own word on this one request (P26), with its time (P20). */
export function answerHeaders(
  ports: { readonly keys: BankKeys; readonly clock: BankClock; readonly random: BankRandom },
  answer: { readonly status: number; readonly body: string | Uint8Array },
  requestSignatureHeader: string | undefined,
): Record<string, string> {
  const bankTimeMs = ports.clock.nowMs();
  const bodyDigest = sha256Base64(answer.body);
  const input = answerSignatureInput({
    createdS: Math.floor(bankTimeMs / 1000),
    nonce: Buffer.from(ports.random.bytes(18)).toString('base64url'),
    keyId: ports.keys.bankKeyId,
  });
  const requestSignature = parseSignature(requestSignatureHeader) ?? NO_REQUEST_SIGNATURE;
  const base = answerSignatureBase(
    { status: answer.status, bodyDigest, bankTimeMs, requestSignature },
    input,
  );
  return {
    [HEADERS.contentDigest]: contentDigest(bodyDigest),
    [HEADERS.bankTime]: String(bankTimeMs),
    [HEADERS.signatureInput]: `sig1=${input}`,
    [HEADERS.signature]: `sig1=:${ports.keys.sign(base)}:`,
  };
}
