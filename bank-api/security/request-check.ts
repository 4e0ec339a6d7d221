import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import {
  HEADERS,
  MAX_SIGNATURE_AGE_S,
  parseContentDigest,
  parseSignature,
  parseSignatureInput,
  requestSignatureBase,
} from '../../shared/contracts/http-signature.ts';
import type { PublicKeyJwk } from '../../shared/contracts/bank-api.ts';
import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { signerAmong } from '../domain/device-keys.ts';
import { BANK_ID } from '../ports.ts';
import { asJwk, type KnownTerminal } from '../store/terminal-store.ts';
import { sha256Base64 } from './hashing.ts';
import { derFromRaw } from './raw-signature.ts';

export interface ReceivedRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Without content encoding. */
  readonly body: Uint8Array;
}

export interface CheckedTerminal extends KnownTerminal {
  /** It has begun to use the key that it brought: the first one goes (P25). */
  readonly isSignedByNext: boolean;
}

type SignatureCode = 'terminal-unknown' | 'signature-missing' | 'signature-invalid' | 'clock-skew';

/**
 * P26, in this order: the terminal is known by its key, the signature covers everything it must,
 * the body is the one that was signed, the signature is the terminal's, and it is fresh. A replay
 * within the window meets idempotency; after it, it is refused here (F15, F37).
 */
export async function checkSignedRequest(
  request: ReceivedRequest,
  nowMs: number,
  findTerminal: (keyId: string) => Promise<KnownTerminal | null>,
): Promise<Result<CheckedTerminal, Failure<SignatureCode>>> {
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  if (header(HEADERS.signature) === undefined || header(HEADERS.signatureInput) === undefined) {
    return err(failure('signature-missing', 'the request is not signed'));
  }
  const input = parseSignatureInput(header(HEADERS.signatureInput), 'request');
  const signature = parseSignature(header(HEADERS.signature));
  if (input === null || signature === null) {
    return err(failure('signature-invalid', 'signature headers of another shape'));
  }
  const terminal = await findTerminal(input.parameters.keyId);
  if (terminal === null) {
    return err(failure('terminal-unknown', `no terminal has the key ${input.parameters.keyId}`));
  }
  const bodyDigest = parseContentDigest(header(HEADERS.contentDigest));
  if (bodyDigest === null || bodyDigest !== sha256Base64(request.body)) {
    return err(failure('signature-invalid', 'content-digest does not fit the body'));
  }
  const audience = header(HEADERS.audience) ?? '';
  if (audience !== BANK_ID) {
    return err(failure('signature-invalid', `meant for ${audience || 'nobody'}, not ${BANK_ID}`));
  }
  const base = requestSignatureBase(
    {
      method: request.method,
      path: request.path,
      bodyDigest,
      idempotencyKey: header(HEADERS.idempotencyKey) ?? '',
      audience,
    },
    input.input,
  );
  const { devicePublicKey: first, nextPublicKey: next } = terminal;
  const signer = signerAmong({ first, next }, (key) => isSignedBy(key, base, signature));
  if (signer === null) {
    return err(failure('signature-invalid', 'the signature is not the terminal’s'));
  }
  const ageS = Math.abs(Math.floor(nowMs / 1000) - input.parameters.createdS);
  if (ageS > MAX_SIGNATURE_AGE_S) {
    return err(failure('clock-skew', `signed ${ageS} s away from the bank's time`));
  }
  return ok({ ...terminal, isSignedByNext: signer === 'next' });
}

/** Two numbers of the right length need not be a point of the curve; with such a key nothing is checked. */
export function isUsableKey(jwk: PublicKeyJwk): boolean {
  try {
    createPublicKey({ key: jwk, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}

/** Whether the key itself is there, by what it signs. */
export function provesKey(key: PublicKeyJwk, text: string, proof: string): boolean {
  return isUsableKey(key) && isSignedBy(JSON.stringify(key), text, proof);
}

function isSignedBy(devicePublicKey: string, text: string, signature: string): boolean {
  return verify(
    'sha256',
    Buffer.from(text, 'utf8'),
    keyFrom(devicePublicKey),
    derFromRaw(Buffer.from(signature, 'base64')),
  );
}

/** Keys of the tills that called last; reading one takes as long as checking a signature with it. */
const MOST_KEYS = 10_000;
const keys = new Map<string, KeyObject>();

function keyFrom(devicePublicKey: string): KeyObject {
  const known = keys.get(devicePublicKey);
  if (known !== undefined) return known;
  if (keys.size >= MOST_KEYS) keys.clear();
  const key = createPublicKey({ key: asJwk(devicePublicKey), format: 'jwk' });
  keys.set(devicePublicKey, key);
  return key;
}
