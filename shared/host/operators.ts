import { failure, type Failure } from '../contracts/error-codes.ts';
import type { Credentials } from '../contracts/supervised-acts.ts';
import type { MachineTime, OperatorFacts, OperatorSession } from '../contracts/host-facts.ts';
import type { FirstUse, ListedOperator } from '../contracts/operator-list.ts';
import { DEMO_OPERATORS } from '../domain/demo-merchant.ts';
import { startCodeText, type OperatorRole, type Right } from '../domain/operators.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { Turns } from '../lib/turns.ts';
import type { KeptValue } from './ports.ts';

/** Wrong PINs in a row before the till stops listening, and for how long at first (P28). */
const TRIES_BEFORE_PAUSE = 5;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 60 * 60 * 1000;

const SHORTEST_PIN = 4;

const RANKS: Readonly<Record<OperatorRole, number>> = {
  cashier: 0,
  supervisor: 1,
  administrator: 2,
};

export interface StoredOperator {
  readonly id: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly samplePin: string | null;
  readonly salt: string;
  /** Empty: none of their own is set yet. */
  readonly pinHash: string;
  readonly wrongTries: number;
  readonly pause: Pause | null;
  /** As the bank has told it last; absent in a file from before operators came from the bank. */
  readonly startCode?: ListedOperator['startCode'];
  /** Absent: nothing, and in a file from before there were rights. */
  readonly mayNot?: readonly Right[];
  /** Hash of the start code that was taken here: each is good once. */
  readonly usedStartCode?: string;
}

/**
 * No listening until so much time has passed, on the wall clock and on the machine's own: setting
 * the clock forward does not end a pause, setting it back does not make one endless (F21).
 */
interface Pause extends MachineTime {
  readonly fromMs: number;
  readonly forMs: number;
}

/** Who was at the till when it was left; a till that was locked comes back locked (P28). */
export type StoredSession =
  | OperatorSession
  /** `by`: whose it is; absent in a file from before that was kept. */
  | { readonly locked: true; readonly by?: string }
  | { readonly signedOff: true };

export interface OperatorPorts {
  readonly file: KeptValue<StoredOperator[]>;
  readonly left: KeptValue<StoredSession>;
  readonly nowMs: () => number;
  readonly machine: () => MachineTime;
  /** Slow on purpose (scrypt), with a secret of this device: a copied file gives no PIN away. */
  readonly hashPin: (pin: string, salt: string) => Promise<string>;
  readonly newSalt: () => string;
  readonly sha256: (text: string) => string;
  /** Whose start codes are good here; null before the activation. */
  readonly merchantId: () => string | null;
}

/**
 * Who may do what at this till (PROTOCOL P28). The session lives here, in the host: a window can
 * ask to be signed in, it cannot say that it is. Who works at the merchant's is the bank's word;
 * PINs are this till's own, and no one else's.
 */
export class Operators {
  readonly #ports: OperatorPorts;
  #session: OperatorSession | null = null;
  #lockedBy: string | null = null;
  readonly #turns = new Turns();

  constructor(ports: OperatorPorts) {
    this.#ports = ports;
  }

  get session(): OperatorSession | null {
    return this.#session;
  }

  get lockedBy(): string | null {
    return this.#lockedBy;
  }

  /** Cashiers first: they come and go most often. */
  async list(): Promise<OperatorFacts[]> {
    const stored = [...(await this.#stored())].sort((a, b) => RANKS[a.role] - RANKS[b.role]);
    return stored.map((one) => {
      const { name, samplePin } = one;
      const { operatorId: id, ...may } = sessionOf(one);
      const hasStartCode = this.#openStartCode(one) !== null;
      return { id, name, ...may, samplePin, hasPin: hasPin(one), hasStartCode };
    });
  }

  /**
   * Who works here from now on, by the bank's word; PINs stay with whom they belong to. Who is not
   * listed any more is signed out at once, and with a new start code only comes back.
   *
   * @param isSample the operators of a sample shop have sample PINs, shown to whoever asks
   * @returns the operator whose session this ended; null: nobody's
   */
  takeList(listed: readonly ListedOperator[], isSample: boolean): Promise<string | null> {
    return this.#turns.take(async () => {
      const before = await this.#stored();
      const after = listed.map((one): StoredOperator => {
        const { mayNot: _before, ...known } =
          before.find(({ id }) => id === one.id) ?? newOperator(one.id, isSample);
        return { ...known, ...one };
      });
      await this.#ports.file.write(after);
      const here = after.find(({ id }) => id === this.#session?.operatorId);
      if (here !== undefined) this.#session = sessionOf(here);
      const isListed = (id: string): boolean => listed.some((one) => one.id === id);
      if (this.#lockedBy !== null && !isListed(this.#lockedBy)) await this.signOff();
      if (this.#session === null || isListed(this.#session.operatorId)) return null;
      const { operatorId } = this.#session;
      await this.signOff();
      return operatorId;
    });
  }

  /** A sample shop opens with its cashier at the till; once, when it is new. */
  async startSampleSession(): Promise<void> {
    await this.#keep(sessionOf(DEMO_OPERATORS[0]));
  }

  /** The till as it was left: a crash signs nobody out, and nothing but a PIN ends a lock. */
  async resume(): Promise<void> {
    const left = await this.#ports.left.read();
    if (left === null || 'signedOff' in left) return;
    const id = 'locked' in left ? left.by : left.operatorId;
    const known = (await this.#stored()).find((one) => one.id === id);
    if (known === undefined) return;
    if ('locked' in left) this.#lockedBy = known.id;
    else this.#session = sessionOf(known);
  }

  async signIn(credentials: Credentials): Promise<Result<OperatorSession, Failure>> {
    const checked = await this.check(credentials);
    return checked.ok ? this.#comeIn(checked.value) : checked;
  }

  /** Against a start code, which is used up by it; what was there before it does not open any more. */
  async setPin(first: FirstUse): Promise<Result<OperatorSession, Failure>> {
    if (first.pin.length < SHORTEST_PIN) return err(failure('pin-too-short'));
    const taken = await this.#turns.take(() => this.#takeStartCode(first));
    return taken.ok ? this.#comeIn(taken.value) : taken;
  }

  /** In memory first: a disk that fails must not keep the till open. */
  async lock(): Promise<void> {
    const by = this.#session?.operatorId ?? this.#lockedBy;
    this.#session = null;
    this.#lockedBy = by;
    await this.#ports.left.write({ locked: true, ...(by === null ? {} : { by }) });
  }

  async signOff(): Promise<void> {
    this.#session = null;
    this.#lockedBy = null;
    await this.#ports.left.write({ signedOff: true });
  }

  /** What somebody left for a moment is that person's; a supervisor may open it all the same. */
  async #comeIn(session: OperatorSession): Promise<Result<OperatorSession, Failure>> {
    const isOwn = this.#lockedBy === null || this.#lockedBy === session.operatorId;
    if (!isOwn && session.role !== 'supervisor') return err(failure('locked-by-another'));
    await this.#keep(session);
    return ok(session);
  }

  async #keep(session: OperatorSession): Promise<void> {
    await this.#ports.left.write(session);
    this.#session = session;
    this.#lockedBy = null;
  }

  /**
   * Checks a PIN without changing who is signed in. Tries are counted and survive a restart; one
   * check after the other, or many guesses at once would count as one.
   */
  check(credentials: Credentials): Promise<Result<OperatorSession, Failure>> {
    return this.#turns.take(() => this.#checkNow(credentials));
  }

  async #checkNow({ operatorId, pin }: Credentials): Promise<Result<OperatorSession, Failure>> {
    const operator = (await this.#stored()).find(({ id }) => id === operatorId);
    if (operator === undefined || !hasPin(operator)) return err(failure('pin-wrong'));
    if (this.#isPaused(operator)) return err(failure('pin-throttled'));
    const right = await this.#isPinOf(operator, pin);
    await this.#count(operator, right);
    return right ? ok(sessionOf(operator)) : err(failure('pin-wrong'));
  }

  /** A sample PIN stands on the screen and, in clear, in the file: to hash it would guard nothing. */
  async #isPinOf({ samplePin, salt, pinHash }: StoredOperator, pin: string): Promise<boolean> {
    if (samplePin !== null) return sameText(pin, samplePin);
    return sameText(await this.#ports.hashPin(pin, salt), pinHash);
  }

  async #takeStartCode({
    operatorId,
    startCode,
    pin,
  }: FirstUse): Promise<Result<OperatorSession, Failure>> {
    const { sha256, newSalt, hashPin, merchantId } = this.#ports;
    const wrong = err(failure('start-code-wrong'));
    const operator = (await this.#stored()).find(({ id }) => id === operatorId);
    if (operator === undefined) return wrong;
    if (this.#isPaused(operator)) return err(failure('pin-throttled'));
    const open = this.#openStartCode(operator);
    const text = startCodeText(merchantId() ?? '', operatorId, startCode);
    const right = open !== null && text !== null && sameText(sha256(text), open.hash);
    if (!right) {
      await this.#count(operator, false);
      return wrong;
    }
    const salt = newSalt();
    const pinHash = await hashPin(pin, salt);
    const fresh = { samplePin: null, salt, pinHash, wrongTries: 0, pause: null };
    await this.#replace({ ...operator, ...fresh, usedStartCode: open.hash });
    return ok(sessionOf(operator));
  }

  #openStartCode({ startCode, usedStartCode }: StoredOperator): ListedOperator['startCode'] {
    if (startCode === undefined || startCode === null) return null;
    const isOver = startCode.hash === usedStartCode || startCode.expiresAtMs < this.#ports.nowMs();
    return isOver ? null : startCode;
  }

  #isPaused({ pause }: StoredOperator): boolean {
    return isPaused(pause, this.#ports.nowMs(), this.#ports.machine());
  }

  async #count(operator: StoredOperator, right: boolean): Promise<void> {
    const wrongTries = right ? 0 : operator.wrongTries + 1;
    if (wrongTries === operator.wrongTries) return;
    const { nowMs, machine } = this.#ports;
    const forMs = pauseAfter(wrongTries);
    const pause = forMs === 0 ? null : { fromMs: nowMs(), forMs, ...machine() };
    await this.#replace({ ...operator, wrongTries, pause });
  }

  async #replace(after: StoredOperator): Promise<void> {
    const operators = await this.#stored();
    await this.#ports.file.write(operators.map((one) => (one.id === after.id ? after : one)));
  }

  async #stored(): Promise<StoredOperator[]> {
    return (await this.#ports.file.read()) ?? [];
  }
}

function newOperator(id: string, isSample: boolean): StoredOperator {
  const samplePin = isSample ? (DEMO_OPERATORS.find((one) => one.id === id)?.pin ?? null) : null;
  const none = { name: '', role: 'cashier', salt: '', pinHash: '' } as const;
  return { ...none, id, samplePin, wrongTries: 0, pause: null };
}

const hasPin = ({ samplePin, pinHash }: StoredOperator): boolean =>
  samplePin !== null || pinHash !== '';

function sessionOf({
  id,
  role,
  mayNot,
}: Pick<StoredOperator, 'id' | 'role' | 'mayNot'>): OperatorSession {
  return { operatorId: id, role, ...(mayNot === undefined ? {} : { mayNot }) };
}

function isPaused(pause: Pause | null, nowMs: number, machine: MachineTime): boolean {
  if (pause === null) return false;
  const { fromMs, forMs, bootId, uptimeMs } = pause;
  if (machine.bootId === bootId) return machine.uptimeMs - uptimeMs < forMs;
  // Another run of the machine: its clock may have been set, but so long it has not been running.
  return nowMs - fromMs < forMs && machine.uptimeMs < forMs;
}

/** In milliseconds; doubles with each further wrong try. */
function pauseAfter(wrongTries: number): number {
  if (wrongTries < TRIES_BEFORE_PAUSE) return 0;
  const doubled = FIRST_PAUSE_MS * 2 ** Math.min(wrongTries - TRIES_BEFORE_PAUSE, 20);
  return Math.min(doubled, LONGEST_PAUSE_MS);
}

/** Looks at every character, however early the first difference is. */
function sameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i += 1) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
