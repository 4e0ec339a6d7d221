import type { PublicKeyJwk } from '../contracts/bank-api.ts';
import { failure, type Failure } from '../contracts/error-codes.ts';
import type {
  ForcedOffline,
  HostFacts,
  HostSettings,
  MachineTime,
} from '../contracts/host-facts.ts';
import type { ForceOffline, Reasoned } from '../contracts/supervised-acts.ts';
import type { TillHost } from '../contracts/host.ts';
import { toBase64, toHex } from '../lib/bytes.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { terminalOf } from './activation.ts';
import { ActivationDesk } from './activation-desk.ts';
import { Approvals } from './approvals.ts';
import { BankLine, isBankAddress, type HostIdentity } from './bank-line.ts';
import { BankSaid } from './bank-said.ts';
import { CardDesk, type CardDeskPorts } from './card-desk.ts';
import { lineWithCard } from './card-line.ts';
import { DeskDevicesAtHand, type DeskPorts } from './desk-devices.ts';
import { DiskWatch } from './disk-watch.ts';
import { guarded, refusalToSell } from './guard.ts';
import { HostJournal } from './host-journal.ts';
import { KeyRenewal } from './key-renewal.ts';
import { JournalKeeper } from './journal-keeper.ts';
import { recordedLine } from './numbered-line.ts';
import { OperatorDesk } from './operator-desk.ts';
import { Operators, type StoredOperator, type StoredSession } from './operators.ts';
import { hearingRefusal } from './program-version.ts';
import { remembered } from './remembered.ts';
import { SignOnDesk } from './sign-on-desk.ts';
import { slipCodes } from './slip-codes.ts';
import { AllowedVoids } from './void-gate.ts';
import type {
  DeviceKeyRing,
  HttpTransport,
  JournalCrypto,
  JournalFiles,
  KeptValue,
  LineCrypto,
} from './ports.ts';

export type SteadyFacts = Pick<
  HostFacts,
  'host' | 'appVersion' | 'programHash' | 'developmentRuntime' | 'runtimeVersion' | 'keyStoreLevel'
>;

/** Everything that differs between the Electron main process and a browser's window. */
export interface HostPorts extends DeskPorts, CardDeskPorts {
  readonly facts: SteadyFacts;
  readonly transport: HttpTransport;
  readonly lineCrypto: LineCrypto;
  readonly devicePublicKey: PublicKeyJwk;
  readonly journalCrypto: JournalCrypto;
  readonly journalFiles: JournalFiles;
  /** How long a page of what was proved is; another length where a journal is short (`journal-pages`). */
  readonly journalPageBytes?: number;
  readonly identity: KeptValue<HostIdentity>;
  readonly settings: KeptValue<HostSettings>;
  readonly operators: KeptValue<StoredOperator[]>;
  readonly session: KeptValue<StoredSession>;
  readonly forcedOffline: KeptValue<ForcedOffline | null>;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly hashPin: (pin: string, salt: string) => Promise<string>;
  readonly freeBytes: () => Promise<number | null>;
  readonly machine: () => MachineTime;
  /** Null where the device's key cannot be renewed: in a page. */
  readonly deviceKeys: DeviceKeyRing | null;
  /** Null where the keys cannot go under a passphrase: a page, or the system's safe has them. */
  readonly protectKeys: ((passphrase: string) => Promise<boolean>) | null;
}

/** A host and what only the program around it may ask; no window reaches the second part. */
export interface LocalTillHost extends TillHost {
  /** The launcher's bank stands at another port after each start. */
  readonly followBank: (bankUrl: string) => Promise<Result<null, Failure>>;
  /** A call that did not get as far as the host, for the audit (P28). */
  readonly noteRefusal: (channel: string, why: string) => Promise<void>;
  /** What happened to the program around the host. */
  readonly note: (code: string, detail: string) => Promise<Result<null, Failure>>;
}

const SENTINEL_AFTER_MS = 100;

export const DEFAULT_SETTINGS: HostSettings = { language: 'zh-CN', theme: 'system' };

/** Puts a till's host together: what the window may ask for, and nothing else (P28). */
export async function createTillHost(ports: HostPorts): Promise<LocalTillHost> {
  const host = new AssembledHost(ports, {
    identity: await ports.identity.read(),
    settings: (await ports.settings.read()) ?? DEFAULT_SETTINGS,
    forcedOffline: await ports.forcedOffline.read(),
  });
  await host.resume();
  return host.contract();
}

interface Kept {
  readonly identity: HostIdentity | null;
  readonly settings: HostSettings;
  readonly forcedOffline: ForcedOffline | null;
}

class AssembledHost {
  readonly #ports: HostPorts;
  readonly #operators: Operators;
  readonly #approvals: Approvals;
  readonly #people: OperatorDesk;
  readonly #keeper: JournalKeeper;
  readonly #journal: HostJournal;
  readonly #line: BankLine;
  readonly #cards: CardDesk;
  readonly #disk: DiskWatch;
  readonly #desk: DeskDevicesAtHand;
  readonly #activation: ActivationDesk;
  readonly #renewal: KeyRenewal;
  readonly #signOns: SignOnDesk;
  readonly #bankSaid = new BankSaid();
  readonly #voids = new AllowedVoids((why) => this.#journal.writeRefusal('authorise', why));
  #kept: Kept;

  constructor(ports: HostPorts, kept: Kept) {
    const { nowMs } = ports.clock;
    this.#ports = ports;
    this.#kept = kept;
    this.#disk = new DiskWatch(ports.freeBytes, nowMs);
    this.#desk = new DeskDevicesAtHand(ports, () => this.#kept.identity?.activatedAtMs ?? null);
    this.#operators = new Operators({
      file: remembered(ports.operators),
      left: ports.session,
      nowMs,
      machine: ports.machine,
      hashPin: ports.hashPin,
      newSalt: () => toBase64(ports.randomBytes(16)),
      sha256: ports.journalCrypto.sha256,
      merchantId: () => this.#kept.identity?.activation.merchantId ?? null,
    });
    this.#approvals = new Approvals({ nowMs, newId: () => toHex(ports.randomBytes(16)) });
    this.#keeper = new JournalKeeper(ports.journalFiles, ports.journalCrypto, {
      pause: () => ports.clock.sleep(SENTINEL_AFTER_MS),
      pageBytes: ports.journalPageBytes,
    });
    this.#journal = new HostJournal({
      keeper: this.#keeper,
      approvals: this.#approvals,
      bankSaid: this.#bankSaid,
      voids: this.#voids,
      nowMs,
      session: () => this.#operators.session,
      refusesSelling: async () => refusalToSell(this.#operators.session) ?? this.#disk.refusal(),
    });
    this.#people = new OperatorDesk({
      operators: this.#operators,
      approvals: this.#approvals,
      journal: this.#journal,
    });
    this.#line = new BankLine(
      ports,
      () => this.#kept.forcedOffline !== null,
      (detail) => void this.#journal.writeStrangeAnswer(detail),
    );
    this.#cards = new CardDesk(ports, {
      lock: () => this.#keeper.cardLock,
      version: () => this.#signOns.versionRefusal,
      noRoom: () => this.#disk.refusal(),
      noReader: () => this.#desk.readerRefusal(),
    });
    this.#activation = new ActivationDesk(ports, {
      approvals: this.#approvals,
      operators: this.#operators,
      people: this.#people,
      cards: this.#cards,
      journal: this.#journal,
      identity: () => this.#kept.identity,
      isForcedOffline: () => this.#kept.forcedOffline !== null,
      keepIdentity: (identity) => this.#keepIdentity(identity),
    });
    this.#renewal = new KeyRenewal(ports, {
      approvals: this.#approvals,
      journal: this.#journal,
      line: this.#line,
      identity: () => this.#kept.identity,
      keepIdentity: (identity) => this.#keepIdentity(identity),
    });
    this.#signOns = new SignOnDesk(ports, {
      line: this.#line,
      operators: this.#operators,
      people: this.#people,
      cards: this.#cards,
      bankSaid: this.#bankSaid,
      renewal: this.#renewal,
      journal: this.#journal,
      identity: () => this.#kept.identity,
      keepIdentity: (identity) => this.#keepIdentity(identity),
    });
    if (kept.identity !== null) this.#line.connect(kept.identity);
  }

  resume(): Promise<void> {
    return this.#operators.resume();
  }

  contract(): LocalTillHost {
    const hearing = hearingRefusal(this.#line.contract(), (why) => this.#signOns.hearRefusal(why));
    const line = lineWithCard(hearing, this.#cards);
    const members: TillHost = {
      about: () => this.#about(),
      ...this.#activation.contract(),
      ...this.#renewal.contract(),
      moveToBank: async ({ bankUrl, approvalId }) => {
        const approved = this.#approvals.take(approvalId, 'change-settings');
        return approved.ok ? this.#followBank(bankUrl) : approved;
      },
      ...this.#journal.contract(),
      ...line,
      ...recordedLine({ ...line, ...this.#voids.line(line) }, this.#keeper, this.#bankSaid),
      signOn: (request) => this.#signOns.signOn(request),
      forceOffline: (wanted) => this.#forceOffline(wanted),
      presentCard: (card) =>
        this.#whenActivated((activation) => this.#cards.present(activation, card)),
      pressPinKey: (press) => this.#cards.pressPinKey(press),
      unlockCards: (act) => this.#unlockCards(act),
      print: (job) => this.#desk.print(job, this.#ports.clock.nowMs()),
      ...slipCodes(this.#ports, () => this.#kept.identity?.activation ?? null),
      openDrawer: () => Promise.resolve(ok(null)),
      ...this.#people.contract(),
      lineConditions: () => Promise.resolve(ok(this.#line.conditions)),
      setLineConditions: (wanted) => Promise.resolve(ok(this.#line.condition(wanted))),
      ...this.#desk.contract(),
      saveSettings: (settings) => this.#saveSettings(settings),
      close: async () => {
        await this.#keeper.close();
        return ok(null);
      },
    };
    const standing = () => ({
      mode: this.#kept.identity?.activation.mode ?? null,
      session: this.#operators.session,
    });
    const noteRefusal = (channel: string, why: string): Promise<void> =>
      this.#journal.writeRefusal(channel, why);
    const watched = guarded(
      members,
      standing,
      (channel, { code }) => void noteRefusal(channel, code),
    );
    const note = (code: string, detail: string) => this.#journal.writeNotice(code, detail);
    return { ...watched, followBank: (bankUrl) => this.#followBank(bankUrl), noteRefusal, note };
  }

  async #whenActivated<Value>(
    work: (activation: HostIdentity['activation']) => Promise<Result<Value, Failure>>,
  ): Promise<Result<Value, Failure>> {
    const { identity } = this.#kept;
    return identity === null ? err(failure('not-activated')) : work(identity.activation);
  }

  async #about(): Promise<Result<HostFacts, Failure>> {
    const { identity, settings, forcedOffline } = this.#kept;
    return ok({
      ...this.#ports.facts,
      keysLocked: false,
      terminal: identity === null ? null : terminalOf(identity.activation),
      operatorsVersion: identity?.activation.operators?.version ?? null,
      bankUrl: identity?.bankUrl ?? '',
      refusedActivation: this.#activation.refused,
      session: this.#operators.session,
      lockedBy: this.#operators.lockedBy,
      operators: await this.#operators.list(),
      settings,
      freeBytes: await this.#disk.freeBytes(),
      machine: this.#ports.machine(),
      forcedOffline,
      versionRefusal: this.#signOns.versionRefusal,
      ...this.#keeper.standing,
    });
  }

  async #followBank(bankUrl: string): Promise<Result<null, Failure>> {
    const { identity } = this.#kept;
    if (identity === null) return err(failure('not-activated'));
    if (!isBankAddress(bankUrl)) return err(failure('settings-invalid', 'bank address'));
    if (bankUrl !== identity.bankUrl) await this.#keepIdentity({ ...identity, bankUrl });
    return ok(null);
  }

  async #keepIdentity(identity: HostIdentity): Promise<void> {
    await this.#ports.identity.write(identity);
    this.#kept = { ...this.#kept, identity };
    this.#line.connect(identity);
  }

  /** The record first: a till that is off the line without one would be a riddle (P14). */
  async #forceOffline({ on, approvalId, reason }: ForceOffline): Promise<Result<null, Failure>> {
    const approved = this.#approvals.take(approvalId, 'force-offline');
    if (!approved.ok) return approved;
    const { supervisorId } = approved.value;
    const written = await this.#journal.write({ kind: 'force-offline', on, supervisorId, reason });
    if (!written.ok) return written;
    const sinceMs = this.#ports.clock.nowMs();
    const forcedOffline = on ? { sinceMs, supervisorId, reason } : null;
    await this.#ports.forcedOffline.write(forcedOffline);
    this.#kept = { ...this.#kept, forcedOffline };
    return ok(null);
  }

  #unlockCards({ approvalId, reason }: Reasoned): Promise<Result<null, Failure>> {
    const approved = this.#approvals.take(approvalId, 'unlock-cards');
    if (!approved.ok) return Promise.resolve(approved);
    const act = { kind: 'supervisor-act', act: 'unlock-cards', outboxKey: '', saleId: '' } as const;
    return this.#journal.write({ ...act, ...approved.value, reason });
  }

  async #saveSettings(settings: HostSettings): Promise<Result<HostSettings, Failure>> {
    await this.#ports.settings.write(settings);
    this.#kept = { ...this.#kept, settings };
    return ok(settings);
  }
}
