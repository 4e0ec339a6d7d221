import { z } from 'zod';
import {
  authorisationRequest,
  batchRequest,
  reversalRequest,
  signOnRequest,
  type BatchRequest,
  type JournalAnchor,
  type PinKey,
  type UploadItem,
  type UploadResult,
  type Watermark,
} from '../../shared/contracts/bank-api.ts';
import { idOfItem } from '../../shared/contracts/upload-items.ts';
import {
  DEMO_MERCHANT,
  DEMO_OPERATOR_LIST,
  DEMO_OPERATORS,
} from '../../shared/domain/demo-merchant.ts';
import { minor } from '../../shared/domain/money.ts';
import { readsCard, type PaymentCore } from '../../shared/domain/payment.ts';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';
import {
  holdsUnstorableText,
  mayAskFor,
  refusalOfCore,
  refusalOfItem,
} from '../../bank-api/domain/admission.ts';
import { authorisationAnswerOf, queryAnswerOf } from '../../bank-api/domain/answers.ts';
import { agreedBatch } from '../../bank-api/domain/batch-number.ts';
import { judgeBatch, type PreparedItem } from '../../bank-api/domain/batch.ts';
import { judgeAnchor } from '../../bank-api/domain/journal-anchor.ts';
import type { PaymentRequest } from '../../bank-api/domain/payment-records.ts';
import { PAY_LINK_LIFE_MS } from '../../bank-api/domain/pay-links.ts';
import { judgePayment } from '../../bank-api/domain/payments.ts';
import { judgeReversal } from '../../bank-api/domain/reversals.ts';
import { contiguousRun, watermarkOf } from '../../bank-api/domain/watermark.ts';
import { newPinKey } from '../../bank-api/security/pin-keys.ts';
import { openCard } from '../../bank-api/security/sealed-cards.ts';
import type { BankRecords, BankTerminal } from './bank-records.ts';
import { BANK_KEYS, PARAMETERS } from './bank-identity.ts';
import type { Faults } from './faults.ts';
import { sha256Hex } from './sim-crypto.ts';
import { balanceReply } from './sim-balances.ts';
import { deviceKeyReply } from './sim-device-keys.ts';
import { lookUpReply } from './sim-look-ups.ts';
import { payLinkReply } from './sim-pay-links.ts';
import { ok, refused, type BankReply } from './sim-reply.ts';
import { settlementReply } from './sim-settlement.ts';
import { signatureReply } from './sim-signatures.ts';

const echoRequest = z.strictObject({ deliveredUpTo: z.int().nonnegative() });

/** What a terminal asks, once it is known which one it is. */
export interface Asked {
  readonly path: string;
  readonly body: unknown;
  readonly idempotencyKey: string;
}

/**
 * The bank of this world: the real rules (`bank-api/domain`) over records in memory. What the server
 * does in one database transaction happens here in one go; it is never half done.
 */
export class SimBank {
  readonly records: BankRecords;
  readonly #nowMs: () => number;
  #pinPads = 0;
  readonly #faults: Pick<Faults, 'strikes'>;
  /** What its merchants' tills are told at activation and at every sign-on. */
  readonly parameters: typeof PARAMETERS;
  /** How long a pay link is good here. */
  linkLifeMs = PAY_LINK_LIFE_MS;

  constructor(
    records: BankRecords,
    nowMs: () => number,
    faults: Pick<Faults, 'strikes'>,
    parameters: typeof PARAMETERS = PARAMETERS,
  ) {
    this.records = records;
    this.#nowMs = nowMs;
    this.#faults = faults;
    this.parameters = parameters;
  }

  /** What it has done it has done, also when it breaks before it can say so (F19). */
  async answer(terminal: BankTerminal, asked: Asked): Promise<BankReply> {
    // Before it has looked at anything: a till that asks too often has to wait.
    const where = `${terminal.id} ${asked.path}`;
    if (this.#faults.strikes('bank-throttles', where)) return refused('too-many-requests');
    const reply = await this.#replyTo(terminal, asked);
    return this.#faults.strikes('bank-broke', where) ? refused('bank-internal') : reply;
  }

  /** Whether a backup is put back just as it sees the next key of this terminal sign (P25). */
  losesNextKeyOf({ id }: BankTerminal): boolean {
    return this.#faults.strikes('keys-put-back', id);
  }

  async #replyTo(
    terminal: BankTerminal,
    { path, body, idempotencyKey }: Asked,
  ): Promise<BankReply> {
    const question = /^\/v1\/transactions\/(?<id>[^/]+)$/.exec(path)?.groups?.['id'];
    if (question !== undefined) return ok(this.#find(terminal, z.uuid().parse(question)));
    switch (path) {
      case '/v1/authorisations':
        return this.#authorise(terminal, body, idempotencyKey);
      case '/v1/balances':
        return balanceReply(this.records, terminal, { body, idempotencyKey }, this.#nowMs);
      case '/v1/reversals':
        return this.#reverse(terminal, body);
      case '/v1/batches':
        return this.#batch(terminal, body);
      case '/v1/settlements':
      case '/v1/settlements/records':
      case '/v1/settlements/end':
        return (
          settlementReply(this.records, terminal, path, body, roleOf) ?? this.#notPermitted(path)
        );
      case '/v1/signatures':
        return signatureReply(this.records, terminal, { body, idempotencyKey }, this.#nowMs());
      case '/v1/pay-links':
      case '/v1/pay-links/withdrawals': {
        const wish = path === '/v1/pay-links' ? 'make' : 'withdraw';
        const time = { nowMs: this.#nowMs(), lifeMs: this.linkLifeMs };
        return payLinkReply(this.records, terminal, { body, idempotencyKey, wish }, time);
      }
      case '/v1/originals':
      case '/v1/holds':
        return lookUpReply(this.records, terminal, path, body, this.#nowMs());
      case '/v1/device-keys':
        return deviceKeyReply(this.records, terminal, body);
      case '/v1/sign-on':
        return this.#signOn(terminal, body);
      case '/v1/echo':
        return this.#echo(terminal, body);
      default:
        return refused('not-found');
    }
  }

  async #authorise(terminal: BankTerminal, body: unknown, key: string): Promise<BankReply> {
    const request = authorisationRequest.parse(body);
    const { attempt } = request;
    const core = coreOf(request.core);
    const refusal = this.#refusalOf(terminal, request);
    if (refusal !== null) return refusal;
    if (key !== core.id) return refused('request-malformed');
    if (!mayAskFor(core.kind, roleOf(attempt.operatorId))) return this.#notPermitted(core.id);
    const needsCard = readsCard(core.kind) || core.sealedCard !== '';
    const card = needsCard ? await openCard(BANK_KEYS, core, attempt.sealedPin) : null;
    const asked = this.#request(core, attempt.operatorId, 'online', card);
    const sealBroken = needsCard && card === null;
    const verdict = this.#judge(terminal, (books) => judgePayment(books, { ...asked, sealBroken }));
    this.records.declare(terminal, attempt.deliveredUpTo);
    switch (verdict.type) {
      case 'answered':
        return ok(authorisationAnswerOf(verdict.payment));
      case 'refused':
        return refused(verdict.code === 'seal-broken' ? 'request-malformed' : verdict.code);
      case 'later':
        return refused('bank-unavailable');
    }
  }

  #reverse(terminal: BankTerminal, body: unknown): BankReply {
    const asked = reversalRequest.parse(body);
    const { core, attempt } = asked;
    const refusal = this.#refusalOf(terminal, asked);
    if (refusal !== null) return refusal;
    const request = this.#request(coreOf(core), attempt.operatorId, 'online', null);
    const verdict = this.#judge(terminal, (books) => judgeReversal(books, request));
    this.records.declare(terminal, attempt.deliveredUpTo);
    return verdict.type === 'answered' ? ok(verdict.answer) : refused(verdict.code);
  }

  async #batch(terminal: BankTerminal, body: unknown): Promise<BankReply> {
    const request = batchRequest.parse(body);
    const { batchId, operatorId } = request;
    if (holdsUnstorableText({ batchId, operatorId })) return refused('request-malformed');
    if (operatorId !== '' && roleOf(operatorId) === null) this.#notPermitted(batchId);
    // A bank may leave a record for later and say nothing about it: that is no answer (F23).
    const skipped = this.#faults.strikes('records-skipped', terminal.id) ? 1 : 0;
    const items = await Promise.all(
      request.items.slice(skipped).map((item) => this.#prepared(terminal, item, operatorId)),
    );
    const results = this.#judge(terminal, (books) => judgeBatch(books, items));
    const anchor = this.#extendAnchor(terminal, request.journal);
    this.records.declare(terminal, request.deliveredUpTo);
    const watermark = this.watermarkOf(terminal);
    if (watermark.gaps.length > 0) this.records.alarm('sequence-gap', watermark.gaps.join(', '));
    const told = this.#muddled(terminal, results);
    return ok({ batchId, results: told, watermark, anchor });
  }

  /** Only the id says which record a result is about (P12): order and number say nothing. */
  #muddled({ id }: BankTerminal, results: readonly UploadResult[]): readonly UploadResult[] {
    const told = this.#faults.strikes('results-shuffled', id) ? [...results].reverse() : results;
    return this.#faults.strikes('results-missing', id) ? told.slice(1) : told;
  }

  #signOn(terminal: BankTerminal, body: unknown): BankReply {
    const { batchNumber, deliveredUpTo, operatorId } = signOnRequest.parse(body);
    // A till signs on by itself at start, before anybody has signed in.
    if (operatorId !== '' && roleOf(operatorId) === null) return this.#notPermitted(operatorId);
    terminal.batchNumber = agreedBatch(terminal.batchNumber, batchNumber);
    this.records.declare(terminal, deliveredUpTo);
    return ok({
      batchNumber: terminal.batchNumber,
      parameters: this.parameters,
      operators: DEMO_OPERATOR_LIST,
      watermark: this.watermarkOf(terminal),
      anchor: { ...terminal.anchor, state: 'unchanged' },
      appVersionApproved: true,
      pinKey: this.nextPinKey(),
    });
  }

  nextPinKey(): PinKey {
    this.#pinPads += 1;
    return newPinKey(BANK_KEYS, this.#pinPads);
  }

  #echo(terminal: BankTerminal, body: unknown): BankReply {
    this.records.declare(terminal, echoRequest.parse(body).deliveredUpTo);
    return ok({ bankId: BANK_KEYS.bankId, timeMs: this.#nowMs() });
  }

  /** P2, from all numbers that the terminal ever used. */
  watermarkOf({ numbers, declaredUpTo }: BankTerminal): Watermark {
    const present = [...numbers.keys()].sort((a, b) => a - b);
    const end = contiguousRun(0, present);
    const above = present.filter((number) => number > end);
    return watermarkOf(end, above, declaredUpTo);
  }

  /** Anybody else's records do not exist for it. */
  #find({ id: terminalId, numbers }: BankTerminal, id: string): unknown {
    const payment = this.records.payments.get(id);
    if (payment?.terminalId === terminalId) return queryAnswerOf(payment);
    const isReported = this.records.reports.has(id) || this.records.voidNumbers.has(id);
    const isOwn = isReported && [...numbers.values()].includes(id);
    if (!isOwn) return { known: false, id };
    const { referenceNumber } = this.records.reports.get(id) ?? { referenceNumber: '' };
    const facts = {
      code: '00',
      approvedMinor: 0,
      authorisationCode: '',
      referenceNumber,
      issuerAuthentication: '',
    };
    return { known: true, id, state: 'posted', ...facts };
  }

  #judge<Value>(
    terminal: BankTerminal,
    work: (books: ReturnType<BankRecords['booksOf']>) => {
      readonly value: Value;
      readonly changes: Parameters<BankRecords['write']>[1];
    },
  ): Value {
    const { value, changes } = work(this.records.booksOf(terminal, this.#nowMs()));
    this.records.write(terminal, changes);
    return value;
  }

  #request(
    core: PaymentCore,
    operatorId: string,
    channel: PaymentRequest['channel'],
    card: PaymentRequest['card'],
  ): PaymentRequest {
    return { core, coreHash: hashOf(core), card, sealBroken: false, operatorId, channel };
  }

  #refusalOf({ id: terminalId }: BankTerminal, body: Parameters<typeof refusalOfCore>[0]) {
    const refusal = refusalOfCore(body, { terminalId, merchantId: DEMO_MERCHANT.merchantId });
    if (refusal === 'not-permitted') return this.#notPermitted(body.core.id);
    return refusal === null ? null : refused(refusal);
  }

  #notPermitted(detail: string): BankReply {
    this.records.alarm('not-permitted', detail);
    return refused('not-permitted');
  }

  async #prepared(
    { id: terminalId }: BankTerminal,
    item: UploadItem,
    operatorId: string,
  ): Promise<PreparedItem> {
    const { merchantId } = DEMO_MERCHANT;
    const refusal = refusalOfItem(item, { terminalId, merchantId });
    if (refusal !== null) {
      if (refusal.foreignTerminalId !== null) this.#notPermitted(idOfItem(item));
      return { kind: 'unusable', id: idOfItem(item), message: refusal.message };
    }
    switch (item.kind) {
      case 'void-number':
        return { kind: 'void-number', item };
      case 'sale-report':
        return { ...item, contentHash: hashOf(item.report) };
      case 'cash-return':
        return { ...item, contentHash: hashOf(item.back) };
      case 'stored-payment': {
        const core = coreOf(item.core);
        const card = await openCard(BANK_KEYS, core, undefined);
        const request = this.#request(core, operatorId, 'stored', card);
        return { kind: 'stored-payment', request: { ...request, sealBroken: card === null } };
      }
    }
  }

  #extendAnchor(terminal: BankTerminal, journal: BatchRequest['journal']): JournalAnchor {
    const { epoch } = terminal.anchor;
    const known = (number: number): string | undefined =>
      terminal.anchored.get(`${epoch}:${number}`);
    const { anchor, added, rolledBack } = judgeAnchor(terminal.anchor, journal, known);
    if (anchor.state === 'fork') this.records.alarm('journal-fork', `epoch ${journal.epoch}`);
    if (rolledBack) this.records.alarm('journal-rollback', `epoch ${journal.epoch}`);
    for (const [i, hash] of added.hashes.entries()) {
      terminal.anchored.set(`${added.epoch}:${added.from + i}`, hash);
    }
    const { state, ...head } = anchor;
    terminal.anchor = head;
    return { ...head, state };
  }
}

const hashOf = (record: unknown): string => sha256Hex(canonicalJson(record));

const roleOf = (operatorId: string) =>
  DEMO_OPERATORS.find(({ id }) => id === operatorId)?.role ?? null;

const coreOf = (sent: { readonly amountMinor: number }): PaymentCore =>
  ({ ...sent, amountMinor: minor(sent.amountMinor) }) as PaymentCore;
