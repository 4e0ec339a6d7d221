import type { ActivationAnswer, PublicKeyJwk } from '../contracts/bank-api.ts';
import { failure, type Failure } from '../contracts/error-codes.ts';
import {
  CLEAR_LINE,
  type HostFacts,
  type HostSettings,
  type LineConditions,
  type MachineTime,
  type PresentCard,
  type StepUp,
  type Terminal,
  type TillHost,
} from '../contracts/host.ts';
import type { JournalDraft } from '../domain/journal.ts';
import { toBase64, toHex } from '../lib/bytes.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { activateAtBank } from './activation.ts';
import { createBankClient, unconnectedBank, type BankClient } from './bank-client.ts';
import { JournalKeeper } from './journal-keeper.ts';
import { conditionedTransport } from './line-conditioner.ts';
import { Operators, type StoredOperator } from './operators.ts';
import type {
  HostClock,
  HttpTransport,
  JournalCrypto,
  JournalFiles,
  KeptValue,
  LineCrypto,
  SlipPrinter,
} from './ports.ts';
import { presentVirtualCard, type ReaderPorts } from './virtual-card-reader.ts';

/** Who this till is at which bank; nothing in it is secret but the card token key. */
export interface HostIdentity {
  readonly bankUrl: string;
  readonly activation: ActivationAnswer;
}

type SteadyFacts = Pick<
  HostFacts,
  'host' | 'appVersion' | 'developmentRuntime' | 'runtimeVersion' | 'keyStoreLevel'
>;

/** Everything that differs between the Electron main process and a browser's window. */
export interface HostPorts {
  readonly facts: SteadyFacts;
  readonly clock: HostClock;
  readonly transport: HttpTransport;
  readonly lineCrypto: LineCrypto;
  readonly devicePublicKey: PublicKeyJwk;
  readonly journalCrypto: JournalCrypto;
  readonly journalFiles: JournalFiles;
  readonly identity: KeptValue<HostIdentity>;
  readonly settings: KeptValue<HostSettings>;
  readonly operators: KeptValue<StoredOperator[]>;
  readonly cardCounters: KeptValue<Readonly<Record<string, number>>>;
  readonly hashPin: (pin: string, salt: string) => Promise<string>;
  readonly randomBytes: (count: number) => Uint8Array;
  /** HMAC-SHA-256 under a base64 key, lower-case hex. */
  readonly hmac: (key: string, text: string) => string;
  readonly sealerFor: (sealingPublicKey: string) => ReaderPorts['seal'];
  readonly printer: SlipPrinter;
  readonly freeBytes: () => Promise<number | null>;
  readonly machine: () => MachineTime;
}

const DEFAULT_SETTINGS: HostSettings = { language: 'zh-CN', theme: 'system' };

/** Puts a till's host together: what the window may ask for, and nothing else (P28). */
export async function createTillHost(ports: HostPorts): Promise<TillHost> {
  const identity = await ports.identity.read();
  const settings = (await ports.settings.read()) ?? DEFAULT_SETTINGS;
  return new AssembledHost(ports, identity, settings).contract();
}

/** An address on the web, or a path of the page's own origin in the browser host. */
function isBankUrl(text: string): boolean {
  return /^https?:\/\/[^\s/]+/.test(text) || /^\/[a-z]+$/.test(text);
}

/** Selling needs somebody at the till; what the bank answers is written down while it is locked. */
function startsSelling({ body }: JournalDraft): boolean {
  return body.kind === 'sale' && (body.step === 'intent' || body.step === 'completed');
}

class AssembledHost {
  readonly #ports: HostPorts;
  readonly #operators: Operators;
  readonly #journal: JournalKeeper;
  #identity: HostIdentity | null;
  #settings: HostSettings;
  #bank: BankClient = unconnectedBank();
  #line: LineConditions = CLEAR_LINE;
  #counting: Promise<unknown> = Promise.resolve();

  constructor(ports: HostPorts, identity: HostIdentity | null, settings: HostSettings) {
    this.#ports = ports;
    this.#identity = identity;
    this.#settings = settings;
    this.#journal = new JournalKeeper(ports.journalFiles, ports.journalCrypto);
    this.#operators = new Operators({
      file: ports.operators,
      nowMs: ports.clock.nowMs,
      hashPin: ports.hashPin,
      newSalt: () => toBase64(ports.randomBytes(16)),
    });
    if (identity?.activation.mode === 'demo') this.#operators.startSampleSession();
    this.#connect();
  }

  contract(): TillHost {
    return {
      about: () => this.#about(),
      activate: (request) => this.#activate(request.code, request.bankUrl),
      moveToBank: (bankUrl) => this.#moveToBank(bankUrl),
      ...this.#journalContract(),
      ...this.#bankContract(),
      presentCard: (card) => this.#whenSignedIn((activation) => this.#present(activation, card)),
      print: (job) => this.#ports.printer.print(job, this.#ports.clock.nowMs()),
      openDrawer: () => this.#whenSignedIn(() => Promise.resolve(ok(null))),
      signIn: (credentials) => this.#operators.signIn(credentials),
      lock: () => {
        this.#operators.lock();
        return Promise.resolve(ok(null));
      },
      approve: (request) => this.#approve(request),
      lineConditions: () => Promise.resolve(ok(this.#line)),
      setLineConditions: (wanted) => Promise.resolve(this.#condition(wanted)),
      saveSettings: async (settings) => {
        await this.#ports.settings.write(settings);
        this.#settings = settings;
        return ok(settings);
      },
      close: async () => {
        await this.#journal.close();
        return ok(null);
      },
    };
  }

  #journalContract(): Pick<
    TillHost,
    'openJournal' | 'readJournal' | 'appendJournal' | 'adoptJournal'
  > {
    const journal = this.#journal;
    return {
      openJournal: () => journal.open(),
      readJournal: (range) => Promise.resolve(journal.read(range)),
      appendJournal: (drafts) =>
        drafts.some(startsSelling)
          ? this.#whenSignedIn(() => journal.append(drafts))
          : journal.append(drafts),
      adoptJournal: (records) => journal.adopt(records),
    };
  }

  /** By way of the field: the client is made anew when the till is activated or the bank moves. */
  #bankContract(): BankClient {
    return {
      authorise: (request) => this.#bank.authorise(request),
      reverse: (request) => this.#bank.reverse(request),
      query: (request) => this.#bank.query(request),
      upload: (request) => this.#bank.upload(request),
      signOn: (request) => this.#bank.signOn(request),
      echo: (request) => this.#bank.echo(request),
    };
  }

  #connect(): void {
    if (this.#identity === null) return;
    const { bankUrl, activation } = this.#identity;
    const { bankId, bankKeyId, bankPublicKey, terminalId } = activation;
    const { clock, transport, lineCrypto } = this.#ports;
    this.#bank = createBankClient({
      transport: conditionedTransport(
        transport,
        clock,
        () => this.#line,
        () => this.#takeLostAnswer(),
      ),
      crypto: lineCrypto,
      clock,
      identity: { bankUrl, bankId, bankKeyId, bankPublicKey, terminalId },
      timeoutMs: activation.parameters.wait.attemptMs,
    });
  }

  #takeLostAnswer(): boolean {
    const { loseNextAnswers } = this.#line;
    if (loseNextAnswers === 0) return false;
    this.#line = { ...this.#line, loseNextAnswers: loseNextAnswers - 1 };
    return true;
  }

  async #whenSignedIn<Value>(
    work: (activation: ActivationAnswer) => Promise<Result<Value, Failure>>,
  ): Promise<Result<Value, Failure>> {
    if (this.#identity === null) return err(failure('not-activated'));
    if (this.#operators.session === null) return err(failure('not-signed-in'));
    return work(this.#identity.activation);
  }

  async #about(): Promise<Result<HostFacts, Failure>> {
    return ok({
      ...this.#ports.facts,
      terminal: this.#identity === null ? null : terminalOf(this.#identity.activation),
      bankUrl: this.#identity?.bankUrl ?? '',
      session: this.#operators.session,
      operators: await this.#operators.list(),
      settings: this.#settings,
      freeBytes: await this.#ports.freeBytes(),
      machine: this.#ports.machine(),
    });
  }

  async #activate(code: string, bankUrl: string): Promise<Result<Terminal, Failure>> {
    const { transport, journalCrypto, devicePublicKey, facts } = this.#ports;
    const { appVersion, keyStoreLevel } = facts;
    const activated = await activateAtBank(
      { transport, crypto: journalCrypto },
      { code, bankUrl },
      devicePublicKey,
      { appVersion, keyStoreLevel },
    );
    if (!activated.ok) return activated;
    const activation = activated.value;
    // Before the identity: a till that knows who it is must know who may work at it.
    if (activation.mode === 'demo') await this.#operators.installSamples();
    await this.#keepIdentity({ bankUrl, activation });
    if (activation.mode === 'demo') this.#operators.startSampleSession();
    return ok(terminalOf(activation));
  }

  async #moveToBank(bankUrl: string): Promise<Result<null, Failure>> {
    if (this.#identity === null) return err(failure('not-activated'));
    if (!isBankUrl(bankUrl)) return err(failure('settings-invalid', bankUrl));
    if (bankUrl !== this.#identity.bankUrl) {
      await this.#keepIdentity({ ...this.#identity, bankUrl });
    }
    return ok(null);
  }

  async #keepIdentity(identity: HostIdentity): Promise<void> {
    await this.#ports.identity.write(identity);
    this.#identity = identity;
    this.#connect();
  }

  async #approve({ operatorId, pin }: StepUp): Promise<Result<{ supervisorId: string }, Failure>> {
    const checked = await this.#operators.check({ operatorId, pin });
    if (!checked.ok) return checked;
    const may = checked.value.role === 'supervisor';
    return may ? ok({ supervisorId: operatorId }) : err(failure('role-missing'));
  }

  #present(activation: ActivationAnswer, card: PresentCard) {
    const { clock, sealerFor, hmac, randomBytes } = this.#ports;
    return presentVirtualCard(
      {
        clock,
        seal: sealerFor(activation.sealingPublicKey),
        tokenOf: (cardNumber) => hmac(activation.cardTokenKey, cardNumber),
        cryptogram: () => toHex(randomBytes(8)),
        nextAtc: (cardId) => this.#nextAtc(cardId),
      },
      terminalOf(activation),
      card,
    );
  }

  /** One after the other: two sales at once must not share a count. */
  #nextAtc(cardId: string): Promise<number> {
    const counted = this.#counting.then(async () => {
      const counters = (await this.#ports.cardCounters.read()) ?? {};
      await this.#ports.cardCounters.write({ ...counters, [cardId]: (counters[cardId] ?? 0) + 1 });
      return (counters[cardId] ?? 0) + 1;
    });
    this.#counting = counted.catch(() => undefined);
    return counted;
  }

  #condition(wanted: LineConditions): Result<LineConditions, Failure> {
    if (this.#identity?.activation.mode === 'live') return err(failure('training-only'));
    this.#line = wanted;
    return ok(wanted);
  }
}

function terminalOf(activation: ActivationAnswer): Terminal {
  const { terminalId, merchantId, merchantName, shopName, tillNumber, mode, parameters } =
    activation;
  return { terminalId, merchantId, merchantName, shopName, tillNumber, mode, parameters };
}
