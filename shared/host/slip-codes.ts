import { failure } from '../contracts/error-codes.ts';
import type { TillHost } from '../contracts/host.ts';
import {
  proofOf,
  readSlipCode,
  slipCodeText,
  slipCodeWords,
  type SlipCode,
} from '../domain/slip-code.ts';
import { fromHex, toBase64 } from '../lib/bytes.ts';
import { err, ok } from '../lib/result.ts';
import type { HostIdentity } from './bank-line.ts';
import type { CardDeskPorts } from './card-desk.ts';

/** So that no proof of a slip is ever a card token, or the other way round. */
const PURPOSE = 'TwinTill provisional slip 1';

/**
 * Codes of provisional slips (PROTOCOL P19). The key is the merchant's: each of its tills proves and
 * checks, also without a line, and so could the bank; the code of another shop is worth nothing here.
 */
export function slipCodes(
  { hmac }: Pick<CardDeskPorts, 'hmac'>,
  activation: () => HostIdentity['activation'] | null,
): Pick<TillHost, 'signSlip' | 'readSlip'> {
  const proved = (slip: SlipCode): string | null => {
    const known = activation();
    if (known === null) return null;
    const key = toBase64(fromHex(hmac(known.cardTokenKey, PURPOSE)));
    return proofOf(hmac(key, slipCodeWords(slip)));
  };
  return {
    signSlip: (slip) => {
      const proof = proved(slip);
      if (proof === null) return Promise.resolve(err(failure('not-activated')));
      return Promise.resolve(ok(slipCodeText({ ...slip, proof })));
    },
    readSlip: (code) => {
      const read = readSlipCode(code);
      if (read === null) return Promise.resolve(err(failure('slip-code-torn')));
      const { proof, ...slip } = read;
      const isOurs = proved(slip) === proof;
      return Promise.resolve(isOurs ? ok(slip) : err(failure('slip-code-forged')));
    },
  };
}
