import { BANK_ID, type BankKeys } from '../../bank-api/ports.ts';
import { toBase64, utf8 } from '../../shared/lib/bytes.ts';
import { hmacHex, publicKeyOf, signature, unseal } from './sim-crypto.ts';

const publicKey = publicKeyOf('bank');
const sealingKey = 'bank sealing';

/** Who the bank of this world is. */
export const BANK_KEYS: BankKeys & { readonly bankId: string } = {
  bankId: BANK_ID,
  bankKeyId: 'sim-bank-key',
  publicKey,
  sealingKeyId: 'sim-sealing-key',
  sealingPublicKey: toBase64(utf8(sealingKey)),
  sign: (text) => signature(publicKey, text),
  open: (sealed, info, context) => Promise.resolve(unseal(sealingKey, info, context, sealed)),
  hmac: (text) => hmacHex('bank secret', text),
};

export const SEALING_KEY = sealingKey;
export const BANK_URL = 'http://bank.sim';
