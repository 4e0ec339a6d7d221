import { v7 as uuidV7 } from 'uuid';
import { PROGRAM_VERSION } from '../../shared/contracts/program-version.ts';
import type { ActivationAnswer } from '../../shared/contracts/activation-api.ts';
import type {
  BatchRequest,
  PublicKeyJwk,
  UploadItem,
  UploadResult,
} from '../../shared/contracts/bank-api.ts';
import type { CashReturn } from '../../shared/contracts/cash-return.ts';
import type { Answered, PaymentQuestion } from '../../shared/contracts/line-answer.ts';
import {
  contentDigest,
  HEADERS,
  requestSignatureBase,
  requestSignatureInput,
  sealContext,
} from '../../shared/contracts/http-signature.ts';
import { PROTOCOL_VERSION } from '../../shared/contracts/protocol-version.ts';
import {
  CARD_SEAL_INFO,
  PIN_SEAL_INFO,
  type SealedPinContent,
} from '../../shared/contracts/sealed-card.ts';
import { minor } from '../../shared/domain/money.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { sampleChipMessage } from '../../shared/domain/testing/sample-chip-message.ts';
import { samplePinPad } from '../../shared/domain/testing/sample-pin-pad.ts';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import { createBankClient, type ConnectedBank } from '../../shared/host/bank-client.ts';
import type {
  HttpAnswer,
  HttpRequest,
  HttpTransport,
  LineCrypto,
} from '../../shared/host/ports.ts';
import type { BankIdentity } from '../../shared/host/signed-line.ts';
import { present } from '../../shared/lib/assert.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { SecurityEventKind } from '../domain/records.ts';
import { BLOCK_CIPHERS } from '../security/block-ciphers.ts';
import { saleReport } from './sale-report.ts';

/** A bank as its tills see it, with a clock that a test sets; one adapter for each bank there is. */
export interface BankUnderTest {
  readonly clock: { nowMs: number };
  /** Has been activated just now, with a terminal of its own at the demo merchant. */
  readonly newTill: () => Promise<TillAtBank>;
  readonly eventCount: (kind: SecurityEventKind) => Promise<number>;
  /** One that no bank has seen yet. */
  readonly newKey: () => DeviceKeyPair;
  /** An activation code of this terminal. */
  readonly newCode: (terminalId: string) => Promise<string>;
  /** The cards' issuer does not answer the bank, until it is said to be back. */
  readonly setIssuerDown: (isDown: boolean) => void;
  /** Whoever has the address of a pay link. */
  readonly customer: {
    readonly open: (url: string) => Promise<CustomersPage>;
    readonly press: (url: string, form: string, cardId?: string) => Promise<CustomersPage>;
  };
  readonly close: () => Promise<void>;
}

/** The page of a pay link, as its customer has it. */
export interface CustomersPage {
  readonly status: number;
  /** What the page says of the link: open, paid, withdrawn … */
  readonly state: string;
  /** The word that a press of its button must bring, once. */
  readonly form: string;
  /** Why the card was not taken; empty where none was tried. */
  readonly declined: string;
}

export interface DeviceKeyPair {
  readonly publicKey: PublicKeyJwk;
  readonly sign: LineCrypto['sign'];
}

/** What a till's machine brings along: its keys, its line, its card reader. */
export interface TillAtBank {
  readonly url: string;
  readonly activated: ActivationAnswer;
  readonly crypto: LineCrypto;
  readonly transport: HttpTransport;
  readonly seal: (info: string, context: string, plain: string) => Promise<string>;
}

/** How a case comes by its bank and a till that nobody else uses. */
export interface Counter {
  readonly bank: () => BankUnderTest;
  readonly newTill: () => Promise<SuiteTill>;
}

export interface CoreWish extends Partial<PaymentCore> {
  readonly cardId?: string;
  readonly cardNumber?: string;
  /** What the chip has counted to; one more than before otherwise. */
  readonly chipCount?: number;
}

interface AttemptWish {
  readonly operatorId?: string;
  readonly deliveredUpTo?: number;
  readonly sealedPin?: string;
}

/** How the client's surroundings differ from what is usual. */
interface ClientWish {
  readonly transport?: HttpTransport;
  readonly identity?: Partial<BankIdentity>;
  readonly nowMs?: () => number;
  readonly crypto?: LineCrypto;
}

export const NO_JOURNAL = { epoch: 1, from: 1, hashes: [] };

/** A till of the suite: the real client of the till's host over the line of the bank under test. */
export class SuiteTill {
  readonly client: ConnectedBank;
  readonly atBank: TillAtBank;
  readonly #bank: BankUnderTest;
  readonly #pinPad: ReturnType<typeof samplePinPad>;
  readonly #cardNumbers = new Map<string, string>();
  #lastNumber = 0;
  #chipCount = 0;

  constructor(bank: BankUnderTest, atBank: TillAtBank) {
    this.#bank = bank;
    this.atBank = atBank;
    this.client = this.clientWith();
    this.#pinPad = samplePinPad(BLOCK_CIPHERS.aes, atBank.activated.pinKey);
  }

  clientWith({ transport, identity, nowMs, crypto }: ClientWish = {}): ConnectedBank {
    const { activated, url } = this.atBank;
    const { bankId, bankKeyId, bankPublicKey, terminalId } = activated;
    return createBankClient({
      transport: transport ?? this.atBank.transport,
      crypto: crypto ?? this.atBank.crypto,
      clock: { nowMs: nowMs ?? (() => this.#bank.clock.nowMs), sleep: () => Promise.resolve() },
      identity: { bankUrl: url, bankId, bankKeyId, bankPublicKey, terminalId, ...identity },
      timeoutMs: 20_000,
      // No bank of the suite answers to anything but what was asked.
      noteStrange: (detail) => {
        throw new Error(detail);
      },
    });
  }

  numbers() {
    this.#lastNumber += 1;
    const number = this.#lastNumber;
    return { transactionNumber: number, batchNumber: 1, traceNumber: number };
  }

  async core(wish: CoreWish = {}): Promise<PaymentCore> {
    const { cardId = 'good-tap', cardNumber, sealedCard, chipCount, ...members } = wish;
    const { terminalId, merchantId } = this.atBank.activated;
    const open = {
      kind: 'purchase' as const,
      id: uuidV7(),
      saleId: uuidV7(),
      amountMinor: minor(1234),
      currency: 'CNY',
      terminalId,
      merchantId,
      ...(members.transactionNumber === undefined ? this.numbers() : UNNUMBERED),
      ...members,
    };
    return {
      ...open,
      sealedCard: sealedCard ?? (await this.#sealed(open, cardId, { cardNumber, chipCount })),
    };
  }

  /** A void of it; the bank needs no card for that. */
  voidOf({ id, saleId, amountMinor }: PaymentCore, wish: CoreWish = {}): Promise<PaymentCore> {
    return this.core({
      kind: 'void',
      originalId: id,
      saleId,
      amountMinor,
      sealedCard: '',
      ...wish,
    });
  }

  /** A refund of a part of it, at this till, whoever sold it. */
  refundOf({ id }: PaymentCore, amountMinor: number, wish: CoreWish = {}): Promise<PaymentCore> {
    return this.core({
      kind: 'refund',
      originalId: id,
      amountMinor: minor(amountMinor),
      sealedCard: '',
      ...wish,
    });
  }

  #sealed(
    core: Omit<PaymentCore, 'sealedCard'>,
    cardId: string,
    said: {
      readonly cardNumber?: string | undefined;
      readonly chipCount?: number | undefined;
      readonly saidMinor?: number;
    },
  ) {
    const card = present(
      TEST_CARDS.find(({ id }) => id === cardId),
      `test card ${cardId}`,
    );
    const cardNumber = said.cardNumber ?? card.number;
    this.#cardNumbers.set(core.id, cardNumber);
    this.#chipCount = said.chipCount ?? this.#chipCount + 1;
    const amountMinor = said.saidMinor ?? core.amountMinor;
    const sale = { cardNumber, amountMinor, transactionCounter: this.#chipCount };
    const content = {
      cardNumber,
      expiry: card.expiry,
      entryMode: card.entryMode,
      ...sampleChipMessage(BLOCK_CIPHERS.aes, sale),
    };
    return this.atBank.seal(CARD_SEAL_INFO, sealContext(core), JSON.stringify(content));
  }

  /** Sealed for this payment, but the chip was asked about another amount. */
  sealedFor(core: PaymentCore, saidMinor: number): Promise<string> {
    return this.#sealed(core, 'good-tap', { saidMinor });
  }

  sealedPin(core: PaymentCore, pin: string): Promise<string> {
    return this.sealedBlock(core, this.pinBlock(core, pin));
  }

  /** As the PIN pad makes it for the card of this payment. */
  pinBlock(core: PaymentCore, pin: string): SealedPinContent {
    return this.#pinPad(this.#cardNumbers.get(core.id) ?? '', pin);
  }

  sealedBlock(core: PaymentCore, content: SealedPinContent): Promise<string> {
    return this.atBank.seal(PIN_SEAL_INFO, sealContext(core), JSON.stringify(content));
  }

  attempt(wish: AttemptWish = {}) {
    return { sentAtMs: this.#bank.clock.nowMs, operatorId: '01', deliveredUpTo: 0, ...wish };
  }

  authorise(core: PaymentCore, wish: AttemptWish = {}) {
    return this.client.authorise({ core, attempt: this.attempt(wish) });
  }

  reverse(core: PaymentCore, wish: AttemptWish = {}) {
    return this.client.reverse({ core, reason: 'given-up', attempt: this.attempt(wish) });
  }

  async state({ id, amountMinor }: PaymentQuestion): Promise<string> {
    const answer = answerOf(await this.client.query({ id, amountMinor }));
    return answer.known ? answer.state : 'unknown';
  }

  async signOn(wish: { batchNumber?: number; deliveredUpTo?: number; operatorId?: string } = {}) {
    return this.client.signOn({
      operatorId: '01',
      appVersion: PROGRAM_VERSION,
      deliveredUpTo: 0,
      lastTransactionNumber: this.#lastNumber,
      batchNumber: 1,
      ...wish,
    });
  }

  stored(core: PaymentCore): UploadItem {
    const takenAtMs = this.#bank.clock.nowMs;
    const promise = { takenAtMs, kind: 'stored' as const, code: '', certificate: '' };
    return { kind: 'stored-payment', core, promise };
  }

  cashReport(amountMinor: number): Extract<UploadItem, { kind: 'sale-report' }> {
    const { nowMs } = this.#bank.clock;
    const report = saleReport(this.atBank.activated, this.numbers(), amountMinor, nowMs);
    return { kind: 'sale-report', report };
  }

  /** All of it goes back, unless wished otherwise. */
  cashReturn(
    { report }: Extract<UploadItem, { kind: 'sale-report' }>,
    wish: Partial<CashReturn> = {},
  ): Extract<UploadItem, { kind: 'cash-return' }> {
    const { terminalId, merchantId, totals } = report;
    const back: CashReturn = {
      id: uuidV7(),
      act: 'refund',
      saleId: uuidV7(),
      originalId: report.id,
      originalNumber: report.transactionNumber,
      ...this.numbers(),
      terminalId,
      merchantId,
      supervisorId: '00',
      createdAtMs: this.#bank.clock.nowMs,
      currency: 'CNY',
      amountMinor: totals.dueMinor,
      roundingMinor: minor(0),
      ...wish,
    };
    return { kind: 'cash-return', back };
  }

  voidNumber(transactionNumber = this.numbers().transactionNumber): UploadItem {
    return { kind: 'void-number', id: uuidV7(), transactionNumber, reason: 'not used' };
  }

  upload(items: readonly UploadItem[], wish: Partial<BatchRequest> = {}) {
    return this.client.upload({
      batchId: uuidV7(),
      items: [...items],
      deliveredUpTo: 0,
      operatorId: '01',
      journal: NO_JOURNAL,
      ...wish,
    });
  }

  async results(items: readonly UploadItem[]): Promise<UploadResult[]> {
    return answerOf(await this.upload(items)).results;
  }

  /** A request signed by hand, for what the client would never send. */
  async signed(
    path: string,
    body: string,
    idempotencyKey: string = uuidV7(),
  ): Promise<HttpRequest> {
    const { crypto, activated, url } = this.atBank;
    const { terminalId, bankId: audience } = activated;
    const bodyDigest = await crypto.digest(body);
    const createdS = Math.floor(this.#bank.clock.nowMs / 1000);
    const input = requestSignatureInput({ createdS, nonce: crypto.nonce(), keyId: terminalId });
    const parts = { method: 'POST', path, bodyDigest, idempotencyKey, audience };
    const signature = await crypto.sign(requestSignatureBase(parts, input));
    const headers = {
      'content-type': 'application/json',
      [HEADERS.protocolVersion]: String(PROTOCOL_VERSION),
      [HEADERS.contentDigest]: contentDigest(bodyDigest),
      [HEADERS.idempotencyKey]: idempotencyKey,
      [HEADERS.audience]: audience,
      [HEADERS.signatureInput]: `sig1=${input}`,
      [HEADERS.signature]: `sig1=:${signature}:`,
    };
    return { method: 'POST', url: `${url}${path}`, headers, body, timeoutMs: 20_000 };
  }

  /** Status and error code of the answer to it. */
  async send(request: HttpRequest): Promise<{ readonly status: number; readonly code: string }> {
    const { status, body } = await this.answerTo(request);
    const { error } = JSON.parse(body) as { readonly error?: { readonly code: string } };
    return { status, code: error?.code ?? '' };
  }

  async answerTo(request: HttpRequest): Promise<HttpAnswer> {
    const sent = await this.atBank.transport.send(request);
    if (!sent.ok) throw new Error(`no answer: ${sent.error.detail}`);
    return sent.value;
  }
}

const UNNUMBERED = { transactionNumber: 0, batchNumber: 1, traceNumber: 1 };

export function answerOf<Answer>(reply: Result<Answered<Answer>, unknown>): Answer {
  if (!reply.ok) throw new Error(JSON.stringify(reply.error));
  return reply.value.answer;
}

/** The code of the fault; an answer has none. */
export function faultOf(reply: Result<unknown, { readonly code: string }>): string {
  return reply.ok ? 'answered' : reply.error.code;
}
