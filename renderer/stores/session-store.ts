import { createStore } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Approval, StepUp } from '../../shared/contracts/supervised-acts.ts';
import type { OperatorFacts, OperatorSession } from '../../shared/contracts/host-facts.ts';
import type { FirstUse } from '../../shared/contracts/operator-list.ts';
import type { TillPorts } from '../ports.ts';
import type { OpenTill } from '../services/till.ts';

/** Who is at the till, as the host says it: a window cannot claim anybody (P28). */
export interface SessionState {
  readonly operators: readonly OperatorFacts[];
  readonly session: OperatorSession | null;
  /** Whose the locked till is; null where anybody may come. */
  readonly lockedBy: string | null;
  readonly signInFailure: Failure | null;
  readonly look: () => Promise<void>;
  readonly signIn: (operatorId: string, pin: string) => Promise<void>;
  /** First use, or a forgotten PIN: against a start code of the bank; null when it was taken. */
  readonly setPin: (first: FirstUse) => Promise<Failure | null>;
  readonly lock: () => Promise<void>;
  /** 签退: whoever comes next may sign in. */
  readonly signOff: () => Promise<void>;
  readonly approvalFailure: Failure | null;
  /** A supervisor's yes to one act, good once; null when it was refused. */
  readonly approve: (request: StepUp) => Promise<Approval | null>;
}

export function createSessionStore(
  { host }: Pick<TillPorts, 'host'>,
  openTill: () => Pick<OpenTill, 'changeOperator'> | null,
) {
  /** How often somebody has come or gone: what was asked before tells of another session. */
  let changes = 0;
  const store = createStore<SessionState>()((set, get) => ({
    operators: [],
    session: null,
    lockedBy: null,
    signInFailure: null,
    approvalFailure: null,
    look: async () => {
      const changesBefore = changes;
      const about = await host.about();
      if (!about.ok) return;
      const { operators, session, lockedBy } = about.value;
      if (changesBefore !== changes) return set({ operators });
      // The bank has taken the operator off its list: what is sent from now on names nobody.
      if (session === null && get().session !== null) openTill()?.changeOperator('');
      set({ operators, session, lockedBy });
    },
    signIn: async (operatorId, pin) => {
      const signedIn = await host.signIn({ operatorId, pin });
      if (signedIn.ok) cameIn(signedIn.value);
      else set({ signInFailure: signedIn.error });
    },
    setPin: async (first) => {
      const signedIn = await host.setPin(first);
      if (!signedIn.ok) return signedIn.error;
      cameIn(signedIn.value);
      // The PIN that was shown as the sample one is another now.
      await get().look();
      return null;
    },
    lock: async () => {
      const lockedBy = get().session?.operatorId ?? get().lockedBy;
      const locked = await host.lock();
      if (locked.ok) wentAway(lockedBy);
    },
    signOff: async () => {
      const signedOff = await host.signOff();
      if (signedOff.ok) wentAway(null);
    },
    approve: async (request) => {
      const approved = await host.approve(request);
      set({ approvalFailure: approved.ok ? null : approved.error });
      return approved.ok ? approved.value : null;
    },
  }));

  function cameIn(session: OperatorSession): void {
    changes += 1;
    openTill()?.changeOperator(session.operatorId);
    store.setState({ session, lockedBy: null, signInFailure: null });
  }

  function wentAway(lockedBy: string | null): void {
    changes += 1;
    store.setState({ session: null, lockedBy, signInFailure: null });
  }

  return store;
}
