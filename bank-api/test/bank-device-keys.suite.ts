import { expect, it } from 'vitest';
import type { PublicKeyJwk } from '../../shared/contracts/bank-api.ts';
import { keyProofText, keyText } from '../../shared/contracts/key-renewal.ts';
import { activateAtBank } from '../../shared/host/activation.ts';
import { sha256Hex } from '../security/hashing.ts';
import {
  answerOf,
  faultOf,
  type Counter,
  type DeviceKeyPair,
  type SuiteTill,
} from './suite-till.ts';

type Level = 'keyring' | 'passphrase' | 'file';

interface Wish {
  /** Somebody else signs the proof, or it speaks of another key. */
  readonly proofBy?: DeviceKeyPair;
  readonly proofOf?: DeviceKeyPair;
  /** The key that signs the request; the first one otherwise. */
  readonly signedBy?: DeviceKeyPair;
  readonly level?: Level;
}

const idOf = (key: PublicKeyJwk): string => sha256Hex(keyText(key));

async function bring(till: SuiteTill, next: DeviceKeyPair, wish: Wish = {}): Promise<string> {
  const { proofBy = next, proofOf = next, signedBy, level = 'file' } = wish;
  const { terminalId } = till.atBank.activated;
  const proof = await proofBy.sign(keyProofText(terminalId, idOf(proofOf.publicKey)));
  const client = signedBy === undefined ? till.client : signingBy(till, signedBy);
  const { publicKey } = next;
  const request = { devicePublicKey: publicKey, proof, keyStoreLevel: level };
  return faultOf(await client.renewKey(request, idOf(publicKey)));
}

function signingBy(till: SuiteTill, { sign }: DeviceKeyPair) {
  return till.clientWith({ crypto: { ...till.atBank.crypto, sign } });
}

/** An activation with this code and key, of the till whose journal goes on: what the bank says against it. */
async function activate(
  till: SuiteTill,
  code: string,
  { publicKey }: DeviceKeyPair,
): Promise<string> {
  const { url, transport, activated } = till.atBank;
  const { terminalId, journalNumber } = activated;
  const ports = { transport, crypto: { sha256: sha256Hex } };
  const done = await activateAtBank(ports, { code, bankUrl: url }, publicKey, {
    appVersion: 'suite',
    keyStoreLevel: 'file',
    formerly: { terminalId, journalNumber, isOpen: false },
  });
  return done.ok ? 'activated' : done.error.code;
}

async function echo(till: SuiteTill, by?: DeviceKeyPair): Promise<string> {
  const client = by === undefined ? till.client : signingBy(till, by);
  return faultOf(await client.echo({ deliveredUpTo: 0 }));
}

/** A device key that is renewed, as every bank must take it (P25). */
export function deviceKeyCases({ bank, newTill }: Counter): void {
  it('P25 a next key is taken with its own proof only; brought again it is the same, another takes its place', async () => {
    const till = await newTill();
    const [next, other] = [bank().newKey(), bank().newKey()];
    expect(await bring(till, next, { proofBy: other })).toBe('request-malformed');
    expect(await bring(till, next, { proofOf: other })).toBe('request-malformed');
    for (const brought of [next, next, other, next]) {
      expect(await bring(till, brought)).toBe('answered');
    }
    expect(await echo(till)).toBe('answered');
    // It was never used, and another one has taken its place.
    expect(await echo(till, other)).toBe('signature-invalid');
    expect(await echo(till)).toBe('answered');
  });

  it('P25 both sign until the next one has been used; then the first is nobody’s, also where it arrives late', async () => {
    const till = await newTill();
    const next = bank().newKey();
    const core = await till.core();
    const body = JSON.stringify({ core, attempt: till.attempt() });
    const late = await till.signed('/v1/authorisations', body, core.id);
    expect(await bring(till, next)).toBe('answered');
    expect(await echo(till)).toBe('answered');
    const renewals = await bank().eventCount('device-key-renewed');
    expect(await echo(till, next)).toBe('answered');
    expect(await echo(till, next)).toBe('answered');
    expect(await bank().eventCount('device-key-renewed')).toBe(renewals + 1);
    expect(await echo(till)).toBe('signature-invalid');
    expect(await till.send(late)).toEqual({ status: 401, code: 'signature-invalid' });
    expect(answerOf(await signingBy(till, next).query(core)).known).toBe(false);
    // The answer to it was lost, and it has been used since.
    expect(await bring(till, next, { signedBy: next })).toBe('answered');
    expect(await bring(till, next)).toBe('signature-invalid');
    expect(await echo(till, next)).toBe('answered');
  });

  it('P25 the key of another terminal is nobody else’s, brought or in use', async () => {
    const [till, second] = [await newTill(), await newTill()];
    const next = bank().newKey();
    expect(await bring(second, next)).toBe('answered');
    expect(await bring(till, next)).toBe('not-permitted');
    expect(await echo(second, next)).toBe('answered');
    expect(await bring(till, next)).toBe('not-permitted');
  });

  it('P25 a code dies with the key that it was given out for: who is late with it brings no old key back', async () => {
    const till = await newTill();
    const { terminalId } = till.atBank.activated;
    const [before, now] = [bank().newKey(), bank().newKey()];
    expect(await bring(till, before)).toBe('answered');
    expect(await echo(till, before)).toBe('answered');
    const code = await bank().newCode(terminalId);
    expect(await bring(till, now, { signedBy: before })).toBe('answered');
    expect(await echo(till, now)).toBe('answered');
    expect(await activate(till, code, before)).toBe('activation-code-invalid');
    expect(await echo(till, now)).toBe('answered');
    // Whoever finds the old keys again and asks for a code has one that is good.
    expect(await activate(till, await bank().newCode(terminalId), before)).toBe('activated');
    expect(await echo(till, before)).toBe('answered');
    expect(await echo(till, now)).toBe('signature-invalid');
  });

  it('P25 where keys rest may only become better', async () => {
    const till = await newTill();
    const [next, other] = [bank().newKey(), bank().newKey()];
    expect(await bring(till, next, { level: 'keyring' })).toBe('answered');
    expect(await bring(till, other, { level: 'file' })).toBe('key-store-too-weak');
    expect(await echo(till, next)).toBe('answered');
  });
}
