import { createStore } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type {
  Approval,
  OperatorFacts,
  OperatorSession,
  StepUp,
} from '../../shared/contracts/host.ts';
import type { TillPorts } from '../ports.ts';
import type { OpenTill } from '../services/till.ts';

/** Who is at the till, as the host says it: a window cannot claim anybody (P28). */
export interface SessionState {
  readonly operators: readonly OperatorFacts[];
  readonly session: OperatorSession | null;
  readonly signInFailure: Failure | null;
  readonly look: () => Promise<void>;
  readonly signIn: (operatorId: string, pin: string) => Promise<void>;
  readonly lock: () => Promise<void>;
  readonly approvalFailure: Failure | null;
  /** A supervisor's yes to one act, good once; null when it was refused. */
  readonly approve: (request: StepUp) => Promise<Approval | null>;
}

export function createSessionStore(
  { host }: Pick<TillPorts, 'host'>,
  openTill: () => Pick<OpenTill, 'changeOperator'> | null,
) {
  return createStore<SessionState>()((set) => ({
    operators: [],
    session: null,
    signInFailure: null,
    approvalFailure: null,
    look: async () => {
      const about = await host.about();
      if (about.ok) set({ operators: about.value.operators, session: about.value.session });
    },
    signIn: async (operatorId, pin) => {
      const signedIn = await host.signIn({ operatorId, pin });
      if (signedIn.ok) openTill()?.changeOperator(operatorId);
      set(
        signedIn.ok
          ? { session: signedIn.value, signInFailure: null }
          : { signInFailure: signedIn.error },
      );
    },
    lock: async () => {
      const locked = await host.lock();
      if (locked.ok) set({ session: null, signInFailure: null });
    },
    approve: async (request) => {
      const approved = await host.approve(request);
      set({ approvalFailure: approved.ok ? null : approved.error });
      return approved.ok ? approved.value : null;
    },
  }));
}
