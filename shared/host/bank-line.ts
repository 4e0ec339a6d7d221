import type { ActivationAnswer } from '../contracts/activation-api.ts';
import type { PublicKeyJwk } from '../contracts/bank-api.ts';
import { type LineFault } from '../contracts/line-answer.ts';
import { keyText } from '../contracts/key-renewal.ts';
import { CLEAR_LINE, type LineConditions } from '../contracts/line-conditions.ts';
import { err, type Result } from '../lib/result.ts';
import {
  createBankClient,
  unconnectedBank,
  type BankClient,
  type ConnectedBank,
} from './bank-client.ts';
import { conditionedTransport } from './line-conditioner.ts';
import type { HostClock, HttpTransport, LineCrypto } from './ports.ts';

export interface BankLinePorts {
  readonly transport: HttpTransport;
  readonly lineCrypto: LineCrypto;
  readonly clock: HostClock;
  readonly devicePublicKey: PublicKeyJwk;
}

type LaterFacts = 'operators' | 'journalNumber';

/** Who this till is at which bank; nothing in it is secret but the card token key. */
export interface HostIdentity {
  readonly bankUrl: string;
  /** A till that was activated before its operators came from the bank, or its journals were counted, lacks those. */
  readonly activation: Omit<ActivationAnswer, LaterFacts> &
    Partial<Pick<ActivationAnswer, LaterFacts>>;
  /** When its keys were registered (P25); absent on a till that was activated before this was kept. */
  readonly activatedAtMs?: number;
  /** The version of this program that its bank has withdrawn (P29); another one may sell again. */
  readonly withdrawnVersion?: string;
  /** The one that it has not approved; at most one of the two is there. */
  readonly unapprovedVersion?: string;
}

const BANK_ADDRESS = /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?(\/[\w./-]*)?$/i;

/** Whether anybody could be asked there at all; who answers is proved by the bank's signature. */
export function isBankAddress(bankUrl: string): boolean {
  return BANK_ADDRESS.test(bankUrl);
}

/**
 * The till's one way out: to nobody before it is activated, to the bank after that, and to nobody
 * again while a supervisor keeps it off the line (P14). The trainer's hand on the cable is here too.
 */
export class BankLine {
  readonly #ports: BankLinePorts;
  readonly #isForcedOffline: () => boolean;
  readonly #noteStrange: (detail: string) => void;
  #bank: ConnectedBank = unconnectedBank();
  #conditions: LineConditions = CLEAR_LINE;

  constructor(
    ports: BankLinePorts,
    isForcedOffline: () => boolean,
    noteStrange: (detail: string) => void,
  ) {
    this.#ports = ports;
    this.#isForcedOffline = isForcedOffline;
    this.#noteStrange = noteStrange;
  }

  get conditions(): LineConditions {
    return this.#conditions;
  }

  condition(wanted: LineConditions): LineConditions {
    this.#conditions = wanted;
    return wanted;
  }

  /** Made anew when the till is activated or the bank has moved. */
  connect({ bankUrl, activation }: HostIdentity): void {
    const { bankId, bankKeyId, bankPublicKey, terminalId } = activation;
    const { clock, transport, lineCrypto } = this.#ports;
    this.#bank = createBankClient({
      transport: conditionedTransport(transport, clock, () => this.#conditions, {
        takeLostAnswer: () => this.#takeOne('loseNextAnswers'),
        takeLostRequest: () => this.#takeOne('loseNextRequests'),
      }),
      crypto: lineCrypto,
      clock,
      identity: { bankUrl, bankId, bankKeyId, bankPublicKey, terminalId },
      keyInUse: () => keyText(this.#ports.devicePublicKey),
      timeoutMs: activation.parameters.wait.attemptMs,
      noteStrange: this.#noteStrange,
    });
  }

  contract(): BankClient {
    return {
      authorise: (request) => this.#now().authorise(request),
      askBalance: (request) => this.#now().askBalance(request),
      reverse: (request) => this.#now().reverse(request),
      query: (request) => this.#now().query(request),
      findOriginal: (request) => this.#now().findOriginal(request),
      findHold: (request) => this.#now().findHold(request),
      upload: (request) => this.#now().upload(request),
      settle: (request) => this.#now().settle(request),
      uploadSettlement: (request) => this.#now().uploadSettlement(request),
      endSettlement: (request) => this.#now().endSettlement(request),
      uploadSignature: (request) => this.#now().uploadSignature(request),
      askPayLink: (request) => this.#now().askPayLink(request),
      withdrawPayLink: (request) => this.#now().withdrawPayLink(request),
      signOn: (request) => this.#now().signOn(request),
      echo: (request) => this.#now().echo(request),
      askSlip: (request) => this.#now().askSlip(request),
    };
  }

  renewKey: ConnectedBank['renewKey'] = (request, keyId) =>
    this.#isForcedOffline() ? refused() : this.#bank.renewKey(request, keyId);

  #now(): BankClient {
    return this.#isForcedOffline() ? FORCED_OFFLINE : this.#bank;
  }

  #takeOne(counter: 'loseNextAnswers' | 'loseNextRequests'): boolean {
    const left = this.#conditions[counter];
    if (left === 0) return false;
    this.#conditions = { ...this.#conditions, [counter]: left - 1 };
    return true;
  }
}

const refused = (): Promise<Result<never, LineFault>> =>
  Promise.resolve(
    err({
      code: 'line-forced-offline',
      mayHaveArrived: false,
      cause: 'forced',
      retryAfterMs: null,
      detail: 'a supervisor keeps this till off the line',
    }),
  );

/** Nothing leaves: not a sale, not a reversal, not an echo. */
const FORCED_OFFLINE: BankClient = {
  authorise: refused,
  askBalance: refused,
  reverse: refused,
  query: refused,
  findOriginal: refused,
  findHold: refused,
  upload: refused,
  settle: refused,
  uploadSettlement: refused,
  endSettlement: refused,
  uploadSignature: refused,
  askPayLink: refused,
  withdrawPayLink: refused,
  signOn: refused,
  echo: refused,
  askSlip: refused,
};
