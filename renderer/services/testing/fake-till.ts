import type { BatchRequest, UploadItem, UploadResult } from '../../../shared/contracts/bank-api.ts';
import { failure } from '../../../shared/contracts/error-codes.ts';
import type { PayLinkAnswer } from '../../../shared/contracts/pay-link-api.ts';
import type { SignatureUpload } from '../../../shared/contracts/signature-api.ts';
import type { Answered, LineFault } from '../../../shared/contracts/line-answer.ts';
import type { Approval } from '../../../shared/contracts/supervised-acts.ts';
import type { HostFacts } from '../../../shared/contracts/host-facts.ts';
import type { PrintJob, TillHost } from '../../../shared/contracts/host.ts';
import { slipCodeText } from '../../../shared/domain/slip-code.ts';
import type { PinPadKey } from '../../../shared/contracts/pin-pad-keys.ts';
import { DEFAULT_PARAMETERS, DEMO_MERCHANT } from '../../../shared/domain/demo-merchant.ts';
import { drawerAfter, EMPTY_DRAWER } from '../../../shared/domain/drawer.ts';
import {
  EMPTY_HEAD,
  headOf,
  type JournalDraft,
  type JournalRecord,
} from '../../../shared/domain/journal.ts';
import { present } from '../../../shared/lib/assert.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { FakeBank } from './fake-bank.ts';
import { holdAnswerOf } from './fake-holds.ts';
import { appendTo } from './fake-journal.ts';
import { cardPresented } from './fake-reader.ts';

/** What the line does to one message. */
export type LineBehaviour =
  | 'works'
  | 'cut'
  | 'lose-answer'
  | 'lose-request'
  /** Answers nothing but echoes: the bank is there, this request is not answered. */
  | 'mute';

export const SUPERVISOR_PIN = '8888';

/** A host in memory over its bank, with faults that a test asks for by name. */
export class FakeTill extends FakeBank {
  /** A test that sets the clock moves this along, or the machine seems to have been asleep. */
  bootedAtMs = this.nowMs;
  readonly journal: JournalRecord[] = [];
  /** What the bank says to everything about pay links; null: it does what it should. */
  linkFault: LineFault | null = null;
  /** What the bank says to a signature; it keeps it where this says nothing. */
  signatureFault: ((upload: SignatureUpload) => LineFault | null) | null = null;
  readonly seen: string[] = [];
  /** What the line does to the next messages; `works` when empty. */
  script: LineBehaviour[] = [];
  always: LineBehaviour = 'works';
  journalFails = false;
  /** Slips that came out of the printer, in order. */
  readonly slips: PrintJob[] = [];
  printerFails = false;
  /** Keys that were pressed on it. */
  readonly pinPad: PinPadKey[] = [];
  pinPadFails = false;
  /** Sale by sale, each time the drawer sprang open. */
  readonly drawer: string[] = [];
  uploadAnswer: ((items: readonly UploadItem[]) => Result<UploadResult[], LineFault>) | null = null;
  watchBatch: ((request: BatchRequest) => void) | null = null;

  #ids = 0;
  /** The payment that a PIN was typed for. */
  #pinOf = '';
  readonly #approvals = new Set<string>();

  readonly clock = {
    nowMs: (): number => this.nowMs,
    passedMs: (): number => this.nowMs - this.bootedAtMs,
    utcOffsetMinutes: (): number => 480,
    /** Time passes only when nothing else is left to do: what is awaited comes first. */
    sleep: async (waitMs: number, signal?: AbortSignal): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (signal?.aborted !== true) this.nowMs += waitMs;
    },
  };

  readonly random = {
    uuid: (): string => {
      this.#ids += 1;
      return `01900000-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
    },
    unit: (): number => 0.5,
  };

  readonly drainLock = { ifFree: (work: () => Promise<void>): Promise<void> => work() };
  readonly isStorageDurable = (): Promise<boolean | null> => Promise.resolve(true);

  readonly network = { saysOffline: (): boolean => false, onChange: () => (): void => undefined };

  get facts(): HostFacts {
    return {
      host: 'electron',
      appVersion: '0.1.0',
      programHash: null,
      operatorsVersion: 1,
      developmentRuntime: false,
      runtimeVersion: '45.4.1',
      keyStoreLevel: 'file',
      keysLocked: false,
      terminal: TERMINAL,
      session: { operatorId: '01', role: 'cashier' },
      lockedBy: null,
      operators: [],
      bankUrl: 'http://bank.test',
      refusedActivation: null,
      settings: { language: 'zh-CN', theme: 'system' },
      freeBytes: 10_000_000_000,
      machine: { bootId: 'boot-1', uptimeMs: this.nowMs - this.bootedAtMs },
      forcedOffline: null,
      versionRefusal: null,
      cardLock: null,
      settlement: null,
      drawer: this.journal.reduce(drawerAfter, EMPTY_DRAWER),
    };
  }

  readonly host = this.#host();

  /** What the host hands out against a supervisor's PIN: good for one record. */
  approval(supervisorId = '00'): Approval {
    const approvalId = this.random.uuid();
    this.#approvals.add(approvalId);
    return { approvalId, supervisorId };
  }

  #isAllowed({ body }: JournalDraft): boolean {
    return body.kind !== 'supervisor-act' || this.#approvals.delete(body.approvalId);
  }

  #send<Answer>(name: string, work: () => Answer): Promise<Result<Answered<Answer>, LineFault>> {
    const behaviour = this.script.shift() ?? this.always;
    this.seen.push(`${name} ${behaviour}`);
    if (behaviour === 'cut') return Promise.resolve(err(fault('line-bank-unreachable', false)));
    if (behaviour === 'lose-request' || behaviour === 'mute') {
      this.nowMs += DEFAULT_PARAMETERS.wait.attemptMs;
      return Promise.resolve(err(fault('line-no-answer', true)));
    }
    const answer = work();
    if (behaviour === 'lose-answer') {
      this.nowMs += DEFAULT_PARAMETERS.wait.attemptMs;
      return Promise.resolve(err(fault('line-no-answer', true)));
    }
    return Promise.resolve(ok({ answer, bankTimeMs: this.nowMs, tookMs: 5 }));
  }

  #link(name: string, work: () => PayLinkAnswer): ReturnType<TillHost['askPayLink']> {
    const { linkFault } = this;
    return linkFault === null ? this.#send(name, work) : Promise.resolve(err(linkFault));
  }

  #keepSignature(upload: SignatureUpload): ReturnType<TillHost['uploadSignature']> {
    const fault = this.signatureFault?.(upload) ?? null;
    if (fault !== null) return Promise.resolve(err(fault));
    const { paymentId } = upload;
    return this.#send('signature', () => {
      this.signatures.set(paymentId, upload);
      return { paymentId, keptAtMs: this.nowMs };
    });
  }

  #host(): TillHost {
    const numbers = { authorisationCode: '123456', referenceNumber: '100000000001' };
    const unused = (): Promise<never> => Promise.reject(new Error('not part of this test'));
    return {
      about: () => Promise.resolve(ok(this.facts)),
      activate: unused,
      moveToBank: unused,
      reactivate: unused,
      unlockKeys: unused,
      protectKeys: unused,
      renewKey: unused,
      openJournal: () =>
        Promise.resolve(
          ok({
            head: this.journal.length === 0 ? EMPTY_HEAD : headOf(present(this.journal.at(-1), '')),
            sentinel: null,
            tornLines: 0,
            damagedNumbers: [],
          }),
        ),
      readJournal: ({ from, limit }) =>
        Promise.resolve(ok(structuredClone(this.journal.slice(from - 1, from - 1 + limit)))),
      readChain: ({ from, limit }) =>
        Promise.resolve(
          ok(
            this.journal
              .slice(from - 1, from - 1 + limit)
              .map(({ number, epoch, hash }) => ({ number, epoch, hash })),
          ),
        ),
      appendJournal: (drafts) =>
        Promise.resolve(
          this.journalFails
            ? err(failure('journal-write-failed', 'planted'))
            : drafts.every((draft) => this.#isAllowed(draft))
              ? ok(appendTo(this.journal, drafts))
              : err(failure('role-missing')),
        ),
      compareJournal: () => Promise.resolve(ok([])),
      offerJournal: unused,
      repairJournal: unused,
      quarantineJournal: unused,
      forceOffline: unused,
      unlockCards: unused,
      authorise: ({ core }) =>
        this.#send('authorise', () => ({
          id: core.id,
          issuerAuthentication: '',
          ...numbers,
          ...this.book(core),
        })),
      askBalance: ({ core }) =>
        this.#send('balance', () => ({ id: core.id, ...this.balanceOf(core.sealedCard) })),
      reverse: ({ core }) =>
        this.#send('reverse', () => {
          this.undo(core.id);
          return { id: core.id, outcome: 'reversed' as const, code: '00' };
        }),
      query: ({ id }) =>
        this.#send('query', () => {
          const core = this.booked.get(id);
          if (core === undefined) return { known: false as const, id };
          const { outcome: state, ...said } = this.yesTo(core);
          return { known: true as const, id, state, issuerAuthentication: '', ...said, ...numbers };
        }),
      upload: async (request) => {
        this.seen.push(`batch of ${request.items.length}`);
        this.watchBatch?.(request);
        if (this.uploadAnswer !== null) {
          const scripted = this.uploadAnswer(request.items);
          if (!scripted.ok) return scripted;
          return ok({
            answer: this.batchAnswer(request.batchId, scripted.value),
            bankTimeMs: 0,
            tookMs: 1,
          });
        }
        return this.#send('upload', () =>
          this.batchAnswer(request.batchId, this.take(request.items)),
        );
      },
      settle: unused,
      uploadSettlement: unused,
      endSettlement: unused,
      uploadSignature: (upload) => this.#keepSignature(upload),
      findHold: (question) =>
        this.#send('find', () => holdAnswerOf([...this.booked.values()], question, this.nowMs)),
      askPayLink: ({ core }) => this.#link('ask link', () => this.payLinks.ask(core)),
      withdrawPayLink: ({ core }) =>
        this.#link('withdraw link', () => this.payLinks.withdraw(core)),
      findOriginal: (question) => this.#send('find', () => this.original(question.amountMinor)),
      signOn: unused,
      echo: () => this.#send('echo', () => ({ bankId: 'test', timeMs: this.nowMs })),
      presentCard: (question) =>
        Promise.resolve(cardPresented(question, this.#pinOf === question.core.id)),
      pressPinKey: ({ paymentId, key }) => {
        if (this.pinPadFails) return Promise.resolve(err(failure('pin-pad-failed')));
        const state = key === 'confirm' ? 'entered' : key === 'cancel' ? 'cancelled' : 'typing';
        if (state === 'entered') this.#pinOf = paymentId;
        this.pinPad.push(key);
        return Promise.resolve(ok({ state, digits: 0, triesLeft: null }));
      },
      print: (job) => {
        if (this.printerFails) return Promise.resolve(err(failure('printer-not-ready')));
        this.slips.push(job);
        return Promise.resolve(ok({ slipNumber: this.slips.length }));
      },
      askSlip: unused,
      signSlip: (slip) => Promise.resolve(ok(slipCodeText({ ...slip, proof: NO_PROOF }))),
      readSlip: unused,
      openDrawer: (saleId) => {
        this.drawer.push(saleId);
        return Promise.resolve(ok(null));
      },
      signIn: unused,
      setPin: unused,
      lock: unused,
      signOff: unused,
      approve: ({ operatorId, pin }) =>
        Promise.resolve(
          pin === SUPERVISOR_PIN ? ok(this.approval(operatorId)) : err(failure('pin-wrong')),
        ),
      lineConditions: unused,
      setLineConditions: unused,
      examine: unused,
      setDeskDevices: unused,
      saveSettings: unused,
      close: () => Promise.resolve(ok(null)),
    };
  }
}

const NO_PROOF = '0'.repeat(24);

export const TERMINAL = { ...DEMO_MERCHANT, mode: 'demo', parameters: DEFAULT_PARAMETERS } as const;

export function fault(code: LineFault['code'], mayHaveArrived: boolean): LineFault {
  return { code, mayHaveArrived, cause: 'bank', retryAfterMs: null, detail: 'planted' };
}
