import { z } from 'zod';
import { BANK_API_PREFIX, type PublicKeyJwk } from '../contracts/bank-api.ts';
import type { Answered, LineFault } from '../contracts/line-answer.ts';
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
import type { Strange } from './answer-check.ts';
import { codeOfCause, jsonOf, lineFault, notTheBank, refusal } from './line-faults.ts';
import type { HostClock, HttpAnswer, HttpTransport, LineCrypto } from './ports.ts';

export interface BankIdentity {
  readonly bankUrl: string;
  readonly bankId: string;
  readonly bankKeyId: string;
  readonly bankPublicKey: PublicKeyJwk;
  readonly terminalId: string;
}

export interface SignedLinePorts {
  readonly transport: HttpTransport;
  readonly crypto: LineCrypto;
  readonly clock: HostClock;
  readonly identity: BankIdentity;
  readonly timeoutMs: number;
  /** Names the key that signs now (P25); absent where it is the same for good. */
  readonly keyInUse?: () => string;
  /** A signed answer that does not fit what was asked: for the audit, it has no other effect. */
  readonly noteStrange: (detail: string) => void;
}

export interface Call<Schema extends z.ZodType> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body: string;
  /** Names the effect, not the attempt (P1); questions carry the id they ask about. */
  readonly idempotencyKey: string;
  readonly answer: Schema;
  readonly strange: (answer: z.output<Schema>) => Strange;
}

export type Reply<Schema extends z.ZodType> = Result<Answered<z.output<Schema>>, LineFault>;

/** What the bank says to a signature that it does not know. */
export const NOT_KNOWN: readonly string[] = ['signature-invalid', 'terminal-unknown'];

/**
 * One attempt at the bank (PROTOCOL P5, P14, P20, P26): signs, sends, checks that the answer is
 * the bank's, belongs to this very request and speaks of what was asked (see `answer-check`), and
 * says what happened otherwise. It never repeats by itself, but for two cases, in which one
 * re-signing follows: a 401 for time brings the bank's signed clock along; and what the first key had
 * signed may be overtaken by a request of the next one, after which the first is nobody's (P25).
 *
 * A fault says whether the request may have arrived. When in doubt it may: "unknown" costs a
 * question, "not sent" would cost money.
 */
export class SignedLine {
  readonly #ports: SignedLinePorts;
  /** Bank's clock minus ours, from the last signed answer (P20). */
  #offsetMs = 0;

  constructor(ports: SignedLinePorts) {
    this.#ports = ports;
  }

  async call<Schema extends z.ZodType>(call: Call<Schema>): Promise<Reply<Schema>> {
    const { keyInUse } = this.#ports;
    const signer = keyInUse?.();
    const first = await this.#attempt(call);
    if (first.ok) return first;
    const { code } = first.error;
    const isOvertaken = NOT_KNOWN.includes(code) && keyInUse?.() !== signer;
    return code === 'clock-skew' || isOvertaken ? this.#attempt(call) : first;
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
