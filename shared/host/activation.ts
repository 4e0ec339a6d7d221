import {
  activationAnswer,
  type ActivationAnswer,
  type ActivationRequest,
} from '../contracts/activation-api.ts';
import { apiError, BANK_API_PREFIX, type PublicKeyJwk } from '../contracts/bank-api.ts';
import { ERROR_CODES, failure, type ErrorCode, type Failure } from '../contracts/error-codes.ts';
import type { ActivateRequest } from '../contracts/host.ts';
import type { Terminal } from '../contracts/host-facts.ts';
import { HEADERS } from '../contracts/http-signature.ts';
import { PROTOCOL_VERSION } from '../contracts/protocol-version.ts';
import {
  CODE_FINGERPRINT_BYTES,
  CODE_RANDOM_BYTES,
  parseActivationCode,
} from '../domain/activation-code.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { jsonOf } from './line-faults.ts';
import type { HttpTransport, JournalCrypto } from './ports.ts';

export type FormerTill = NonNullable<ActivationRequest['formerly']>;

const ACTIVATION_TIMEOUT_MS = 15_000;

/**
 * First contact (PROTOCOL P25): the code lets this device's key in, and pins the bank: a bank
 * whose key does not have the fingerprint in the code is refused, whatever it answers.
 */
export async function activateAtBank(
  ports: { readonly transport: HttpTransport; readonly crypto: Pick<JournalCrypto, 'sha256'> },
  { code, bankUrl }: ActivateRequest,
  devicePublicKey: PublicKeyJwk,
  facts: {
    readonly appVersion: string;
    readonly keyStoreLevel: 'keyring' | 'passphrase' | 'file';
    /** Of a till that is activated anew: it stays this terminal (P24). */
    readonly formerly?: FormerTill;
  },
): Promise<Result<ActivationAnswer, Failure>> {
  const codeHex = parseActivationCode(code);
  if (codeHex === null) return err(failure('activation-code-invalid', 'not a code'));
  const sent = await ports.transport.send({
    method: 'POST',
    url: `${bankUrl}${BANK_API_PREFIX}/activate`,
    headers: {
      'content-type': 'application/json',
      [HEADERS.protocolVersion]: String(PROTOCOL_VERSION),
    },
    body: JSON.stringify({ code, devicePublicKey, ...facts }),
    timeoutMs: ACTIVATION_TIMEOUT_MS,
  });
  if (!sent.ok) return err(failure('line-bank-unreachable', sent.error.detail));
  const body = jsonOf(sent.value.body);
  if (sent.value.status !== 200) return err(refusalOf(body));
  const answer = activationAnswer.safeParse(body);
  if (!answer.success) return err(failure('line-not-the-bank', 'not an activation'));
  const pinned = codeHex.slice(CODE_RANDOM_BYTES * 2);
  const thumbprint = ports.crypto.sha256(canonicalJson(answer.data.bankPublicKey));
  if (thumbprint.slice(0, CODE_FINGERPRINT_BYTES * 2) !== pinned) {
    return err(failure('line-not-the-bank', 'the key of this bank is not the one in the code'));
  }
  if (facts.formerly !== undefined && facts.formerly.terminalId !== answer.data.terminalId) {
    return err(failure('other-terminal', answer.data.terminalId));
  }
  // The bank refuses this too; a till does not rely on it for its own keys.
  if (answer.data.mode === 'live' && facts.keyStoreLevel === 'file') {
    return err(failure('key-store-too-weak', 'live'));
  }
  return ok(answer.data);
}

function refusalOf(body: unknown): Failure {
  const parsed = apiError.safeParse(body);
  if (!parsed.success) return failure('line-not-the-bank', 'a refusal of unknown shape');
  const { code, message } = parsed.data.error;
  const known = Object.hasOwn(ERROR_CODES, code) ? (code as ErrorCode) : 'line-not-the-bank';
  return failure(known, message);
}

/** What may be shown of an activation: no key. */
export function terminalOf(activation: Terminal): Terminal {
  const { terminalId, merchantId, merchantName, shopName, tillNumber, mode, parameters } =
    activation;
  return { terminalId, merchantId, merchantName, shopName, tillNumber, mode, parameters };
}
