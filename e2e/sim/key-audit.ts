import type { PublicKeyJwk } from '../../shared/contracts/bank-api.ts';
import type { AuditedTill, Auditor } from './auditor.ts';
import type { BankRecords, SignedRequest } from './bank-records.ts';
import type { BankTerminal } from './bank-terminal.ts';
import { signature } from './sim-crypto.ts';

/**
 * The keys of one till's device (P25, P26), looked at from outside: those on its disk, those in the bank's
 * books, and every request of which the bank has said whose it is. A key whose place was taken is nobody's
 * for good. A next key may be lost with the bank's books while the till has the first one as well: then that
 * one signs again and the next is brought anew, and until all is done the bank may know either alone. Where
 * the renewal was through the till has no other: it is unknown until it is enrolled with a code of the bank.
 */
export class KeyAudit {
  readonly #bank: BankRecords;
  readonly #auditor: Auditor;
  readonly #till: AuditedTill;
  readonly #nowMs: () => number;
  /** The key that the till signs with, by its disk, and when it began to. */
  #inUse: PublicKeyJwk;
  /** When the till began to sign with another one, by the key that it gave up. */
  readonly #leftAtMs = new Map<string, number>();
  /** Keys that the bank has taken another one for. */
  #gone: PublicKeyJwk[] = [];
  /** What is on its disk, and what was and is no more: with a forgotten passphrase all of it goes (P25). */
  #onDisk: readonly PublicKeyJwk[] = [];
  readonly #replaced: PublicKeyJwk[] = [];
  /** What was made for a forgotten passphrase, also where somebody has typed another one since. */
  readonly #prepared = new Set<string>();
  #first: PublicKeyJwk;
  #enrolled = 0;
  #requestsSeen = 0;

  constructor(bank: BankRecords, auditor: Auditor, till: AuditedTill, nowMs: () => number) {
    this.#bank = bank;
    this.#auditor = auditor;
    this.#till = till;
    this.#nowMs = nowMs;
    this.#inUse = till.keys().inUse;
    this.#first = this.#terminal.keys.first;
  }

  /** One was brought, or is in use, and the first one is still at hand: the next sign-on ends it. */
  get isRenewing(): boolean {
    return this.#till.keys().isRenewing;
  }

  get terminalId(): string {
    return this.#till.terminalId;
  }

  /** The bank takes nothing that it signs now. */
  get isUnknown(): boolean {
    const { first, next } = this.#terminal.keys;
    return ![first.x, next?.x].includes(this.#till.keys().inUse.x);
  }

  /** Nor any other of its keys, to which it could turn. */
  get isLost(): boolean {
    const { first, next } = this.#terminal.keys;
    return this.#till.keys().all.every(({ x }) => x !== first.x && x !== next?.x);
  }

  get #terminal(): BankTerminal {
    return this.#bank.terminal(this.#till.terminalId);
  }

  afterEvent(): string[] {
    return [...this.#atTheBank(), ...this.#onTheDisk(), ...this.#requests()];
  }

  /** The screen says that the bank has the new key, and that the old one signs for nobody. */
  told(isAsked: boolean): string[] {
    const { first, next } = this.#terminal.keys;
    const { inUse, isRenewing } = this.#till.keys();
    const isKnown = first.x === inUse.x || this.#isForgotten(inUse);
    const isSo = isKnown && next === null && !isRenewing;
    return [
      ...(isAsked ? [] : ['F38 the key was renewed without a PIN']),
      ...(isSo ? [] : ['I9 the key was called renewed, and another one is taken']),
    ];
  }

  /** The screen says that the keys are under a passphrase now. */
  guarded(isAsked: boolean): string[] {
    return isAsked ? [] : ['F38 the keys went under a passphrase without a PIN'];
  }

  typed(isRight: boolean, isOpen: boolean): string[] {
    if (isRight === isOpen) return [];
    return [`P25 ${isRight ? 'the right' : 'another'} passphrase: the keys are open: ${isOpen}`];
  }

  closing(): string[] {
    const { name } = this.#till;
    const notices = this.#auditor
      .journalOf(this.#till)
      .records.filter(({ body }) => body.kind === 'notice' && body.code === 'device-key-renewed');
    const had = this.#gone.length + this.#terminal.forgotten.length;
    return [
      ...(this.isRenewing || this.#terminal.keys.next !== null
        ? [`P25 ${name} has two keys, and has signed on since`]
        : []),
      ...(this.isUnknown ? [`P25 ${name} signs with a key that its bank does not take`] : []),
      ...(notices.length > had
        ? [`I9 ${name} notes ${notices.length} renewals, the bank has had ${had}`]
        : []),
    ];
  }

  #atTheBank(): string[] {
    const { first } = this.#terminal.keys;
    if (first.x === this.#first.x) return [];
    // With its books the key before it is back, and takes requests as it did.
    const isPutBack = this.#isForgotten(this.#first);
    if (!isPutBack) this.#gone.push(this.#first);
    // Somebody has found the old passphrase after all, and was given another code for the keys behind
    // it: the one that comes with it, and the next one where a renewal had not ended, which now does.
    const cameWithCode = this.#terminal.enrolled > this.#enrolled;
    this.#enrolled = this.#terminal.enrolled;
    const back = cameWithCode ? [first, ...this.#till.keys().all] : isPutBack ? [first] : [];
    this.#gone = this.#gone.filter(({ x }) => back.every((key) => key.x !== x));
    this.#first = first;
    return this.#isGone(first) ? [`P25 the bank has taken a key again that was nobody's`] : [];
  }

  /** Whatever is killed or lost: the till signs with a key that the bank takes. */
  #onTheDisk(): string[] {
    const { inUse, all, prepared } = this.#till.keys();
    const problems: string[] = [];
    if (prepared !== null) this.#prepared.add(prepared.x);
    for (const key of this.#onDisk.filter(({ x }) => all.every((one) => one.x !== x))) {
      this.#replaced.push(key);
      this.#leftAtMs.set(key.x, this.#nowMs());
    }
    this.#onDisk = all;
    if (inUse.x !== this.#inUse.x) {
      const isPutBack = this.#isForgotten(inUse) || this.#isForgotten(this.#inUse);
      const wasLeft = this.#leftAtMs.delete(inUse.x);
      // Of two that were there when it was given a code either may be the one that came with it.
      const isByCode = this.#terminal.enrolled > 0;
      if (wasLeft && !isPutBack && !isByCode)
        problems.push('P25 it goes back to a key that it gave up');
      this.#leftAtMs.set(this.#inUse.x, this.#nowMs());
      this.#inUse = inUse;
    }
    if (this.isUnknown && !this.#hasForgotten) {
      problems.push(`P25 ${this.#till.name} signs with a key that the bank does not take`);
    }
    return problems;
  }

  #requests(): string[] {
    const { signed } = this.#bank;
    const fresh = signed.slice(this.#requestsSeen);
    this.#requestsSeen = signed.length;
    return fresh
      .filter(({ terminalId }) => terminalId === this.#till.terminalId)
      .flatMap((request) => this.#request(request));
  }

  /** Never two keys that both sign: what the old one has signed is refused, and left before it was. */
  #request(request: SignedRequest): string[] {
    const { path, base, isTaken } = request;
    const isBy = (key: PublicKeyJwk): boolean => signature(key, base) === request.signature;
    const gone = this.#gone.find(isBy);
    if (isTaken) {
      return gone === undefined ? [] : [`P25 ${path} was taken, signed by a key that is gone`];
    }
    const own = this.#hasForgotten ? this.#till.keys().all : [];
    const by = gone ?? [...this.#terminal.forgotten, ...own, ...this.#replaced].find(isBy);
    if (by === undefined) return [`P26 ${path} is signed by a key that was never the till's`];
    const sentAtMs = this.#till.sentAtMs(request.signature) ?? 0;
    // That the bank knows the other one alone the till hears by a refusal, and signs with this until then.
    const isToBeRefused = by.x === this.#inUse.x && this.#hasForgotten;
    const leftAtMs = this.#leftAtMs.get(by.x) ?? (isToBeRefused ? sentAtMs : -1);
    return sentAtMs <= leftAtMs ? [] : [`P25 ${path} left signed by a key that was gone`];
  }

  /** The bank has taken a key in place of those under a forgotten passphrase, and the till has not heard. */
  get #takesPrepared(): boolean {
    const { x } = this.#terminal.keys.first;
    return this.#prepared.has(x) && this.#onDisk.every((key) => key.x !== x);
  }

  /** Of the two keys that the till has; which, may have changed with its books. */
  get #knowsOneOfTwo(): boolean {
    const { first, next } = this.#terminal.keys;
    const known = [first, next ?? first, this.#till.keys().inUse];
    return this.isRenewing && known.some((key) => this.#isForgotten(key));
  }

  /**
   * The bank has lost the only key, or either of two, and was not given any since; or it was given one with
   * a code just when the till turned to the other: a refusal turns it back.
   */
  get #hasForgotten(): boolean {
    const cameWithCode = this.isRenewing && this.#terminal.enrolled > 0;
    const isAnyLost = this.#till.keys().all.some((key) => this.#isForgotten(key));
    return this.#knowsOneOfTwo || isAnyLost || cameWithCode || this.#takesPrepared;
  }

  #isForgotten({ x }: PublicKeyJwk): boolean {
    return this.#terminal.forgotten.some((key) => key.x === x);
  }

  #isGone({ x }: PublicKeyJwk): boolean {
    return this.#gone.some((key) => key.x === x);
  }
}
