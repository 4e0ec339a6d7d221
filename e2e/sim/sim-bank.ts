import { z } from 'zod';
import {
  authorisationRequest,
  reversalRequest,
  signOnRequest,
  type PinKey,
} from '../../shared/contracts/bank-api.ts';
import { DEMO_MERCHANT, DEMO_OPERATOR_LIST } from '../../shared/domain/demo-merchant.ts';
import { readsCard } from '../../shared/domain/payment.ts';
import { mayAskFor, refusalOfCore } from '../../bank-api/domain/admission.ts';
import { authorisationAnswerOf, queryAnswerOf } from '../../bank-api/domain/answers.ts';
import { agreedBatch } from '../../bank-api/domain/batch-number.ts';
import { PAY_LINK_LIFE_MS } from '../../bank-api/domain/pay-links.ts';
import { judgePayment } from '../../bank-api/domain/payments.ts';
import { judgeReversal } from '../../bank-api/domain/reversals.ts';
import { newPinKey } from '../../bank-api/security/pin-keys.ts';
import type { BankRecords } from './bank-records.ts';
import type { BankTerminal } from './bank-terminal.ts';
import { BANK_KEYS, PARAMETERS } from './bank-identity.ts';
import type { Faults } from './faults.ts';
import { balanceReply } from './sim-balances.ts';
import { batchReply } from './sim-batches.ts';
import { openedCard } from './sim-cards.ts';
import { deviceKeyReply } from './sim-device-keys.ts';
import { coreOf, judged, notPermitted, requestOf, roleOf, watermarkNow } from './sim-judging.ts';
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

  /** Whether one from before its renewal, which is through, is put back now: the till has no other (P25). */
  losesFirstKeyOf({ id, former }: BankTerminal): boolean {
    return former !== null && this.#faults.strikes('only-key-lost', id);
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
        return batchReply(this.records, terminal, body, {
          faults: this.#faults,
          nowMs: this.#nowMs(),
        });
      case '/v1/settlements':
      case '/v1/settlements/records':
      case '/v1/settlements/end':
        return (
          settlementReply(this.records, terminal, path, body, roleOf) ??
          notPermitted(this.records, path)
        );
      case '/v1/signatures':
        return signatureReply(this.records, terminal, {
          body,
          idempotencyKey,
          nowMs: this.#nowMs(),
          isMisread: () => this.#faults.strikes('signature-misread', terminal.id),
        });
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
    if (!mayAskFor(core.kind, roleOf(attempt.operatorId)))
      return notPermitted(this.records, core.id);
    const needsCard = readsCard(core.kind) || core.sealedCard !== '';
    const card = needsCard ? await openedCard(this.records, core, attempt.sealedPin) : null;
    const asked = requestOf(core, attempt.operatorId, 'online', card);
    const sealBroken = needsCard && card === null;
    const verdict = judged(this.records, terminal, this.#nowMs(), (books) =>
      judgePayment(books, { ...asked, sealBroken }),
    );
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
    const request = requestOf(coreOf(core), attempt.operatorId, 'online', null);
    const verdict = judged(this.records, terminal, this.#nowMs(), (books) =>
      judgeReversal(books, request),
    );
    this.records.declare(terminal, attempt.deliveredUpTo);
    return verdict.type === 'answered' ? ok(verdict.answer) : refused(verdict.code);
  }

  #signOn(terminal: BankTerminal, body: unknown): BankReply {
    const { batchNumber, deliveredUpTo, operatorId } = signOnRequest.parse(body);
    // A till signs on by itself at start, before anybody has signed in.
    if (operatorId !== '' && roleOf(operatorId) === null)
      return notPermitted(this.records, operatorId);
    terminal.batchNumber = agreedBatch(terminal.batchNumber, batchNumber);
    this.records.declare(terminal, deliveredUpTo);
    return ok({
      batchNumber: terminal.batchNumber,
      parameters: this.parameters,
      operators: DEMO_OPERATOR_LIST,
      watermark: watermarkNow(terminal),
      anchor: { ...terminal.anchor, state: 'unchanged' },
      versionRefusal: null,
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

  #refusalOf({ id: terminalId }: BankTerminal, body: Parameters<typeof refusalOfCore>[0]) {
    const refusal = refusalOfCore(body, { terminalId, merchantId: DEMO_MERCHANT.merchantId });
    if (refusal === 'not-permitted') return notPermitted(this.records, body.core.id);
    return refusal === null ? null : refused(refusal);
  }
}
