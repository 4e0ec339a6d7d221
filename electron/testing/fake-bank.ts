import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ActivationAnswer } from '../../shared/contracts/activation-api.ts';
import type { PublicKeyJwk } from '../../shared/contracts/bank-api.ts';
import {
  answerSignatureBase,
  answerSignatureInput,
  contentDigest,
  HEADERS,
  parseSignature,
} from '../../shared/contracts/http-signature.ts';
import { formatActivationCode } from '../../shared/domain/activation-code.ts';
import {
  DEFAULT_PARAMETERS,
  DEMO_MERCHANT,
  DEMO_OPERATOR_LIST,
} from '../../shared/domain/demo-merchant.ts';
import { present } from '../../shared/lib/assert.ts';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';

/** A bank that activates whoever comes and says to anything else what it is told; it counts who knocked. */
export async function fakeBank(mode: ActivationAnswer['mode'] = 'demo') {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const bankPublicKey: PublicKeyJwk = { kty: 'EC', crv: 'P-256', x, y };
  const seen: string[] = [];
  const says = new Map<string, unknown>();
  const heard = new Map<string, string>();
  const answer: ActivationAnswer = {
    ...DEMO_MERCHANT,
    journalNumber: 1,
    mode,
    bankId: 'test-bank',
    bankKeyId: 'test-bank-key',
    bankPublicKey,
    sealingKeyId: 'test-sealing-key',
    sealingPublicKey: publicKey
      .export({ type: 'spki', format: 'der' })
      .subarray(-65)
      .toString('base64'),
    cardTokenKey: Buffer.alloc(32, 7).toString('base64'),
    parameters: { ...DEFAULT_PARAMETERS, hotCardTokens: [] },
    operators: DEMO_OPERATOR_LIST,
  };
  const server = createServer((request, response) => {
    seen.push(request.url ?? '');
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      heard.set(request.url ?? '', Buffer.concat(parts).toString());
      const told = says.get(request.url ?? '');
      if (request.url === '/v1/activate') response.end(JSON.stringify(answer));
      else if (told === undefined) response.writeHead(503).end('');
      else response.writeHead(200, signed(told, request.headers)).end(JSON.stringify(told));
    });
  });
  function signed(told: unknown, headers: IncomingHttpHeaders): Record<string, string> {
    const bodyDigest = createHash('sha256').update(JSON.stringify(told)).digest('base64');
    const bankTimeMs = Date.now();
    const requestSignature = present(parseSignature(String(headers[HEADERS.signature])), 'signed');
    const createdS = Math.floor(bankTimeMs / 1000);
    const nonce = 'n'.repeat(24);
    const input = answerSignatureInput({ createdS, nonce, keyId: answer.bankKeyId });
    const base = answerSignatureBase(
      { status: 200, bodyDigest, bankTimeMs, requestSignature },
      input,
    );
    const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
    return {
      [HEADERS.contentDigest]: contentDigest(bodyDigest),
      [HEADERS.bankTime]: String(bankTimeMs),
      [HEADERS.signatureInput]: `sig1=${input}`,
      [HEADERS.signature]: `sig1=:${sign('sha256', Buffer.from(base), key).toString('base64')}:`,
    };
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const thumbprint = createHash('sha256').update(canonicalJson(bankPublicKey)).digest();
  return {
    seen,
    /** By path, the body that came last. */
    heard,
    /** By path, what it answers with its signature, true or not. */
    says,
    url: `http://127.0.0.1:${port}`,
    code: formatActivationCode(Buffer.alloc(16, 1), thumbprint),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
