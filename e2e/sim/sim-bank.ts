import { z } from 'zod';
import {
  authorisationRequest,
  batchRequest,
  reversalRequest,
  signOnRequest,
  type BatchRequest,
  type JournalAnchor,
  type UploadItem,
  type UploadResult,
  type Watermark,
} from '../../shared/contracts/bank-api.ts';
import { DEFAULT_PARAMETERS } from '../../shared/domain/demo-merchant.ts';
import { minor } from '../../shared/domain/money.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';
import { authorisationAnswerOf, queryAnswerOf } from '../../bank-api/domain/answers.ts';
import { judgeBatch, type PreparedItem } from '../../bank-api/domain/batch.ts';
import { judgeAnchor } from '../../bank-api/domain/journal-anchor.ts';
import { judgePayment, type PaymentRequest } from '../../bank-api/domain/payments.ts';
import { judgeReversal } from '../../bank-api/domain/reversals.ts';
import { contiguousRun, watermarkOf } from '../../bank-api/domain/watermark.ts';
import { openCard } from '../../bank-api/security/sealed-cards.ts';
import type { BankRecords, BankTerminal } from './bank-records.ts';
import { BANK_KEYS } from './bank-identity.ts';
import type { Faults } from './faults.ts';
import { sha256Hex } from './sim-crypto.ts';

const echoRequest = z.strictObject({ deliveredUpTo: z.int().nonnegative() });

/** What the bank says, before it is signed. */
export interface BankReply {
  readonly status: number;
  readonly body: unknown;
}

/**
 * The bank of this world: the real rules (`bank-api/domain`) over records in memory. What the server
 * does in one database transaction happens here in one go; it is never half done.
 */
export class SimBank {
  readonly records: BankRecords;
  readonly #nowMs: () => number;
  readonly #faults: Pick<Faults, 'strikes'>;

  constructor(records: BankRecords, nowMs: () => number, faults: Pick<Faults, 'strikes'>) {
    this.records = records;
    this.#nowMs = nowMs;
    this.#faults = faults;
  }

  /** What it has done it has done, also when it breaks before it can say so (F19). */
  async answer(terminal: BankTerminal, path: string, body: unknown): Promise<BankReply> {
    const reply = await this.#replyTo(terminal, path, body);
    return this.#faults.strikes('bank-broke', `${terminal.id} ${path}`)
      ? refused(500, 'bank-internal')
      : reply;
  }

  async #replyTo(terminal: BankTerminal, path: string, body: unknown): Promise<BankReply> {
    const question = /^\/v1\/transactions\/(?<id>[0-9a-f-]{36})$/.exec(path)?.groups?.['id'];
    if (question !== undefined) return ok(this.#find(terminal, question));
    switch (path) {
      case '/v1/authorisations':
        return this.#authorise(terminal, body);
      case '/v1/reversals':
        return this.#reverse(terminal, body);
      case '/v1/batches':
        return this.#batch(terminal, body);
      case '/v1/sign-on':
        return this.#signOn(terminal, body);
      case '/v1/echo':
        return this.#echo(terminal, body);
      default:
        return refused(404, 'not-found');
    }
  }

  async #authorise(terminal: BankTerminal, body: unknown): Promise<BankReply> {
    const { core: sent, attempt } = authorisationRequest.parse(body);
    const core = coreOf(sent);
    const card = await openCard(BANK_KEYS, core, attempt.sealedPin);
    const verdict = this.#judge(terminal, (books) =>
      judgePayment(books, this.#request(core, attempt.operatorId, 'online', card)),
    );
    this.records.declare(terminal, attempt.deliveredUpTo);
    switch (verdict.type) {
      case 'answered':
        return ok(authorisationAnswerOf(verdict.payment));
      case 'refused':
        return refused(verdict.code === 'core-differs' ? 422 : 400, verdict.code);
      case 'later':
        return refused(503, 'bank-unavailable');
    }
  }

  #reverse(terminal: BankTerminal, body: unknown): BankReply {
    const { core: sent, attempt } = reversalRequest.parse(body);
    const request = this.#request(coreOf(sent), attempt.operatorId, 'online', null);
    const verdict = this.#judge(terminal, (books) =>
      judgeReversal(books, { ...request, sealBroken: false }),
    );
    return verdict.type === 'answered' ? ok(verdict.answer) : refused(422, verdict.code);
  }

  async #batch(terminal: BankTerminal, body: unknown): Promise<BankReply> {
    const request = batchRequest.parse(body);
    // A bank may leave a record for later and say nothing about it: that is no answer (F23).
    const skipped = this.#faults.strikes('records-skipped', terminal.id) ? 1 : 0;
    const items = await Promise.all(
      request.items.slice(skipped).map((item) => this.#prepared(item, request.operatorId)),
    );
    const results = this.#judge(terminal, (books) => judgeBatch(books, items));
    const anchor = this.#extendAnchor(terminal, request.journal);
    this.records.declare(terminal, request.deliveredUpTo);
    const watermark = this.watermarkOf(terminal);
    if (watermark.gaps.length > 0) this.records.alarm('sequence-gap', watermark.gaps.join(', '));
    const told = this.#muddled(terminal, results);
    return ok({ batchId: request.batchId, results: told, watermark, anchor });
  }

  /** Only the id says which record a result is about (P12): order and number say nothing. */
  #muddled({ id }: BankTerminal, results: readonly UploadResult[]): readonly UploadResult[] {
    const told = this.#faults.strikes('results-shuffled', id) ? [...results].reverse() : results;
    return this.#faults.strikes('results-missing', id) ? told.slice(1) : told;
  }

  #signOn(terminal: BankTerminal, body: unknown): BankReply {
    const { batchNumber, deliveredUpTo } = signOnRequest.parse(body);
    terminal.batchNumber = Math.max(terminal.batchNumber, batchNumber);
    this.records.declare(terminal, deliveredUpTo);
    return ok({
      batchNumber: terminal.batchNumber,
      parameters: DEFAULT_PARAMETERS,
      watermark: this.watermarkOf(terminal),
      anchor: { ...terminal.anchor, state: 'unchanged' },
      appVersionApproved: true,
    });
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

  #find({ id: terminalId }: BankTerminal, id: string): unknown {
    const payment = this.records.payments.get(id);
    if (payment?.terminalId === terminalId) return queryAnswerOf(payment);
    const isThere = this.records.reports.has(id) || this.records.voidNumbers.has(id);
    if (!isThere) return { known: false, id };
    const { referenceNumber } = this.records.reports.get(id) ?? { referenceNumber: '' };
    const facts = { code: '00', approvedMinor: 0, authorisationCode: '', referenceNumber };
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
    const coreHash = sha256Hex(canonicalJson(core));
    return { core, coreHash, card, sealBroken: card === null, operatorId, channel };
  }

  async #prepared(item: UploadItem, operatorId: string): Promise<PreparedItem> {
    switch (item.kind) {
      case 'void-number':
        return { kind: 'void-number', item };
      case 'sale-report': {
        const { report } = item;
        return { kind: 'sale-report', report, contentHash: sha256Hex(canonicalJson(report)) };
      }
      case 'stored-payment': {
        const core = coreOf(item.core);
        const card = await openCard(BANK_KEYS, core, undefined);
        const request = this.#request(core, operatorId, 'stored', card);
        return { kind: 'stored-payment', request };
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

const ok = (body: unknown): BankReply => ({ status: 200, body });

const refused = (status: number, code: string): BankReply => ({
  status,
  body: { error: { code, message: code } },
});

const coreOf = (sent: { readonly amountMinor: number }): PaymentCore =>
  ({ ...sent, amountMinor: minor(sent.amountMinor) }) as PaymentCore;
