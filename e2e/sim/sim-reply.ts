import { factsOf, type ErrorCode } from '../../shared/contracts/error-codes.ts';
import { present } from '../../shared/lib/assert.ts';

/** What the bank says, before it is signed. */
export interface BankReply {
  readonly status: number;
  readonly body: unknown;
}

export const ok = (body: unknown): BankReply => ({ status: 200, body });

/** With the status that the registry gives the code. */
export const refused = (code: ErrorCode): BankReply => ({
  status: present(factsOf(code).status, `HTTP status of ${code}`),
  body: { error: { code, message: code } },
});
