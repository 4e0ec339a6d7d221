import { createStore } from 'zustand/vanilla';
import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import type { ActivateRequest } from '../../shared/contracts/host.ts';
import type { HostFacts, Terminal } from '../../shared/contracts/host-facts.ts';
import type { Reasoned } from '../../shared/contracts/supervised-acts.ts';
import { err, type Result } from '../../shared/lib/result.ts';
import type { TillPorts } from '../ports.ts';
import { findingsOf, type StartCheck } from '../services/start/start-findings.ts';
import type { FoundSale } from '../services/paying/found-sales.ts';
import { startAnew, unsentHere, type UnsentHere } from '../services/start/new-keys.ts';
import { NO_FIGURES, type TillFigures } from '../services/queue/figures.ts';
import type { TerminalKeeping } from '../services/start/terminal-keeping.ts';
import { openTill } from '../services/open-till.ts';
import type { OpenTill } from '../services/till.ts';

/** The till as a whole: whether it is open, who it is, and what the status bar shows. */
export interface TillState extends TillFigures {
  readonly phase: 'starting' | 'ready' | 'failed';
  readonly failure: Failure | null;
  readonly facts: HostFacts | null;
  readonly terminal: Terminal | null;
  readonly cardsLocked: boolean;
  /** What this start found in the two copies (P10); it stays readable in the status bar. */
  readonly startCheck: StartCheck | null;
  readonly markFindingsRead: () => void;
  readonly sendNow: () => Promise<void>;
  /** Fetches what the bank has signed since the last sign-on (P21); false: it does not answer. */
  readonly signOn: () => Promise<boolean>;
  /** What must be gone before this till is replaced or cleared (P24). */
  readonly whatKeepsTerminal: () => Promise<Result<TerminalKeeping, Failure>>;
  /** A supervisor has looked at what locked them (P10); null when it was done. */
  readonly unlockCards: (act: Reasoned) => Promise<Failure | null>;
  /** It did not open; what was in the way may be gone. */
  readonly tryAgain: () => void;
  /** A bug outside of any step, in a screen for one: written into the journal, each one once. */
  readonly noteBug: (bug: unknown) => void;
  /** First use (P25), the keys under a passphrase first where one is given; then the till opens. */
  readonly activate: (code: string, bankUrl: string, passphrase: string | null) => Promise<void>;
  /** The passphrase is forgotten: new keys, for a new code of the bank; what is unsent stays (P25). */
  readonly startAnew: (request: Required<ActivateRequest>) => Promise<void>;
  readonly unsentHere: () => Promise<UnsentHere | null>;
  /** Keys that rest under a passphrase: with it the till opens at once. */
  readonly unlockKeys: (passphrase: string) => Promise<void>;
}

interface TillEvents {
  /** Starts everything that waits for an identity; not awaited by the screen. */
  readonly activated: () => void;
  /** Both copies are whole again, and nobody has seen the till yet (P10). */
  readonly repaired: () => Promise<void>;
  readonly found: (found: readonly FoundSale[]) => void;
  /** The host has heard the bank: who may work here can be others now (P28). */
  readonly signedOn: () => Promise<void>;
}

/** Often enough for a disk that fills up; the host itself refuses in the meantime (F08). */
const LOOK_AGAIN_MS = 30_000;

export function createTillStore(ports: TillPorts, events: TillEvents) {
  let till: OpenTill | null = null;
  let lookedAtMs = 0;

  const store = createStore<TillState>()((set) => ({
    ...NO_FIGURES,
    phase: 'starting',
    failure: null,
    facts: null,
    terminal: null,
    cardsLocked: false,
    startCheck: null,
    markFindingsRead: () =>
      set(({ startCheck }) => ({
        startCheck: startCheck === null ? null : { ...startCheck, isRead: true },
      })),
    sendNow: async () => {
      await till?.drain(true);
    },
    signOn: async () => (await till?.signOnNow()) ?? false,
    whatKeepsTerminal: async () =>
      (await till?.whatKeepsTerminal()) ?? err(failure('store-closed')),
    unlockCards: async (act) => {
      const unlocked = await ports.host.unlockCards(act);
      const about = await ports.host.about();
      if (about.ok) set({ facts: about.value, cardsLocked: about.value.cardLock !== null });
      return unlocked.ok ? null : unlocked.error;
    },
    tryAgain: openAgain,
    noteBug: (bug) => void till?.noteBug(bug),
    activate: async (code, bankUrl, passphrase) => {
      const isProtected =
        passphrase === null ||
        (await opened(ports.host.protectKeys({ passphrase, approvalId: '' })));
      // What the bank is told of the level is what it is by then.
      if (isProtected && (await opened(ports.host.activate({ code, bankUrl })))) openAgain();
    },
    startAnew: async (request) => {
      if (await opened(startAnew(ports, request))) openAgain();
    },
    unsentHere: () => unsentHere(ports.store),
    unlockKeys: async (passphrase) => {
      if (await opened(ports.host.unlockKeys(passphrase))) openAgain();
    },
  }));

  async function opened(asked: Promise<Result<unknown, Failure>>): Promise<boolean> {
    const answer = await asked;
    if (!answer.ok) store.setState({ failure: answer.error });
    return answer.ok;
  }

  function openAgain(): void {
    store.setState({ phase: 'starting', failure: null });
    events.activated();
  }

  /** What only the host knows: the lock on cards, the room on the disk. */
  async function lookAtHost(): Promise<void> {
    lookedAtMs = ports.clock.nowMs();
    const about = await ports.host.about();
    if (about.ok)
      store.setState({ facts: about.value, cardsLocked: about.value.cardLock !== null });
  }

  async function start(): Promise<void> {
    const startedAtMs = ports.clock.nowMs();
    const about = await ports.host.about();
    if (about.ok) store.setState({ facts: about.value });
    const opened = await openTill(ports, {
      figures: (figures) => {
        // Its parameters are the bank's, and may be newer than at the start (P15).
        store.setState(till === null ? figures : { ...figures, terminal: till.terminal });
        if (Math.abs(ports.clock.nowMs() - lookedAtMs) > LOOK_AGAIN_MS) void lookAtHost();
      },
      found: events.found,
      hostKnows: async () => {
        await lookAtHost();
        await events.signedOn();
      },
    });
    if (!opened.ok) {
      store.setState({ phase: 'failed', failure: opened.error });
      return;
    }
    till = opened.value;
    const { terminal, report } = opened.value;
    // The bar shows what the two copies hold before anybody can read it: never a zero to begin with.
    await till.refresh();
    await events.repaired();
    const startCheck = { atMs: startedAtMs, findings: findingsOf(report), isRead: false };
    store.setState({ phase: 'ready', terminal, startCheck });
    await lookAtHost();
    await till.heartbeat.keepGoing();
  }

  return { store, start, openTill: () => till, lookAtHost };
}
