import { minor } from '../../shared/domain/money.ts';

/** A payment at the till of `activated-host`, and the bank's word for it when it is asked by its id. */
const id = '01900000-0000-7000-8000-00000000abcd';
export const QUESTION = { id, amountMinor: minor(100) };
export const CORE = { ...QUESTION, currency: 'CNY', terminalId: '01000001' };
export const QUESTION_PATH = `/v1/transactions/${id}`;

/** With the issuer's word for the card (tag 91), right or wrong; empty: none. */
export function yesWith(issuerAuthentication: string) {
  return {
    known: true,
    id,
    state: 'approved',
    code: '00',
    approvedMinor: 100,
    authorisationCode: '123456',
    referenceNumber: '123456789012',
    issuerAuthentication,
  };
}
