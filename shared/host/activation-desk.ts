import type { PublicKeyJwk } from '../contracts/bank-api.ts';
import { failure, type Failure } from '../contracts/error-codes.ts';
import type { ActivateRequest, KeyProtection, Reactivation, TillHost } from '../contracts/host.ts';
import type { HostFacts, RefusedActivation, Terminal } from '../contracts/host-facts.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { activateAtBank, terminalOf } from './activation.ts';
import type { Approvals } from './approvals.ts';
import { isBankAddress, type HostIdentity } from './bank-line.ts';
import type { CardDesk } from './card-desk.ts';
import type { HostJournal } from './host-journal.ts';
import type { OperatorDesk } from './operator-desk.ts';
import type { Operators } from './operators.ts';
import { withoutPinKey } from './pin-keys.ts';
import { afterActivation } from './program-version.ts';
import type { HostClock, HttpTransport, JournalCrypto } from './ports.ts';

interface Ports {
  readonly transport: HttpTransport;
  readonly journalCrypto: Pick<JournalCrypto, 'sha256'>;
  readonly devicePublicKey: PublicKeyJwk;
  readonly facts: Pick<HostFacts, 'appVersion' | 'keyStoreLevel'>;
  readonly clock: Pick<HostClock, 'nowMs'>;
  readonly protectKeys: ((passphrase: string) => Promise<boolean>) | null;
}

interface Surroundings {
  readonly approvals: Approvals;
  readonly operators: Pick<Operators, 'startSampleSession'>;
  readonly people: Pick<OperatorDesk, 'takeList'>;
  readonly cards: Pick<CardDesk, 'loadPinKey'>;
  readonly journal: Pick<HostJournal, 'writeNotice'>;
  readonly identity: () => HostIdentity | null;
  readonly isForcedOffline: () => boolean;
  readonly keepIdentity: (identity: HostIdentity) => Promise<void>;
}

/** How this device becomes a terminal of its bank, and becomes the same one again (P24, P25). */
export class ActivationDesk {
  readonly #ports: Ports;
  readonly #around: Surroundings;
  #refused: RefusedActivation | null = null;

  constructor(ports: Ports, around: Surroundings) {
    this.#ports = ports;
    this.#around = around;
  }

  contract(): Pick<TillHost, 'activate' | 'reactivate' | 'unlockKeys' | 'protectKeys'> {
    return {
      // They are open, or this desk would not be here.
      unlockKeys: () => Promise.resolve(ok(null)),
      protectKeys: (wanted) => this.#protect(wanted),
      activate: (request) => this.#activateNew(request),
      reactivate: (request) => this.#reactivate(request),
    };
  }

  /** What became of the last code, where it made no terminal of this device. */
  get refused(): RefusedActivation | null {
    return this.#refused;
  }

  async #activateNew(request: ActivateRequest): Promise<Result<Terminal, Failure>> {
    const { code, bankUrl } = request;
    // A launcher may know the bank and bring no code: somebody will type it.
    const activated =
      code === ''
        ? err(failure('not-activated'))
        : await this.#activate(request, { isOpen: false });
    this.#refused = activated.ok ? null : { bankUrl, failure: activated.error };
    return activated;
  }

  /** Never down (P25): from a plain file to a passphrase, and from one passphrase to another. */
  async #protect({ passphrase, approvalId }: KeyProtection): Promise<Result<null, Failure>> {
    const { approvals, identity, journal } = this.#around;
    const { protectKeys } = this.#ports;
    const isActivated = identity() !== null;
    const approved = isActivated ? approvals.take(approvalId, 'protect-keys') : ok(null);
    if (!approved.ok) return approved;
    if (protectKeys === null || !(await protectKeys(passphrase))) {
      return err(failure('key-store-unavailable', 'these keys take no passphrase'));
    }
    const by = approved.value?.supervisorId ?? 'nobody yet';
    if (isActivated) await journal.writeNotice('keys-protected', `passphrase set by ${by}`);
    return ok(null);
  }

  async #activate(
    request: ActivateRequest,
    { isOpen }: Pick<Reactivation, 'isOpen'>,
  ): Promise<Result<Terminal, Failure>> {
    // Keys that are open are not given up.
    if (request.newPassphrase !== undefined) {
      return err(failure('message-refused', 'the keys are open'));
    }
    if (!isBankAddress(request.bankUrl)) return err(failure('settings-invalid', 'bank address'));
    const { transport, journalCrypto, devicePublicKey, facts, clock } = this.#ports;
    const { cards, people, operators, identity, keepIdentity } = this.#around;
    const { appVersion, keyStoreLevel } = facts;
    const before = identity()?.activation;
    const formerly = before && {
      terminalId: before.terminalId,
      journalNumber: before.journalNumber ?? 0,
      isOpen,
    };
    const activated = await activateAtBank(
      { transport, crypto: journalCrypto },
      request,
      devicePublicKey,
      { appVersion, keyStoreLevel, ...(formerly && { formerly }) },
    );
    if (!activated.ok) return activated;
    const { open: activation, pinKey } = withoutPinKey(activated.value);
    if (pinKey !== null) await cards.loadPinKey(pinKey);
    // Before the identity: a till that knows who it is must know who may work at it.
    const isSample = activation.mode === 'demo';
    await people.takeList(activation.operators, isSample);
    if (isSample && before === undefined) await operators.startSampleSession();
    const anew = { bankUrl: request.bankUrl, activation, activatedAtMs: clock.nowMs() };
    const kept = afterActivation(identity(), anew);
    await keepIdentity(kept);
    return ok(terminalOf(kept.activation));
  }

  /**
   * With a new code of its bank this till is the same terminal again: keys, journal and numbers go
   * on. The bank refuses while something of it is open, unless it does not know the key any more and its
   * people have released the terminal: then the journal with what is unsent goes on as well, if no other
   * till has had the terminal since (P25).
   */
  async #reactivate({
    code,
    approvalId,
    isOpen,
  }: Reactivation): Promise<Result<Terminal, Failure>> {
    const { approvals, identity, isForcedOffline, journal } = this.#around;
    const approved = approvals.take(approvalId, 'change-settings');
    if (!approved.ok) return approved;
    const before = identity();
    if (before === null) return err(failure('not-activated'));
    if (isForcedOffline()) return err(failure('line-forced-offline'));
    const activated = await this.#activate({ code, bankUrl: before.bankUrl }, { isOpen });
    if (!activated.ok) return activated;
    const detail = `terminal ${activated.value.terminalId} by ${approved.value.supervisorId}`;
    const noted = await journal.writeNotice('activated-anew', detail);
    return noted.ok ? activated : noted;
  }
}
