import type { ChainLink, JournalDraft, JournalRecord, JournalSeal } from '../domain/journal.ts';
import type { DeskDevices } from '../domain/readiness.ts';
import type { Result } from '../lib/result.ts';
import type { BalanceAnswer, BalanceRequest } from './balance-api.ts';
import type {
  AuthorisationAnswer,
  AuthorisationRequest,
  BatchAnswer,
  BatchRequest,
  EchoAnswer,
  QueryAnswer,
  ReversalAnswer,
  ReversalRequest,
  SignOnAnswer,
  SignOnRequest,
} from './bank-api.ts';
import type {
  AtCard,
  CardPresentation,
  PinPadShows,
  PinPress,
  PresentCard,
} from './card-presentation.ts';
import type { Failure } from './error-codes.ts';
import type { HoldAnswer, HoldQuestion } from './hold-api.ts';
import type {
  HostFacts,
  HostSettings,
  MachineCheck,
  OperatorSession,
  Terminal,
} from './host-facts.ts';
import type {
  JournalDifference,
  JournalOpening,
  JournalRange,
  JournalRepair,
  KnownElsewhere,
  Quarantined,
} from './journal-copies.ts';
import type { Ask, PaymentQuestion } from './line-answer.ts';
import type { LineConditions } from './line-conditions.ts';
import type { FirstUse } from './operator-list.ts';
import type { PayLinkAnswer, PayLinkRequest } from './pay-link-api.ts';
import type { OriginalAnswer, OriginalQuestion } from './refund-api.ts';
import type {
  SettlementAnswer,
  SettlementEndAnswer,
  SettlementEndRequest,
  SettlementRequest,
  SettlementUploadAnswer,
  SettlementUploadRequest,
} from './settlement-api.ts';
import type { SignatureAnswer, SignatureUpload } from './signature-api.ts';
import type { SlipCodeHost } from './slip-api.ts';
import type { Approval, Credentials, ForceOffline, Reasoned, StepUp } from './supervised-acts.ts';

/**
 * What a till's window may ask of its host (PROTOCOL P9, P28): the Electron main process, or in a
 * browser the bridge that stands in for it. Every member answers with a `Result`; nothing throws
 * across the boundary. `ipc-contract.ts` holds the schemas that the host checks arguments with.
 */
export interface TillHost extends SlipCodeHost {
  readonly about: () => Promise<Result<HostFacts, Failure>>;
  /**
   * First use, and (with `newPassphrase`) the way on of a till whose passphrase is forgotten: new keys
   * under another one, which the bank takes for a new code; its journal and what is unsent stay (P25).
   */
  readonly activate: (request: ActivateRequest) => Promise<Result<Terminal, Failure>>;

  /**
   * The same bank at another address: identity and keys stay, and so does its pinned key. Needs an
   * approval for `change-settings`.
   */
  readonly moveToBank: (move: MoveToBank) => Promise<Result<null, Failure>>;

  /**
   * The same terminal with a new activation code (P24): refused while something of it is unsent or
   * not settled. Needs an approval for `change-settings`.
   */
  readonly reactivate: (request: Reactivation) => Promise<Result<Terminal, Failure>>;

  /** Keys that rest under a passphrase, at the start (P25). A wrong one changes nothing. */
  readonly unlockKeys: (passphrase: string) => Promise<Result<null, Failure>>;
  /**
   * Keys that rest in a plain file go under a passphrase, or under another one; never back. On an
   * activated till it needs an approval for `protect-keys`.
   */
  readonly protectKeys: (wanted: KeyProtection) => Promise<Result<null, Failure>>;

  /** A new device key, known to the bank (P25). Needs an approval for `change-settings`. */
  readonly renewKey: (wanted: { readonly approvalId: string }) => Promise<Result<null, Failure>>;

  readonly openJournal: () => Promise<Result<JournalOpening, Failure>>;
  readonly readJournal: (range: JournalRange) => Promise<Result<JournalRecord[], Failure>>;
  /** Only what the bank is told of each record, so that it sees rollback and forks (P2). */
  readonly readChain: (range: JournalRange) => Promise<Result<ChainLink[], Failure>>;
  /**
   * Numbers, chains, MACs, writes and syncs, in this order; all drafts or none. What was handed over
   * is not handed back: a sale waits for the way.
   */
  readonly appendJournal: (drafts: JournalDraft[]) => Promise<Result<JournalSeal[], Failure>>;
  /** Holds copies of the database against the file; names those that are not the same (P10). */
  readonly compareJournal: (
    records: JournalRecord[],
  ) => Promise<Result<JournalDifference[], Failure>>;
  /** Copies of the database for the next repair; how many of them prove themselves. */
  readonly offerJournal: (records: JournalRecord[]) => Promise<Result<number, Failure>>;
  /**
   * Brings the file to what can be proved (P10): completes it from what was offered, sets a damaged
   * one aside, begins a new epoch above every known number where the chain cannot go on. Locks cards
   * unless proof alone was enough.
   */
  readonly repairJournal: (known: KnownElsewhere) => Promise<Result<JournalRepair, Failure>>;
  /** Copies of the database that are not the file's: kept in a file of their own; cards lock. */
  readonly quarantineJournal: (found: Quarantined) => Promise<Result<null, Failure>>;

  readonly authorise: Ask<AuthorisationRequest, AuthorisationAnswer & AtCard>;
  /** What is on the card that was presented for an amount of nothing (P18). */
  readonly askBalance: Ask<BalanceRequest, BalanceAnswer>;
  readonly reverse: Ask<ReversalRequest, ReversalAnswer>;
  readonly query: Ask<PaymentQuestion, QueryAnswer & AtCard>;
  /** The sale that a slip names, of any till of the merchant; it moves nothing. */
  readonly findOriginal: Ask<OriginalQuestion, OriginalAnswer>;
  /** The hold that a slip names, of any till of the merchant; it moves nothing. */
  readonly findHold: Ask<HoldQuestion, HoldAnswer>;
  readonly upload: Ask<BatchRequest, BatchAnswer>;
  /** Day end (P22): totals, and where they differ the records, from a position on. */
  readonly settle: Ask<SettlementRequest, SettlementAnswer>;
  readonly uploadSettlement: Ask<SettlementUploadRequest, SettlementUploadAnswer>;
  readonly endSettlement: Ask<SettlementEndRequest, SettlementEndAnswer>;
  /** Of a cardholder, after the sale; no money waits for it. */
  readonly uploadSignature: Ask<SignatureUpload, SignatureAnswer>;
  /** Makes a link for the customer, or tells what has become of it (P13). */
  readonly askPayLink: Ask<PayLinkRequest, PayLinkAnswer>;
  /** Nobody pays by it any more, unless the answer says that somebody has. */
  readonly withdrawPayLink: Ask<PayLinkRequest, PayLinkAnswer>;
  readonly signOn: Ask<SignOnRequest, SignOnAnswer>;
  readonly echo: Ask<{ readonly deliveredUpTo: number }, EchoAnswer>;

  /** Takes the till off the line by decision, or puts it back (P14); survives a restart. */
  readonly forceOffline: (wanted: ForceOffline) => Promise<Result<null, Failure>>;

  /** `pin-needed`: the PIN pad is open for this payment; once it has what it wants, present again. */
  readonly presentCard: (card: PresentCard) => Promise<Result<CardPresentation, Failure>>;
  /** One key of the PIN pad. What was typed stays in the pad: no window and no main process has it. */
  readonly pressPinKey: (press: PinPress) => Promise<Result<PinPadShows, Failure>>;

  /** Ends a card lock (P10): an approval for `unlock-cards` and a reason, kept in the journal. */
  readonly unlockCards: (act: Reasoned) => Promise<Result<null, Failure>>;

  readonly print: (job: PrintJob) => Promise<Result<PrintedSlip, Failure>>;
  readonly openDrawer: (saleId: string) => Promise<Result<null, Failure>>;

  readonly signIn: (credentials: Credentials) => Promise<Result<OperatorSession, Failure>>;
  /** First use, or a forgotten PIN: against a start code of the bank; signs in (P28). */
  readonly setPin: (first: FirstUse) => Promise<Result<OperatorSession, Failure>>;
  /** For a moment: only who was here, or a supervisor, comes back. */
  readonly lock: () => Promise<Result<null, Failure>>;
  /** 签退: nobody is signed in, and anybody may be next. */
  readonly signOff: () => Promise<Result<null, Failure>>;
  /** A supervisor's yes to one act, once, without changing who is signed in (F38). */
  readonly approve: (request: StepUp) => Promise<Result<Approval, Failure>>;

  readonly lineConditions: () => Promise<Result<LineConditions, Failure>>;
  /** Demo and training merchants only. */
  readonly setLineConditions: (wanted: LineConditions) => Promise<Result<LineConditions, Failure>>;
  /** For the check before the first sale of a day. */
  readonly examine: () => Promise<Result<MachineCheck, Failure>>;
  /** Pulls cables and takes paper out; demo and training merchants only. */
  readonly setDeskDevices: (wanted: DeskDevices) => Promise<Result<MachineCheck, Failure>>;
  readonly saveSettings: (settings: HostSettings) => Promise<Result<HostSettings, Failure>>;
  /** Finishes what is in flight and lets the files go (P24: quitting only warns). */
  readonly close: () => Promise<Result<null, Failure>>;
}

export interface ActivateRequest {
  readonly code: string;
  readonly bankUrl: string;
  /** Only where the keys are locked: they are given up. */
  readonly newPassphrase?: string;
}

/** A slip as lines for a narrow printer, and the facts that identify it. */
export interface PrintJob {
  readonly saleId: string;
  readonly saleNumber: string;
  readonly amountMinor: number;
  readonly certainty: string;
  readonly copyNumber: number;
  readonly lines: readonly string[];
  /** What cardholders drew, as SVG, in the order in which the lines speak of it. */
  readonly signatures?: readonly string[];
}

export interface PrintedSlip {
  readonly slipNumber: number;
}

export interface MoveToBank {
  readonly bankUrl: string;
  readonly approvalId: string;
}

/** Shorter ones are guessed, whatever a guess costs. */
export const SHORTEST_PASSPHRASE = 12;

export interface KeyProtection {
  readonly passphrase: string;
  /** Of a supervisor; empty on a till that is not activated yet. */
  readonly approvalId: string;
}

export interface Reactivation {
  readonly code: string;
  readonly approvalId: string;
  /** The bank does not know this till's key any more, and what is open here comes under the code (P25). */
  readonly isOpen: boolean;
}
