import { createStore } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { OperatorFacts, OperatorSession } from '../../shared/contracts/host.ts';
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
}

export function createSessionStore(
  { host }: Pick<TillPorts, 'host'>,
  openTill: () => Pick<OpenTill, 'changeOperator'> | null,
) {
  return createStore<SessionState>()((set) => ({
    operators: [],
    session: null,
    signInFailure: null,
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
  }));
}
