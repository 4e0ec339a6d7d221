import { BANK_ID, type BankKeys } from '../../bank-api/ports.ts';
import type { ActivationAnswer } from '../../shared/contracts/activation-api.ts';
import { DEFAULT_PARAMETERS } from '../../shared/domain/demo-merchant.ts';
import { SAMPLE_ISSUER_KEY } from '../../shared/domain/testing/sample-terminal.ts';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import { toBase64, utf8 } from '../../shared/lib/bytes.ts';
import { AES_BLOCK } from '../../renderer/bridge/browser/aes-block.ts';
import { macHex, publicKeyOf, signature, unseal } from './sim-crypto.ts';

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
  hmac: (text) => macHex('bank secret', text),
  issuer: { ciphers: { aes: AES_BLOCK }, keys: new Map([[1, SAMPLE_ISSUER_KEY]]) },
  pinBaseKey: utf8('base key of the PIN pads, 32 B'.padEnd(32, '.')),
};

export const SEALING_KEY = sealingKey;
export const BANK_URL = 'http://bank.sim';

export const CARD_TOKEN_KEY = toBase64(utf8('the merchant’s card token key'));

const STOLEN = TEST_CARDS.filter(({ account }) => account.standing === 'stolen');

/** What this bank's merchant is told at activation and at every sign-on. */
export const PARAMETERS: ActivationAnswer['parameters'] = {
  ...DEFAULT_PARAMETERS,
  // So that several batches are on the wire at once, as they are with a long queue.
  mostRecordsPerBatch: 4,
  hotCardTokens: STOLEN.map(({ number }) => macHex(CARD_TOKEN_KEY, number)),
};
