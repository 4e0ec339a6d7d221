import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ActivationAnswer, PublicKeyJwk } from '../../shared/contracts/bank-api.ts';
import { formatActivationCode } from '../../shared/domain/activation-code.ts';
import { DEFAULT_PARAMETERS, DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';

/** A bank that activates whoever comes and answers nothing else; it counts who knocked. */
export async function fakeBank(mode: ActivationAnswer['mode'] = 'demo') {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const bankPublicKey: PublicKeyJwk = { kty: 'EC', crv: 'P-256', x, y };
  const seen: string[] = [];
  const answer: ActivationAnswer = {
    ...DEMO_MERCHANT,
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
  };
  const server = createServer((request, response) => {
    seen.push(request.url ?? '');
    request.resume().on('end', () => {
      const activation = request.url === '/v1/activate';
      response.writeHead(activation ? 200 : 503).end(activation ? JSON.stringify(answer) : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const thumbprint = createHash('sha256').update(canonicalJson(bankPublicKey)).digest();
  return {
    seen,
    url: `http://127.0.0.1:${port}`,
    code: formatActivationCode(Buffer.alloc(16, 1), thumbprint),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
