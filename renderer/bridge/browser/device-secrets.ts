import type { PublicKeyJwk } from '../../../shared/contracts/bank-api.ts';
import type { KeptValue } from '../../../shared/host/ports.ts';
import { present } from '../../../shared/lib/assert.ts';

/**
 * What makes this browser this till (P25). The device key cannot be taken out of the browser, not
 * even by us; the two others are only as safe as the profile they lie in. Level `file`: for demo
 * and training merchants.
 */
export interface BrowserSecrets {
  readonly privateKey: CryptoKey;
  readonly publicJwk: PublicKeyJwk;
  readonly journalKey: Uint8Array<ArrayBuffer>;
  readonly pepper: Uint8Array<ArrayBuffer>;
}

export const DEVICE_KEY_KIND = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export async function secretsOf(kept: KeptValue<BrowserSecrets>): Promise<BrowserSecrets> {
  const known = await kept.read();
  if (known !== null) return known;
  const pair = await crypto.subtle.generateKey(DEVICE_KEY_KIND, false, ['sign', 'verify']);
  const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const made: BrowserSecrets = {
    privateKey: pair.privateKey,
    publicJwk: { kty: 'EC', crv: 'P-256', x: present(x, 'x'), y: present(y, 'y') },
    journalKey: crypto.getRandomValues(new Uint8Array(32)),
    pepper: crypto.getRandomValues(new Uint8Array(32)),
  };
  await kept.write(made);
  return made;
}
