import { failure, type Failure } from '../contracts/error-codes.ts';
import type { Approval, SupervisedAct } from '../contracts/supervised-acts.ts';
import { err, ok, type Result } from '../lib/result.ts';

/** Long enough to give a reason in words, short enough not to be kept for later. */
const APPROVAL_LIFE_MS = 5 * 60_000;
const MOST_AT_ONCE = 16;

interface Granted extends Approval {
  readonly act: SupervisedAct;
  readonly grantedAtMs: number;
}

/**
 * A supervisor's yes (PROTOCOL P28, F38): given against a PIN, for one act, once. It lives in the
 * host's memory only; a window that says "a supervisor agreed" without one is refused, whatever
 * name it writes into the record.
 */
export class Approvals {
  readonly #ports: { readonly nowMs: () => number; readonly newId: () => string };
  #granted: Granted[] = [];

  constructor(ports: { readonly nowMs: () => number; readonly newId: () => string }) {
    this.#ports = ports;
  }

  grant(act: SupervisedAct, supervisorId: string): Approval {
    const approvalId = this.#ports.newId();
    const granted = { approvalId, supervisorId, act, grantedAtMs: this.#ports.nowMs() };
    this.#granted = [...this.#granted, granted].slice(-MOST_AT_ONCE);
    return { approvalId, supervisorId };
  }

  /** Uses it up, right or wrong: a second try needs a second PIN. */
  take(approvalId: string, act: SupervisedAct): Result<Approval, Failure> {
    const found = this.#granted.find((one) => one.approvalId === approvalId);
    this.#granted = this.#granted.filter((one) => one !== found);
    if (found === undefined || found.act !== act) {
      return err(failure('role-missing', `no approval for ${act}`));
    }
    const ageMs = this.#ports.nowMs() - found.grantedAtMs;
    if (ageMs < 0 || ageMs > APPROVAL_LIFE_MS) {
      return err(failure('role-missing', `the approval for ${act} has run out`));
    }
    return ok({ approvalId, supervisorId: found.supervisorId });
  }
}
