import { generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { derFromRaw, rawFromDer } from './raw-signature.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const dsaEncoding = 'ieee-p1363';

it('P26 what Node signs in DER is checked as r and s, and the other way round', () => {
  for (let i = 0; i < 2000; i += 1) {
    const text = Buffer.from(`text ${i}`);
    const raw = rawFromDer(sign('sha256', text, privateKey));
    expect(verify('sha256', text, { key: publicKey, dsaEncoding }, raw)).toBe(true);
    const other = sign('sha256', text, { key: privateKey, dsaEncoding });
    expect(verify('sha256', text, publicKey, derFromRaw(other))).toBe(true);
    other[i % 64] = (other[i % 64] ?? 0) ^ 1;
    expect(verify('sha256', text, publicKey, derFromRaw(other))).toBe(false);
  }
});

it('P26 any two numbers come back the same, and none that is not a signature is one', () => {
  const part = fc.oneof(
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
    fc
      .nat(31)
      .chain((zeros) =>
        fc
          .uint8Array({ minLength: 32 - zeros, maxLength: 32 - zeros })
          .map((end) => Uint8Array.from([...Array<number>(zeros).fill(0), ...end])),
      ),
    fc.constant(new Uint8Array(32)),
  );
  fc.assert(
    fc.property(part, part, (r, s) => {
      const raw = Buffer.concat([r, s]);
      expect(rawFromDer(derFromRaw(raw)).equals(raw)).toBe(true);
      expect(verify('sha256', Buffer.from('text'), publicKey, derFromRaw(raw))).toBe(false);
    }),
  );
});
