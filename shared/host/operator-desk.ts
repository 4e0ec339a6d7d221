import { failure, type Failure } from '../contracts/error-codes.ts';
import type { Approval, StepUp } from '../contracts/supervised-acts.ts';
import type { OperatorSession } from '../contracts/host-facts.ts';
import type { TillHost } from '../contracts/host.ts';
import type { OperatorList } from '../contracts/operator-list.ts';
import type { JournalBody } from '../domain/journal.ts';
import type { OperatorRole } from '../domain/operators.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Approvals } from './approvals.ts';
import type { HostJournal } from './host-journal.ts';
import type { Operators } from './operators.ts';

type OperatorAct = Extract<JournalBody, { kind: 'operator' }>['act'];

interface OperatorDeskPorts {
  readonly operators: Operators;
  readonly approvals: Approvals;
  readonly journal: Pick<HostJournal, 'write'>;
}

/** Coming and going at this till, each act with its record in the journal (P2, P28). */
export class OperatorDesk {
  readonly #ports: OperatorDeskPorts;

  constructor(ports: OperatorDeskPorts) {
    this.#ports = ports;
  }

  contract(): Pick<TillHost, 'signIn' | 'setPin' | 'lock' | 'signOff' | 'approve'> {
    const { operators } = this.#ports;
    return {
      signIn: async (credentials) => {
        const signedIn = await operators.signIn(credentials);
        await this.#note(signedIn.ok ? 'signed-in' : 'refused', credentials.operatorId);
        return signedIn;
      },
      setPin: async (first) => {
        const { operatorId } = first;
        const signedIn = await operators.setPin(first);
        const isSet = signedIn.ok || signedIn.error.code === 'locked-by-another';
        await this.#note(isSet ? 'pin-set' : 'refused', operatorId);
        if (signedIn.ok) await this.#note('signed-in', operatorId);
        return signedIn;
      },
      lock: () => this.#leave('locked', () => operators.lock()),
      signOff: () => this.#leave('signed-off', () => operators.signOff()),
      approve: async (request) => {
        const approved = await this.#approve(request);
        if (!approved.ok) await this.#note('refused', request.operatorId);
        return approved;
      },
    };
  }

  /** The bank's list is obeyed, and whom it takes away is signed out. */
  async takeList({ operators: listed }: OperatorList, isSample: boolean): Promise<void> {
    const gone = await this.#ports.operators.takeList(listed, isSample);
    if (gone !== null) await this.#note('removed', gone);
  }

  async #leave(act: OperatorAct, work: () => Promise<void>): Promise<Result<null, Failure>> {
    const operatorId = this.#ports.operators.session?.operatorId ?? '';
    await work();
    await this.#note(act, operatorId);
    return ok(null);
  }

  async #approve({ operatorId, pin, act }: StepUp): Promise<Result<Approval, Failure>> {
    const checked = await this.#ports.operators.check({ operatorId, pin });
    if (!checked.ok) return checked;
    if (!mayApprove(checked.value, act)) return err(failure('role-missing'));
    return ok(this.#ports.approvals.grant(act, operatorId));
  }

  async #note(act: OperatorAct, operatorId: string): Promise<void> {
    await this.#ports.journal.write({ kind: 'operator', act, operatorId });
  }
}

const MAY_CHANGE_SETTINGS: readonly OperatorRole[] = ['supervisor', 'administrator'];

/** Money is a supervisor's matter; where the bank is asked is the administrator's too. */
function mayApprove({ role }: OperatorSession, act: StepUp['act']): boolean {
  return act === 'change-settings' ? MAY_CHANGE_SETTINGS.includes(role) : role === 'supervisor';
}
