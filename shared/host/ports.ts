import type { LineCause } from '../contracts/line-answer.ts';
import type { PrintedSlip, PrintJob } from '../contracts/host.ts';
import type { PublicKeyJwk } from '../contracts/bank-api.ts';
import type { Failure } from '../contracts/error-codes.ts';
import type { Result } from '../lib/result.ts';

/**
 * What a till's host touches (files, keys, the line), so that the same rules run in the Electron
 * main process, in a browser's worker and in the simulation. Adapters live beside their platform.
 */

/** The append-only journal file and its sentinel in another folder (PROTOCOL P9, P10). */
export interface JournalFiles {
  /** So many bytes from there on; fewer only at the end of the file, none where there is no file yet. */
  readonly readAt: (from: number, bytes: number) => Promise<Result<Uint8Array, Failure>>;
  /** UTF-8, taken strictly: null for bytes that are no text. */
  readonly decode: (bytes: Uint8Array) => string | null;
  /** Appends and syncs; ok only when both have succeeded. */
  readonly append: (text: string) => Promise<Result<null, Failure>>;
  /** Cuts a torn end off, to exactly so many bytes, and syncs; refused where there are fewer. */
  readonly truncate: (bytes: number) => Promise<Result<null, Failure>>;
  /**
   * Puts another file in this one's place, atomically: the first bytes of the old one and this text.
   * The old file is kept beside it under a name of its own: what was damaged is evidence, it is
   * never deleted.
   */
  readonly replace: (file: ReplacedFile) => Promise<Result<null, Failure>>;
  /** What was proved of it once, in a file of its own (`journal-pages`). */
  readonly pages: PagesFile;
  /** Keeps text beside the journal, synced; refuses a name that is taken. */
  readonly keep: (name: string, text: string) => Promise<Result<null, Failure>>;
  readonly readSentinel: () => Promise<Result<string | null, Failure>>;
  /** Replaced atomically: the old text or the new one, never a mixture. */
  readonly writeSentinel: (text: string) => Promise<Result<null, Failure>>;
  readonly close: () => Promise<void>;
}

/** May be lost, in part or as a whole: nothing waits for it, and nothing is synced. */
export interface PagesFile {
  readonly readAt: JournalFiles['readAt'];
  readonly append: (text: string) => Promise<Result<null, Failure>>;
}

export interface ReplacedFile {
  readonly keepBytes: number;
  readonly text: string;
  readonly keepOldAs: string;
}

export interface JournalCrypto {
  /** Lower-case hex. */
  readonly sha256: (text: string) => string;
  /** HMAC-SHA-256 under the till's journal key, lower-case hex. */
  readonly mac: (text: string) => string;
}

/** Keys for talking to the bank; private ones never leave the adapter (P25, P26). */
export interface LineCrypto {
  /** Base64 SHA-256 of UTF-8 text. */
  readonly digest: (text: string) => Promise<string>;
  /** ECDSA P-256 over SHA-256 by the device key, raw r‖s, base64. */
  readonly sign: (text: string) => Promise<string>;
  readonly verify: (key: PublicKeyJwk, text: string, signature: string) => Promise<boolean>;
  /** At least 16 characters of `[A-Za-z0-9_-]`, unpredictable. */
  readonly nonce: () => string;
}

/**
 * The device's key and the one that is to take its place (P25). Each step is on the disk before it
 * has an effect, so that a kill at any moment leaves a till that can sign.
 *
 *   settled ──prepareNext──▶ prepared ──useNext──▶ in-use ──dropFirst──▶ settled
 *                               ▲────────useFirst────┘
 */
export interface DeviceKeyRing {
  readonly state: () => 'settled' | 'prepared' | 'in-use';
  /** The same one until it has taken the place of the first. */
  readonly prepareNext: () => Promise<PublicKeyJwk>;
  /** Raw r‖s, base64, by the next key. */
  readonly signByNext: (text: string) => Promise<string>;
  /** Requests are signed by it from now on; the first stays at hand. */
  readonly useNext: () => Promise<void>;
  /** The bank refuses the next one: it may know the first. */
  readonly useFirst: () => Promise<void>;
  readonly dropFirst: () => Promise<void>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** No answer at all, and whether the request can have reached anybody. */
export interface TransportFault {
  readonly cause: LineCause;
  readonly mayHaveArrived: boolean;
  readonly detail: string;
}

export interface HttpTransport {
  readonly send: (request: HttpRequest) => Promise<Result<HttpAnswer, TransportFault>>;
}

export interface HostClock {
  readonly nowMs: () => number;
  readonly sleep: (waitMs: number) => Promise<void>;
}

/** One small value that is whole after a power cut: identity, settings, operators, counters. */
export interface KeptValue<Value> {
  /** Null when it was never written; a value that cannot be read is an error, never "empty". */
  readonly read: () => Promise<Value | null>;
  readonly write: (value: Value) => Promise<void>;
}

export interface SlipPrinter {
  readonly print: (job: PrintJob, nowMs: number) => Promise<Result<PrintedSlip, Failure>>;
}
