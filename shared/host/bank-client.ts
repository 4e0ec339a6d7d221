import { z } from 'zod';
import { balanceAnswer } from '../contracts/balance-api.ts';
import {
  authorisationAnswer,
  BANK_API_PREFIX,
  batchAnswer,
  echoAnswer,
  queryAnswer,
  reversalAnswer,
  signOnAnswer,
  type PublicKeyJwk,
} from '../contracts/bank-api.ts';
import {
  keyRenewalAnswer,
  type KeyRenewalAnswer,
  type KeyRenewalRequest,
} from '../contracts/key-renewal.ts';
import {
  settlementAnswer,
  settlementEndAnswer,
  settlementUploadAnswer,
} from '../contracts/settlement-api.ts';
import { signatureAnswer } from '../contracts/signature-api.ts';
import { slipAnswer } from '../contracts/slip-api.ts';
import { holdAnswer } from '../contracts/hold-api.ts';
import { originalAnswer } from '../contracts/refund-api.ts';
import type { Answered, LineFault, TillHost } from '../contracts/host.ts';
import {
  answerSignatureBase,
  contentDigest,
  HEADERS,
  parseSignature,
  parseSignatureInput,
  requestSignatureBase,
  requestSignatureInput,
} from '../contracts/http-signature.ts';
import { PROTOCOL_VERSION } from '../contracts/protocol-version.ts';
import { err, ok, type Result } from '../lib/result.ts';
import {
  strangeAuthorisation,
  strangeBalance,
  strangeBatch,
  strangeEcho,
  strangeHold,
  strangeOriginal,
  strangeQuery,
  strangeReversal,
  strangeSettlement,
  strangeSettlementId,
  strangeSignature,
  strangeSlip,
  type Strange,
} from './answer-check.ts';
import { codeOfCause, jsonOf, lineFault, notTheBank, refusal } from './line-faults.ts';
import type { HostClock, HttpAnswer, HttpTransport, LineCrypto } from './ports.ts';

/**
 * One attempt at the bank (PROTOCOL P5, P14, P20, P26): signs, sends, checks that the answer is
 * the bank's, belongs to this very request and speaks of what was asked (see `answer-check`), and
 * says what happened otherwise. It never repeats
 * by itself, but for one case: a 401 for time brings the bank's signed clock along, and one
 * re-signing follows.
 *
 * A fault says whether the request may have arrived. When in doubt it may: "unknown" costs a
 * question, "not sent" would cost money.
 */
export interface BankIdentity {
  readonly bankUrl: string;
  readonly bankId: string;
  readonly bankKeyId: string;
  readonly bankPublicKey: PublicKeyJwk;
  readonly terminalId: string;
}

export interface BankClientPorts {
  readonly transport: HttpTransport;
  readonly crypto: LineCrypto;
  readonly clock: HostClock;
  readonly identity: BankIdentity;
  readonly timeoutMs: number;
  /** A signed answer that does not fit what was asked: for the audit, it has no other effect. */
  readonly noteStrange: (detail: string) => void;
}

export type BankClient = Pick<
  TillHost,
  | 'authorise'
  | 'askBalance'
  | 'reverse'
  | 'query'
  | 'findOriginal'
  | 'findHold'
  | 'upload'
  | 'settle'
  | 'uploadSettlement'
  | 'endSettlement'
  | 'uploadSignature'
  | 'signOn'
  | 'echo'
  | 'askSlip'
>;

/** What only the host itself asks: no window has a say in the device's keys. */
export interface ConnectedBank extends BankClient {
  readonly renewKey: (
    request: KeyRenewalRequest,
    keyId: string,
  ) => Promise<Result<Answered<KeyRenewalAnswer>, LineFault>>;
}

interface Call<Schema extends z.ZodType> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body: string;
  /** Names the effect, not the attempt (P1); questions carry the id they ask about. */
  readonly idempotencyKey: string;
  readonly answer: Schema;
  readonly strange: (answer: z.output<Schema>) => Strange;
}

type Reply<Schema extends z.ZodType> = Result<Answered<z.output<Schema>>, LineFault>;

export function createBankClient(ports: BankClientPorts): ConnectedBank {
  const line = new SignedLine(ports);
  const post = <Schema extends z.ZodType>(
    path: string,
    idempotencyKey: string,
    body: unknown,
    answer: Schema,
    strange: Call<Schema>['strange'],
  ): Promise<Reply<Schema>> =>
    line.call({
      method: 'POST',
      path,
      body: JSON.stringify(body),
      idempotencyKey,
      answer,
      strange,
    });
  const get = <Schema extends z.ZodType>(
    path: string,
    idempotencyKey: string,
    answer: Schema,
    strange: Call<Schema>['strange'],
  ): Promise<Reply<Schema>> =>
    line.call({ method: 'GET', path, body: '', idempotencyKey, answer, strange });
  const { crypto, identity } = ports;
  return {
    authorise: (request) =>
      post('/authorisations', request.core.id, request, authorisationAnswer, (answer) =>
        strangeAuthorisation(request, answer),
      ),
    askBalance: (request) =>
      post('/balances', request.core.id, request, balanceAnswer, (answer) =>
        strangeBalance(request, answer),
      ),
    reverse: (request) =>
      post('/reversals', request.core.id, request, reversalAnswer, (answer) =>
        strangeReversal(request, answer),
      ),
    upload: (request) =>
      post('/batches', request.batchId, request, batchAnswer, (answer) =>
        strangeBatch(request, answer),
      ),
    settle: (request) =>
      post('/settlements', request.settlementId, request, settlementAnswer, (answer) =>
        strangeSettlement(request, answer),
      ),
    uploadSettlement: (request) =>
      post(
        '/settlements/records',
        request.settlementId,
        request,
        settlementUploadAnswer,
        (answer) => strangeSettlementId(request, answer),
      ),
    endSettlement: (request) =>
      post('/settlements/end', request.settlementId, request, settlementEndAnswer, (answer) =>
        strangeSettlementId(request, answer),
      ),
    uploadSignature: (request) =>
      post('/signatures', request.paymentId, request, signatureAnswer, (answer) =>
        strangeSignature(request, answer),
      ),
    renewKey: (request, keyId) =>
      post('/device-keys', keyId, request, keyRenewalAnswer, (answer) =>
        answer.keyId === keyId ? null : `key ${answer.keyId}`,
      ),
    findOriginal: (question) =>
      post('/originals', crypto.nonce(), question, originalAnswer, (answer) =>
        strangeOriginal(question, answer),
      ),
    findHold: (question) =>
      post('/holds', crypto.nonce(), question, holdAnswer, (answer) =>
        strangeHold(question, answer),
      ),
    // What the bank decides by itself; there is nothing in the request to hold it against.
    signOn: (request) => post('/sign-on', crypto.nonce(), request, signOnAnswer, () => null),
    echo: (request) =>
      post('/echo', crypto.nonce(), request, echoAnswer, (answer) =>
        strangeEcho(identity.bankId, answer),
      ),
    query: (question) =>
      get(`/transactions/${question.id}`, question.id, queryAnswer, (answer) =>
        strangeQuery(question, answer),
      ),
    askSlip: (question) =>
      get(`/slips/${question.id}`, question.id, slipAnswer, (answer) =>
        strangeSlip(question, answer),
      ),
  };
}

/** The bank of a till that has not been activated: nobody to talk to, and nothing was sent. */
export function unconnectedBank(): ConnectedBank {
  const nobody = (): Promise<Result<never, LineFault>> =>
    Promise.resolve(err(lineFault('not-activated', { mayHaveArrived: false })));
  return {
    authorise: nobody,
    askBalance: nobody,
    reverse: nobody,
    query: nobody,
    findOriginal: nobody,
    findHold: nobody,
    upload: nobody,
    settle: nobody,
    uploadSettlement: nobody,
    endSettlement: nobody,
    uploadSignature: nobody,
    signOn: nobody,
    echo: nobody,
    askSlip: nobody,
    renewKey: nobody,
  };
}

class SignedLine {
  readonly #ports: BankClientPorts;
  /** Bank's clock minus ours, from the last signed answer (P20). */
  #offsetMs = 0;

  constructor(ports: BankClientPorts) {
    this.#ports = ports;
  }

  async call<Schema extends z.ZodType>(call: Call<Schema>): Promise<Reply<Schema>> {
    const first = await this.#attempt(call);
    return !first.ok && first.error.code === 'clock-skew' ? this.#attempt(call) : first;
  }

  async #attempt<Schema extends z.ZodType>(call: Call<Schema>): Promise<Reply<Schema>> {
    const { clock, transport, identity, timeoutMs } = this.#ports;
    const startMs = clock.nowMs();
    const signed = await this.#signed(call);
    const sent = await transport.send({
      method: call.method,
      url: `${identity.bankUrl}${BANK_API_PREFIX}${call.path}`,
      headers: signed.headers,
      body: call.body,
      timeoutMs,
    });
    if (!sent.ok) {
      const { cause, mayHaveArrived, detail } = sent.error;
      return err(lineFault(codeOfCause(cause, mayHaveArrived), { cause, mayHaveArrived, detail }));
    }
    const bankTimeMs = await this.#provenTime(sent.value, signed.signature);
    if (bankTimeMs === null) return err(notTheBank(sent.value));
    this.#offsetMs = bankTimeMs - clock.nowMs();
    if (sent.value.status !== 200) return err(refusal(sent.value));
    const parsed = call.answer.safeParse(jsonOf(sent.value.body));
    if (!parsed.success) {
      return err(lineFault('line-answer-forged', { detail: z.prettifyError(parsed.error) }));
    }
    const strange = call.strange(parsed.data);
    if (strange !== null) {
      const detail = `${call.path} ${call.idempotencyKey}: ${strange}`;
      this.#ports.noteStrange(detail);
      return err(lineFault('line-answer-differs', { detail }));
    }
    return ok({ answer: parsed.data, bankTimeMs, tookMs: clock.nowMs() - startMs });
  }

  async #signed(
    call: Pick<Call<z.ZodType>, 'method' | 'path' | 'body' | 'idempotencyKey'>,
  ): Promise<{ headers: Record<string, string>; signature: string }> {
    const { crypto, clock, identity } = this.#ports;
    const bodyDigest = await crypto.digest(call.body);
    const input = requestSignatureInput({
      createdS: Math.floor((clock.nowMs() + this.#offsetMs) / 1000),
      nonce: crypto.nonce(),
      keyId: identity.terminalId,
    });
    const path = `${BANK_API_PREFIX}${call.path}`;
    const { method, idempotencyKey } = call;
    const parts = { method, path, bodyDigest, idempotencyKey, audience: identity.bankId };
    const signature = await crypto.sign(requestSignatureBase(parts, input));
    return {
      signature,
      headers: {
        ...(call.method === 'POST' ? { 'content-type': 'application/json' } : {}),
        [HEADERS.protocolVersion]: String(PROTOCOL_VERSION),
        [HEADERS.contentDigest]: contentDigest(bodyDigest),
        [HEADERS.idempotencyKey]: call.idempotencyKey,
        [HEADERS.audience]: identity.bankId,
        [HEADERS.signatureInput]: `sig1=${input}`,
        [HEADERS.signature]: `sig1=:${signature}:`,
      },
    };
  }

  /** The bank's clock, if the answer is the bank's own and to this request; null otherwise. */
  async #provenTime(answer: HttpAnswer, requestSignature: string): Promise<number | null> {
    const { crypto, identity } = this.#ports;
    const { headers, status, body } = answer;
    const input = parseSignatureInput(headers[HEADERS.signatureInput], 'answer');
    const signature = parseSignature(headers[HEADERS.signature]);
    const bankTime = headers[HEADERS.bankTime] ?? '';
    if (input === null || signature === null || !/^\d{13}$/.test(bankTime)) return null;
    if (input.parameters.keyId !== identity.bankKeyId) return null;
    const bankTimeMs = Number(bankTime);
    const bodyDigest = await crypto.digest(body);
    if (headers[HEADERS.contentDigest] !== contentDigest(bodyDigest)) return null;
    const base = answerSignatureBase(
      { status, bodyDigest, bankTimeMs, requestSignature },
      input.input,
    );
    return (await crypto.verify(identity.bankPublicKey, base, signature)) ? bankTimeMs : null;
  }
}
