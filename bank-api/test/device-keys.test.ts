import { sign } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyProofText } from '../../shared/contracts/key-renewal.ts';
import { startTestBank, type TestBank } from './test-bank.ts';
import { newDevice, type TestTill } from './test-till.ts';

type Device = ReturnType<typeof newDevice>;

let bank: TestBank;
beforeAll(async () => {
  bank = await startTestBank();
});
afterAll(() => bank.close());

function proofBy(signer: Device, { facts }: TestTill, next: Device): string {
  const key = { key: signer.privateKey, dsaEncoding: 'ieee-p1363' } as const;
  const text = keyProofText(facts.terminalId, next.keyId);
  return sign('sha256', Buffer.from(text), key).toString('base64');
}

async function bring(till: TestTill, next: Device, proof = proofBy(next, till, next)) {
  const request = { devicePublicKey: next.jwk, proof, keyStoreLevel: 'file' };
  const { status, json } = await till.post('/v1/device-keys', request);
  const refused = json as { readonly error?: { readonly code: string } };
  return status === 200 ? json : refused.error?.code;
}

it('P25 a next key is taken with its own proof only, and both sign until it has been used', async () => {
  const till = await bank.newTill();
  const [next, other] = [newDevice(), newDevice()];
  expect(await bring(till, next, proofBy(other, till, next))).toBe('request-malformed');
  expect(await bring(till, next, proofBy(next, till, other))).toBe('request-malformed');
  expect(await bring(till, next)).toEqual({ keyId: next.keyId });
  // Its answer was lost: the same again. Another one may still take its place.
  expect(await bring(till, next)).toEqual({ keyId: next.keyId });
  expect(await bring(till, other)).toEqual({ keyId: other.keyId });
  expect(await bring(till, next)).toEqual({ keyId: next.keyId });
  expect((await till.get('/v1/watermark')).status).toBe(200);
});

it('P25 the key of another terminal is nobody else’s, brought or in use', async () => {
  const [till, second] = [await bank.newTill(), await bank.newTill()];
  expect(await bring(till, second.device)).toBe('not-permitted');
  const next = newDevice();
  expect(await bring(second, next)).toEqual({ keyId: next.keyId });
  expect(await bring(till, next)).toBe('not-permitted');
});
