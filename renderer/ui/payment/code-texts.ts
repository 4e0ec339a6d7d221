import { isErrorCode } from '../../../shared/contracts/error-codes.ts';
import { isKnownCode } from './response-codes.ts';

/** Which text a code has: what the bank or the policy meant, else what the till's own registry says. */
export function textOfCode(code: string) {
  if (isKnownCode(code)) return `codes:${code}` as const;
  return isErrorCode(code) ? (`errors:${code}` as const) : 'codes:other';
}
