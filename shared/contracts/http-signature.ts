import { canonicalJson } from '../lib/canonical-json.ts';

/**
 * Signed requests and signed answers (PROTOCOL P26), after RFC 9421 "HTTP Message Signatures" and
 * RFC 9530 "Digest Fields", narrowed to exactly one shape:
 *
 * - algorithm `ecdsa-p256-sha256`, raw r‖s, base64;
 * - request: `@method`, `@path` (with query), `content-digest`, `idempotency-key`, `bank-audience`;
 *   parameters `created` (s), `nonce`, `keyid`, `tag`;
 * - answer: `@status`, `content-digest`, `bank-time` (ms), and the request's own signature
 *   (`"signature";req`), which binds the answer to the one request it answers.
 *
 * Only the text to be signed is made here; keys and hashing belong to the host and the server.
 */

export const REQUEST_TAG = 'twintill-request-v1';
export const ANSWER_TAG = 'twintill-answer-v1';

/** Seconds by which `created` may differ from the bank's clock before the request is refused. */
export const MAX_SIGNATURE_AGE_S = 300;

export const HEADERS = {
  contentDigest: 'content-digest',
  idempotencyKey: 'idempotency-key',
  audience: 'bank-audience',
  bankTime: 'bank-time',
  signatureInput: 'signature-input',
  signature: 'signature',
  protocolVersion: 'twintill-protocol',
} as const;

export interface SignatureParameters {
  readonly createdS: number;
  readonly nonce: string;
  readonly keyId: string;
}

export interface RequestParts {
  readonly method: string;
  /** Path and query as sent. */
  readonly path: string;
  /** Base64 SHA-256 of the body as sent (before any content encoding). */
  readonly bodyDigest: string;
  readonly idempotencyKey: string;
  readonly audience: string;
}

export interface AnswerParts {
  readonly status: number;
  readonly bodyDigest: string;
  readonly bankTimeMs: number;
  /** Base64 signature of the request that is answered. */
  readonly requestSignature: string;
}

const REQUEST_COMPONENTS = '("@method" "@path" "content-digest" "idempotency-key" "bank-audience")';
const ANSWER_COMPONENTS = '("@status" "content-digest" "bank-time" "signature";req)';

export function contentDigest(bodyDigest: string): string {
  return `sha-256=:${bodyDigest}:`;
}

/** The digest in a `content-digest` header, or null when it is not exactly one SHA-256. */
export function parseContentDigest(header: string | undefined): string | null {
  return /^sha-256=:([A-Za-z0-9+/]{43}=):$/.exec(header ?? '')?.[1] ?? null;
}

/** The value of `signature-input` behind its label, which is itself signed. */
export function requestSignatureInput(parameters: SignatureParameters): string {
  return `${REQUEST_COMPONENTS}${parameterText(parameters, REQUEST_TAG)}`;
}

export function answerSignatureInput(parameters: SignatureParameters): string {
  return `${ANSWER_COMPONENTS}${parameterText(parameters, ANSWER_TAG)}`;
}

function parameterText({ createdS, nonce, keyId }: SignatureParameters, tag: string): string {
  return `;created=${createdS};nonce="${nonce}";keyid="${keyId}";alg="ecdsa-p256-sha256";tag="${tag}"`;
}

/** The signature base of a request (RFC 9421, 2.5). */
export function requestSignatureBase(parts: RequestParts, signatureInput: string): string {
  return [
    `"@method": ${parts.method}`,
    `"@path": ${parts.path}`,
    `"content-digest": ${contentDigest(parts.bodyDigest)}`,
    `"idempotency-key": ${parts.idempotencyKey}`,
    `"bank-audience": ${parts.audience}`,
    `"@signature-params": ${signatureInput}`,
  ].join('\n');
}

/** The signature base of an answer. */
export function answerSignatureBase(parts: AnswerParts, signatureInput: string): string {
  return [
    `"@status": ${parts.status}`,
    `"content-digest": ${contentDigest(parts.bodyDigest)}`,
    `"bank-time": ${parts.bankTimeMs}`,
    `"signature";req: :${parts.requestSignature}:`,
    `"@signature-params": ${signatureInput}`,
  ].join('\n');
}

const PARAMETERS =
  /^\((?<components>[^)]*)\);created=(?<created>\d{1,12});nonce="(?<nonce>[A-Za-z0-9_-]{16,64})";keyid="(?<keyid>[A-Za-z0-9._-]{1,64})";alg="ecdsa-p256-sha256";tag="(?<tag>[a-z0-9-]{1,40})"$/;

/**
 * Reads `signature-input` of a request or an answer. `null` for anything but the one shape above:
 * a signature over fewer components would protect less than it seems to.
 */
export function parseSignatureInput(
  header: string | undefined,
  of: 'request' | 'answer',
): { readonly input: string; readonly parameters: SignatureParameters } | null {
  const input = /^sig1=(.+)$/.exec(header ?? '')?.[1];
  const groups = input === undefined ? undefined : PARAMETERS.exec(input)?.groups;
  if (input === undefined || groups === undefined) return null;
  const wanted = of === 'request' ? REQUEST_COMPONENTS : ANSWER_COMPONENTS;
  const tag = of === 'request' ? REQUEST_TAG : ANSWER_TAG;
  if (`(${groups['components']})` !== wanted || groups['tag'] !== tag) return null;
  return {
    input,
    parameters: {
      createdS: Number(groups['created']),
      nonce: groups['nonce'] ?? '',
      keyId: groups['keyid'] ?? '',
    },
  };
}

/** The signature in `sig1=:…:`, base64, or null. */
export function parseSignature(header: string | undefined): string | null {
  return /^sig1=:([A-Za-z0-9+/]{86}==):$/.exec(header ?? '')?.[1] ?? null;
}

/**
 * What card data and a PIN are sealed with (P27): the transaction itself as associated data, so
 * that sealed data of one sale cannot be used for another.
 */
export function sealContext(core: {
  readonly id: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly terminalId: string;
}): string {
  const { id, amountMinor, currency, terminalId } = core;
  return canonicalJson({ id, amountMinor, currency, terminalId });
}
