import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { SentRequest } from '../../bank-api/test/test-till.ts';
import { HEADERS } from '../../shared/contracts/http-signature.ts';
import { minor } from '../../shared/domain/money.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import type { Links, Packing, PathSpelling, Saying } from './bank-traffic.ts';
import type { WireRequest } from './bank-wire.ts';

/** How a plan of `bank-traffic.ts` becomes what is sent: pure, from one text to the next. */

export function dearer(core: PaymentCore): PaymentCore {
  return { ...core, amountMinor: minor(Number(core.amountMinor) + 1) };
}

export function linked(
  core: PaymentCore,
  links: Links,
  other: PaymentCore | undefined,
): PaymentCore {
  if (links === 'itself') return { ...core, supersedes: core.id, originalId: core.id };
  if (links !== 'number' || other === undefined) return core;
  const { transactionNumber, traceNumber } = other;
  return { ...core, transactionNumber, traceNumber };
}

export function spelled(path: string, spelling: PathSpelling): string {
  switch (spelling) {
    case 'query':
      return `${path}?deliveredUpTo=9&__proto__=1`;
    case 'percent':
      return path
        .replace('/v1/e', '/v1/%65')
        .replace('/v1/a', '/v1/%61')
        .replace('/v1/b', '/v1/%62');
    case 'slash':
      return `${path}/`;
    case 'double-slash':
      return path.replace('/v1/', '/v1//');
    case 'upper':
      return path.toUpperCase();
    case 'broken-percent':
      return `${path}%zz`;
    case 'long':
      return `/v1/transactions/${'x'.repeat(500)}`;
    case 'dots':
      return `/v1/../v1/./${path.slice(4)}`;
  }
}

/** What is signed is the body before its encoding (P26): a right signature on a wrong wrapping. */
export function packed(
  { method, path, headers, body }: SentRequest,
  packing: Packing,
): WireRequest {
  const plain = Buffer.from(body, 'utf8');
  const as = (bytes: Buffer, encoding?: string): WireRequest => ({
    method,
    path,
    body: bytes,
    headers: encoding === undefined ? headers : { ...headers, 'content-encoding': encoding },
  });
  switch (packing) {
    case 'plain':
    case 'huge':
      return as(plain);
    case 'gzip':
    case 'bomb':
      return as(gzipSync(plain), 'gzip');
    case 'not-gzip':
      return as(plain, 'gzip');
    case 'br':
      return as(plain, 'br');
    case 'latin-1':
      return as(Buffer.concat([plain, Buffer.of(0xe9, 0xff)]));
    case 'bom':
      return as(Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), plain]));
  }
}

const HUGE_BYTES = 6 * 1024 * 1024;

export function inflated(body: string): string {
  return `${body.slice(0, -1)},"padding":"${'x'.repeat(HUGE_BYTES)}"}`;
}

/** As it leaves for the bank; forged where the signature cannot hold any more. */
export function sent(
  request: WireRequest,
  { sending }: Pick<Saying, 'sending'>,
  before: readonly WireRequest[],
): { readonly request: WireRequest; readonly forged: boolean } {
  const { headers, body } = request;
  const isSigned = (name: string): boolean => name !== 'content-type' && !name.startsWith('twin');
  const changed = (more: WireRequest['headers'], forged: boolean) => ({
    request: { ...request, headers: { ...headers, ...more } },
    forged,
  });
  switch (sending.kind) {
    case 'as-signed':
      return { request, forged: isBentBody(headers, body) };
    case 'without': {
      const { [sending.header]: _gone, ...others } = headers;
      return { request: { ...request, headers: others }, forged: isSigned(sending.header) };
    }
    case 'with': {
      const differs = headers[sending.header] !== sending.value;
      return changed({ [sending.header]: sending.value }, isSigned(sending.header) && differs);
    }
    case 'doubled': {
      const was = headers[sending.header];
      const one = typeof was === 'string' ? was : '';
      return changed({ [sending.header]: [one, sending.value ?? one] }, isSigned(sending.header));
    }
    case 'other-body': {
      const bytes = Buffer.from(body);
      const at = Math.floor(sending.at * bytes.length);
      if (bytes.length > 0) bytes[at] = ((bytes[at] ?? 0) + 1) % 256;
      return { request: { ...request, body: bytes }, forged: isBentBody(headers, bytes) };
    }
    case 'other-path':
      return {
        request: { ...request, path: sending.path },
        forged: sending.path !== request.path,
      };
    case 'old-signature': {
      const old = before.at(-1);
      if (old === undefined) return { request, forged: false };
      const { [HEADERS.signature]: signature = '', [HEADERS.signatureInput]: input = '' } =
        old.headers;
      return changed({ [HEADERS.signature]: signature, [HEADERS.signatureInput]: input }, true);
    }
    case 'replay': {
      const old = before.at(0);
      return { request: old ?? request, forged: false };
    }
  }
}

/** Whether the digest that was signed is not the one of these bytes (plain ones only: packed ones differ). */
function isBentBody(headers: WireRequest['headers'], body: Buffer): boolean {
  const digest = headers[HEADERS.contentDigest];
  if (digest === undefined || headers['content-encoding'] !== undefined) return false;
  return digest !== `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
}
