import { createLineCrypto, type DeviceKey } from '../electron/platform/node-crypto.ts';
import {
  contentDigest,
  HEADERS,
  parseSignatureInput,
  requestSignatureBase,
  requestSignatureInput,
} from '../shared/contracts/http-signature.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { present } from '../shared/lib/assert.ts';
import type { Exchange } from './cable.ts';
import type { ElectronTill } from './electron-till.ts';

/** A request as it goes over the cable. */
export type Sendable = Pick<Exchange, 'method' | 'path' | 'headers' | 'bytes'>;

/**
 * Somebody who has the till's disk, and with it the device key (level `file`, P25): signs whatever
 * he likes, and the bank cannot tell. What then protects the money is the immutable core (P1).
 */
export async function signedByTill(
  { folder }: Pick<ElectronTill, 'folder'>,
  sent: Exchange,
  body: string,
): Promise<Sendable> {
  const secrets = await readFile(join(folder, 'host', 'device-secrets.json'), 'utf8');
  const { deviceKey } = JSON.parse(secrets) as { readonly deviceKey: DeviceKey };
  const crypto = createLineCrypto(() => deviceKey);
  const { parameters } = present(
    parseSignatureInput(header(sent, HEADERS.signatureInput), 'request'),
    'the signature of the till',
  );
  const input = requestSignatureInput({
    createdS: Math.floor(Date.now() / 1000),
    nonce: crypto.nonce(),
    keyId: parameters.keyId,
  });
  const { method, path } = sent;
  const bodyDigest = await crypto.digest(body);
  const idempotencyKey = header(sent, HEADERS.idempotencyKey);
  const audience = header(sent, HEADERS.audience);
  const parts = { method, path, bodyDigest, idempotencyKey, audience };
  const signature = await crypto.sign(requestSignatureBase(parts, input));
  return {
    method,
    path,
    bytes: Buffer.from(body),
    headers: {
      ...sent.headers,
      'content-length': String(Buffer.byteLength(body)),
      [HEADERS.contentDigest]: contentDigest(bodyDigest),
      [HEADERS.signatureInput]: `sig1=${input}`,
      [HEADERS.signature]: `sig1=:${signature}:`,
    },
  };
}

function header({ headers }: Exchange, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
