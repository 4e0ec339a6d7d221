import type { CardLock } from '../domain/card-lock.ts';
import type { ChainLink, JournalDraft, JournalRecord, JournalSeal } from '../domain/journal.ts';
import type { ChipNo, ChipRecord, ChipYes } from '../domain/emv/chip-record.ts';
import type { Drawer } from '../domain/drawer.ts';
import type { Minor } from '../domain/money.ts';
import type { CardFacts, PaymentCore } from '../domain/payment.ts';
import type { TerminalParameters } from '../domain/parameters.ts';
import type { OperatorRole, Right } from '../domain/operators.ts';
import type { DeskDevices, Power } from '../domain/readiness.ts';
import type { Settlement } from '../domain/settlement.ts';
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
  SettlementAnswer,
  SettlementEndAnswer,
  SettlementEndRequest,
  SettlementRequest,
  SettlementUploadAnswer,
  SettlementUploadRequest,
} from './settlement-api.ts';
import type { SignatureAnswer, SignatureUpload } from './signature-api.ts';
import type { PayLinkAnswer, PayLinkRequest } from './pay-link-api.ts';
import type { SlipCodeHost } from './slip-api.ts';
import type { HoldAnswer, HoldQuestion } from './hold-api.ts';
import type { OriginalAnswer, OriginalQuestion } from './refund-api.ts';
import type { ErrorCode, Failure } from './error-codes.ts';
import type {
  JournalDifference,
  JournalOpening,
  JournalRange,
  JournalRepair,
  KnownElsewhere,
  Quarantined,
} from './journal-copies.ts';
import type { LineConditions } from './line-conditions.ts';
import type { FirstUse } from './operator-list.ts';
import type { PinPadKey } from './pin-pad-keys.ts';

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

/** `refusedByCard`: the chip did not believe the bank's yes, or said no at the end (P17). */
export interface AtCard {
  readonly refusedByCard?: true;
  /** With the chip's second answer, where there was a chip in the reader. */
  readonly chip?: ChipRecord;
}

/** What became of this payment? With what was asked for it, or an answer could not be held against it. */
export interface PaymentQuestion {
  readonly id: string;
  readonly amountMinor: Minor;
}

/** One attempt at the bank: answered (and the answer's signature checked), or a fault of the line. */
export type Ask<Asked, Answer> = (asked: Asked) => Promise<Result<Answered<Answer>, LineFault>>;

export interface Answered<Answer> {
  readonly answer: Answer;
  /** The bank's signed clock at the answer (P20). */
  readonly bankTimeMs: number;
  readonly tookMs: number;
}

/**
 * No usable answer. `mayHaveArrived` is what decides between "not sent" and "unknown" (P5): when
 * in doubt it is true. `retryAfterMs` only where the bank asked for it.
 */
export interface LineFault {
  readonly code: ErrorCode;
  readonly mayHaveArrived: boolean;
  readonly cause: LineCause;
  readonly retryAfterMs: number | null;
  readonly detail: string;
}

export type LineCause = 'own-network' | 'internet' | 'hub' | 'bank' | 'portal' | 'forced';

export interface HostFacts {
  readonly host: 'electron' | 'browser';
  readonly appVersion: string;
  /** What the program is made of (P29); null where it cannot be read. */
  readonly programHash: string | null;
  /** Of the bank's list of operators; null on a till that has none yet. */
  readonly operatorsVersion: number | null;
  /** True on any runtime other than the pinned one: marked on screen, not for a shop. */
  readonly developmentRuntime: boolean;
  readonly runtimeVersion: string;
  readonly keyStoreLevel: KeyStoreLevel;
  /** The keys wait for the shop's passphrase: nothing but this and the settings is known (P25). */
  readonly keysLocked: boolean;
  readonly terminal: Terminal | null;
  /** Where this till asks its bank; empty before it is activated. */
  readonly bankUrl: string;
  readonly session: OperatorSession | null;
  /** Whose till it is while it is locked; null where anybody may sign in. */
  readonly lockedBy: string | null;
  readonly operators: readonly OperatorFacts[];
  readonly settings: HostSettings;
  readonly freeBytes: number | null;
  readonly machine: MachineTime;
  readonly forcedOffline: ForcedOffline | null;
  /** By the bank's last word: no card is read, all else goes on (P29). */
  readonly versionWithdrawn: boolean;
  /** Known once the journal is open. */
  readonly cardLock: CardLock | null;
  /** The last day end of the journal, wherever it stands (P22); known once that is open. */
  readonly settlement: Settlement | null;
  /** What the drawer should hold by the journal; known once that is open. */
  readonly drawer: Drawer;
}

/** Off the line because a supervisor wants it so (P14). */
export interface ForcedOffline {
  readonly sinceMs: number;
  readonly supervisorId: string;
  readonly reason: string;
}

/** How long the machine has been running: counts through sleep, and no one sets it (P20). */
export interface MachineTime {
  /** Another one after each start of the machine (or, where that is hidden, of this program). */
  readonly bootId: string;
  readonly uptimeMs: number;
}

export interface Terminal {
  readonly terminalId: string;
  readonly merchantId: string;
  readonly merchantName: string;
  readonly shopName: string;
  readonly tillNumber: string;
  readonly mode: 'demo' | 'training' | 'live';
  readonly parameters: TerminalParameters;
}

export interface ActivateRequest {
  readonly code: string;
  readonly bankUrl: string;
  /** Only where the keys are locked: they are given up. */
  readonly newPassphrase?: string;
}

export interface PresentCard {
  readonly cardId: string;
  /** The card is sealed to exactly this transaction (P27); of nothing: its balance is asked. */
  readonly core: Pick<PaymentCore, 'id' | 'amountMinor' | 'currency' | 'terminalId'>;
  readonly lineUsable: boolean;
  /** The amount is only held: a tap is asked for its PIN whatever it comes to (TERMINAL 2a). */
  readonly isHold?: true;
}

export interface PinPress {
  readonly paymentId: string;
  readonly key: PinPadKey;
}

/** What stands on the display of a PIN pad. */
export interface PinPadShows {
  /** `entered`: it has a PIN, or no further try is left; the card is presented again. */
  readonly state: 'typing' | 'entered' | 'cancelled';
  /** As many dots. */
  readonly digits: number;
  /** After the card has said that the PIN is wrong: what it still allows; null before. */
  readonly triesLeft: number | null;
}

export interface CardPresentation {
  readonly card: CardFacts;
  readonly sealedCard: string;
  /** Present only when the card holder typed a PIN that the bank must check. */
  readonly sealedPin: string | null;
  readonly expired: boolean;
  readonly hot: boolean;
  /** The chip's own yes, when it was asked without a line and gave one (P17). */
  readonly chipApproval: { readonly code: ChipYes; readonly certificate: string } | null;
  /** The chip's or the kernel's own no, before or without the bank (P17): final for this payment. */
  readonly chipRefusal: ChipNo | null;
  readonly chip: ChipRecord;
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

export interface Credentials {
  readonly operatorId: string;
  readonly pin: string;
}

export interface StepUp extends Credentials {
  readonly act: SupervisedAct;
}

export type SupervisedAct =
  | 'force-offline'
  | 'write-off'
  | 'try-again'
  | 'allow-above-cap'
  | 'unlock-cards'
  | 'enter-paper'
  | 'void'
  | 'refund'
  | 'close-signature'
  | 'release'
  | 'change-settings'
  | 'settle'
  | 'count-drawer'
  | 'protect-keys'
  | Right;

/** Goes with the act it was given for: into the channel's argument or the record's body. */
export interface Approval {
  readonly approvalId: string;
  readonly supervisorId: string;
}

export interface Reasoned {
  readonly approvalId: string;
  readonly reason: string;
}

export interface ForceOffline extends Reasoned {
  readonly on: boolean;
}

export interface MoveToBank {
  readonly bankUrl: string;
  readonly approvalId: string;
}

export type KeyStoreLevel = 'keyring' | 'passphrase' | 'file';

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
}

export interface OperatorFacts {
  readonly id: string;
  readonly name: string;
  readonly role: OperatorRole;
  /** Shown on the sign-in screen of a demo till only. */
  readonly samplePin: string | null;
  /** Has set one at this till. */
  readonly hasPin: boolean;
  /** The bank has given out a start code that this till has not taken yet. */
  readonly hasStartCode: boolean;
  /** As in the session. */
  readonly mayNot?: readonly Right[];
}

export interface OperatorSession {
  readonly operatorId: string;
  readonly role: OperatorRole;
  /** What asks for a supervisor each time, by the bank's list (A28); absent: nothing. */
  readonly mayNot?: readonly Right[];
}

/** What only the host can see of the machine and of what is connected to it. */
export interface MachineCheck extends DeskDevices {
  /** Null where the system has nothing to say. */
  readonly power: Power | null;
  /** Null on a till that was activated before this was kept. */
  readonly keysMadeAtMs: number | null;
}

export interface HostSettings {
  readonly language: 'zh-CN' | 'en';
  readonly theme: 'system' | 'light' | 'dark';
}
