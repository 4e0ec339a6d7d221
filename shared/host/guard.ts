import { failure, type Failure } from '../contracts/error-codes.ts';
import type { LineFault } from '../contracts/line-answer.ts';
import type { OperatorSession } from '../contracts/host-facts.ts';
import type { TillHost } from '../contracts/host.ts';
import { maySell } from '../domain/operators.ts';
import { err } from '../lib/result.ts';

/** What must be true of the till before a channel does anything (PROTOCOL P28, third check). */
export type Need =
  /** Runs whoever is there: start-up, and what the bank and the journal still owe each other. */
  | 'nobody'
  /** Somebody is signed in who may sell: not the system administrator. */
  | 'seller'
  /** Not a live merchant: lessons and demonstrations. */
  | 'training'
  /** A till that nobody has activated (P24: what is unsent would lose its owner). */
  | 'new-till'
  /** A supervisor's approval for this very act; the channel takes it and uses it up. */
  | 'approval';

/**
 * Who may call what, complete by type: a channel without a line here does not compile. Money that
 * is on its way goes on while the till is locked; new money needs somebody at the till.
 */
export const CHANNEL_NEEDS = {
  about: 'nobody',
  activate: 'new-till',
  moveToBank: 'approval',
  reactivate: 'approval',
  unlockKeys: 'nobody',
  // It takes the approval itself, where the till has a supervisor to give one.
  protectKeys: 'nobody',
  renewKey: 'approval',
  openJournal: 'nobody',
  readJournal: 'nobody',
  readChain: 'nobody',
  appendJournal: 'nobody',
  compareJournal: 'nobody',
  offerJournal: 'nobody',
  repairJournal: 'nobody',
  quarantineJournal: 'nobody',
  authorise: 'seller',
  askBalance: 'seller',
  reverse: 'nobody',
  query: 'nobody',
  findOriginal: 'seller',
  findHold: 'seller',
  upload: 'nobody',
  settle: 'nobody',
  uploadSettlement: 'nobody',
  endSettlement: 'nobody',
  uploadSignature: 'nobody',
  // To ask again what became of one goes on while nobody is there; who may make one the bank says.
  askPayLink: 'nobody',
  withdrawPayLink: 'nobody',
  signOn: 'nobody',
  echo: 'nobody',
  askSlip: 'seller',
  forceOffline: 'approval',
  presentCard: 'seller',
  pressPinKey: 'seller',
  unlockCards: 'approval',
  print: 'nobody',
  signSlip: 'nobody',
  readSlip: 'seller',
  openDrawer: 'seller',
  signIn: 'nobody',
  setPin: 'nobody',
  lock: 'nobody',
  signOff: 'nobody',
  approve: 'nobody',
  lineConditions: 'nobody',
  setLineConditions: 'training',
  examine: 'nobody',
  setDeskDevices: 'training',
  saveSettings: 'nobody',
  close: 'nobody',
} as const satisfies Readonly<Record<keyof TillHost, Need>>;

/** What the till is at this moment, as the host knows it; a window has no say in it. */
export interface Standing {
  readonly mode: 'demo' | 'training' | 'live' | null;
  readonly session: OperatorSession | null;
}

export function refusalOf(channel: keyof TillHost, standing: Standing): Failure | null {
  const need: Need = CHANNEL_NEEDS[channel];
  switch (need) {
    case 'nobody':
    case 'approval':
      return null;
    case 'new-till':
      return standing.mode === null ? null : failure('message-refused', 'already activated');
    case 'training':
      return standing.mode === 'live' ? failure('training-only') : null;
    case 'seller':
      return standing.mode === null ? failure('not-activated') : refusalToSell(standing.session);
  }
}

/** Null: this session may sell. */
export function refusalToSell(session: OperatorSession | null): Failure | null {
  if (session === null) return failure('not-signed-in');
  return maySell(session.role) ? null : failure('role-missing', 'an administrator sells nothing');
}

/** What asks the bank is answered by a fault of the line, which says whether it may have arrived. */
const ASKS_THE_BANK: ReadonlySet<keyof TillHost> = new Set<keyof TillHost>([
  'authorise',
  'askBalance',
  'reverse',
  'query',
  'findOriginal',
  'findHold',
  'upload',
  'settle',
  'uploadSettlement',
  'endSettlement',
  'uploadSignature',
  'askPayLink',
  'withdrawPayLink',
  'signOn',
  'echo',
  'askSlip',
]);

export function asksTheBank(channel: keyof TillHost): boolean {
  return ASKS_THE_BANK.has(channel);
}

/** A refusal in the shape that the channel answers with. Nothing was sent. */
export function refusalFor(channel: keyof TillHost, refusal: Failure): Failure | LineFault {
  return asksTheBank(channel) ? unsent(refusal) : refusal;
}

export function unsent({ code, detail }: Failure): LineFault {
  return { code, detail, mayHaveArrived: false, cause: 'own-network', retryAfterMs: null };
}

/** Puts the guard before every channel of a host; a refusal is told to `onRefused` and answered. */
export function guarded(
  host: TillHost,
  standing: () => Standing,
  onRefused: (channel: keyof TillHost, refusal: Failure) => void,
): TillHost {
  const entries = Object.entries(host).map(([name, member]) => {
    const channel = name as keyof TillHost;
    const call = member as (argument?: unknown) => Promise<unknown>;
    const watched = (argument?: unknown): Promise<unknown> => {
      const refusal = refusalOf(channel, standing());
      if (refusal === null) return call(argument);
      onRefused(channel, refusal);
      return Promise.resolve(err(refusalFor(channel, refusal)));
    };
    return [channel, watched];
  });
  return Object.fromEntries(entries) as TillHost;
}
