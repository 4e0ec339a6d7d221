import { failure, type Failure } from '../contracts/error-codes.ts';
import type {
  Credentials,
  MachineTime,
  OperatorFacts,
  OperatorSession,
} from '../contracts/host.ts';
import { DEMO_OPERATORS } from '../domain/demo-merchant.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { KeptValue } from './ports.ts';

/** Wrong PINs in a row before the till stops listening, and for how long at first (P28). */
const TRIES_BEFORE_PAUSE = 5;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 60 * 60 * 1000;

export interface StoredOperator extends OperatorFacts {
  readonly salt: string;
  readonly pinHash: string;
  readonly wrongTries: number;
  readonly pause: Pause | null;
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
export type StoredSession = OperatorSession | { readonly locked: true };

export interface OperatorPorts {
  readonly file: KeptValue<StoredOperator[]>;
  readonly left: KeptValue<StoredSession>;
  readonly nowMs: () => number;
  readonly machine: () => MachineTime;
  /** Slow on purpose (scrypt), with a secret of this device: a copied file gives no PIN away. */
  readonly hashPin: (pin: string, salt: string) => Promise<string>;
  readonly newSalt: () => string;
}

/**
 * Who may do what at this till (PROTOCOL P28). The session lives here, in the host: a window can
 * ask to be signed in, it cannot say that it is.
 */
export class Operators {
  readonly #ports: OperatorPorts;
  #session: OperatorSession | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: OperatorPorts) {
    this.#ports = ports;
  }

  get session(): OperatorSession | null {
    return this.#session;
  }

  async list(): Promise<OperatorFacts[]> {
    const operators = (await this.#ports.file.read()) ?? [];
    return operators.map(({ id, name, role, samplePin }) => ({ id, name, role, samplePin }));
  }

  /** The sample operators of the demo merchant; their PINs are shown to whoever asks. */
  async installSamples(): Promise<void> {
    const stored: StoredOperator[] = [];
    for (const { id, name, role, pin } of DEMO_OPERATORS) {
      const salt = this.#ports.newSalt();
      const pinHash = await this.#ports.hashPin(pin, salt);
      const facts = { id, name, role, samplePin: pin };
      stored.push({ ...facts, salt, pinHash, wrongTries: 0, pause: null });
    }
    await this.#ports.file.write(stored);
  }

  /** A sample shop opens with its cashier at the till; once, when it is new. */
  async startSampleSession(): Promise<void> {
    const { id, role } = DEMO_OPERATORS[0];
    await this.#keep({ operatorId: id, role });
  }

  /** The till as it was left: a crash signs nobody out, and nothing but a PIN ends a lock. */
  async resume(): Promise<void> {
    const left = await this.#ports.left.read();
    if (left === null || 'locked' in left) return;
    const known = (await this.list()).find(({ id }) => id === left.operatorId);
    this.#session = known === undefined ? null : { operatorId: known.id, role: known.role };
  }

  async signIn(credentials: Credentials): Promise<Result<OperatorSession, Failure>> {
    const checked = await this.check(credentials);
    if (checked.ok) await this.#keep(checked.value);
    return checked;
  }

  /** In memory first: a disk that fails must not keep the till open. */
  async lock(): Promise<void> {
    this.#session = null;
    await this.#ports.left.write({ locked: true });
  }

  async #keep(session: OperatorSession): Promise<void> {
    await this.#ports.left.write(session);
    this.#session = session;
  }

  /**
   * Checks a PIN without changing who is signed in. Tries are counted and survive a restart; one
   * check after the other, or many guesses at once would count as one.
   */
  check(credentials: Credentials): Promise<Result<OperatorSession, Failure>> {
    const checked = this.#turn.then(() => this.#checkNow(credentials));
    this.#turn = checked.catch(() => undefined);
    return checked;
  }

  async #checkNow({ operatorId, pin }: Credentials): Promise<Result<OperatorSession, Failure>> {
    const { file, nowMs, machine, hashPin } = this.#ports;
    const operators = (await file.read()) ?? [];
    const operator = operators.find(({ id }) => id === operatorId);
    if (operator === undefined) return err(failure('pin-wrong'));
    if (isPaused(operator.pause, nowMs(), machine())) return err(failure('pin-throttled'));
    const right = sameText(await hashPin(pin, operator.salt), operator.pinHash);
    const wrongTries = right ? 0 : operator.wrongTries + 1;
    if (wrongTries !== operator.wrongTries) {
      const forMs = pauseAfter(wrongTries);
      const pause = forMs === 0 ? null : { fromMs: nowMs(), forMs, ...machine() };
      const after = { ...operator, wrongTries, pause };
      await file.write(operators.map((one) => (one.id === operatorId ? after : one)));
    }
    return right ? ok({ operatorId, role: operator.role }) : err(failure('pin-wrong'));
  }
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
