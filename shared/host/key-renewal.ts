import type { PublicKeyJwk } from '../contracts/bank-api.ts';
import { failure, type Failure } from '../contracts/error-codes.ts';
import type { HostFacts } from '../contracts/host-facts.ts';
import type { LineFault } from '../contracts/line-answer.ts';
import type { TillHost } from '../contracts/host.ts';
import { keyProofText, keyText } from '../contracts/key-renewal.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Approvals } from './approvals.ts';
import type { ConnectedBank } from './bank-client.ts';
import type { HostIdentity } from './bank-line.ts';
import type { HostJournal } from './host-journal.ts';
import { NOT_KNOWN } from './signed-line.ts';
import type { DeviceKeyRing, HostClock, JournalCrypto } from './ports.ts';

interface Ports {
  /** Null where keys cannot be renewed: in a page. */
  readonly deviceKeys: DeviceKeyRing | null;
  /** Of the key that is in use. */
  readonly devicePublicKey: PublicKeyJwk;
  readonly journalCrypto: Pick<JournalCrypto, 'sha256'>;
  readonly facts: Pick<HostFacts, 'keyStoreLevel'>;
  readonly clock: Pick<HostClock, 'nowMs'>;
}

interface Surroundings {
  readonly approvals: Approvals;
  readonly journal: Pick<HostJournal, 'writeNotice'>;
  readonly line: Pick<ConnectedBank, 'renewKey'> & {
    readonly contract: () => Pick<ConnectedBank, 'echo'>;
  };
  readonly identity: () => HostIdentity | null;
  readonly keepIdentity: (identity: HostIdentity) => Promise<void>;
}

/** A full disk, most of all: what lies there counts, and the next sign-on goes on from it. */
const notWritten = (error: unknown): Result<never, Failure> =>
  err(failure('key-store-unavailable', String(error)));

/**
 * The device's key renewed with the bank (PROTOCOL P25):
 *
 *   next key on the disk ─▶ brought to the bank, signed by the first ─▶ in use ─▶ the first is gone
 *
 * The bank takes both until it has seen the next one sign, and the till has both until the bank has
 * answered that: whatever is killed or lost in between, requests go on being signed by a key that
 * the bank takes, or by the other one as soon as it refuses. What was cut short goes on at the next
 * sign-on.
 */
export class KeyRenewal {
  readonly #ports: Ports;
  readonly #around: Surroundings;
  #running: Promise<Result<null, Failure>> | null = null;

  constructor(ports: Ports, around: Surroundings) {
    this.#ports = ports;
    this.#around = around;
  }

  contract(): Pick<TillHost, 'renewKey'> {
    return {
      renewKey: ({ approvalId }) => {
        const approved = this.#around.approvals.take(approvalId, 'change-settings');
        return approved.ok ? this.#goOn() : Promise.resolve(approved);
      },
    };
  }

  /** The bank has answered what this till has signed with the key in use. */
  async signedOn(): Promise<void> {
    const state = this.#ports.deviceKeys?.state();
    if (state !== undefined && state !== 'settled') await this.#goOn();
  }

  /** Names the key that signs whatever is asked next. */
  get keyInUse(): string {
    return keyText(this.#ports.devicePublicKey);
  }

  /**
   * True: another key signs now than the one that the bank has refused, so that it can be asked again. As
   * long as there are two, it may know either: its books may be put back to before the next one was
   * brought, and what that one has signed may arrive when it was brought anew and the first signs again.
   * So none is given up here. The refusal of one that does not sign any more says nothing of the other.
   */
  async turnsToOther({ code }: Pick<LineFault, 'code'>, signer: string): Promise<boolean> {
    const { deviceKeys } = this.#ports;
    if (deviceKeys === null || !NOT_KNOWN.includes(code)) return false;
    if (signer !== this.keyInUse) return true;
    const state = deviceKeys.state();
    if (state === 'settled') return false;
    return (state === 'in-use' ? deviceKeys.useFirst() : deviceKeys.useNext()).then(
      () => true,
      () => false,
    );
  }

  /** One at a time; whoever asks meanwhile joins. */
  #goOn(): Promise<Result<null, Failure>> {
    this.#running ??= this.#renew()
      .catch(notWritten)
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  async #renew(): Promise<Result<null, Failure>> {
    const { deviceKeys } = this.#ports;
    const { line, identity } = this.#around;
    const before = identity();
    if (before === null) return err(failure('not-activated'));
    if (deviceKeys === null) return err(failure('key-store-unavailable', 'no keys to renew'));
    if (deviceKeys.state() !== 'in-use') {
      const brought = await this.#bring(deviceKeys, before.activation.terminalId);
      if (!brought.ok) return brought;
      await deviceKeys.useNext();
    }
    const signer = this.keyInUse;
    const answered = await line.contract().echo({ deliveredUpTo: 0 });
    if (!answered.ok) {
      await this.turnsToOther(answered.error, signer);
      return err(failure(answered.error.code, answered.error.detail));
    }
    // Refused meanwhile, and asked again by the first: whether the bank knows the next one nobody has heard.
    if (deviceKeys.state() !== 'in-use' || this.keyInUse !== signer) {
      return err(failure('signature-invalid', 'the first key signs again'));
    }
    await deviceKeys.dropFirst();
    return this.#writeDown();
  }

  async #bring(deviceKeys: DeviceKeyRing, terminalId: string): Promise<Result<null, Failure>> {
    const { journalCrypto, facts } = this.#ports;
    const devicePublicKey = await deviceKeys.prepareNext();
    const keyId = journalCrypto.sha256(keyText(devicePublicKey));
    const proof = await deviceKeys.signByNext(keyProofText(terminalId, keyId));
    const { keyStoreLevel } = facts;
    const brought = await this.#around.line.renewKey(
      { devicePublicKey, proof, keyStoreLevel },
      keyId,
    );
    return brought.ok ? ok(null) : err(failure(brought.error.code, brought.error.detail));
  }

  async #writeDown(): Promise<Result<null, Failure>> {
    const { identity, keepIdentity, journal } = this.#around;
    const now = identity();
    // Its age is what the start-of-day check looks at.
    if (now !== null) await keepIdentity({ ...now, activatedAtMs: this.#ports.clock.nowMs() });
    const noted = await journal.writeNotice('device-key-renewed', '');
    // Before the journal is open nobody is there to be told; the bank has it in its own.
    return noted.ok || noted.error.code === 'journal-closed' ? ok(null) : noted;
  }
}
