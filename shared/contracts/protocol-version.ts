/**
 * Raised with every change of shape in `bank-api.ts` or `http-signature.ts`; a test holds the
 * fingerprint of the shapes against this number. The bank answers 426 to a till it cannot serve.
 */
export const PROTOCOL_VERSION = 17;
