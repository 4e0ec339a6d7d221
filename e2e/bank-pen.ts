import { apiError } from '../shared/contracts/bank-api.ts';
import type { ErrorCode } from '../shared/contracts/error-codes.ts';
import { HEADERS } from '../shared/contracts/http-signature.ts';
import { systemClock, systemRandom } from '../bank-api/platform.ts';
import type { BankKeys } from '../bank-api/ports.ts';
import { refusalBody, statusOf } from '../bank-api/routes/refusals.ts';
import { answerHeaders } from '../bank-api/security/answer-signing.ts';
import { loadBankKeys } from '../bank-api/security/bank-keys.ts';
import type { Answer, Exchange } from './cable.ts';
import type { RunningBank } from './whole-way/running-bank.ts';

/**
 * Writes what a bank might have said, in the bank's own hand: with the key out of its folder. The
 * till takes no other word (P26), and most of these answers no honest request gets from the real
 * one: a batch refused as a whole, results out of order, a wish to be left alone for a month.
 */
export class BankPen {
  readonly #keys: BankKeys;

  private constructor(keys: BankKeys) {
    this.#keys = keys;
  }

  static async of(bank: RunningBank): Promise<BankPen> {
    return new BankPen(await loadBankKeys(bank.folder));
  }

  /** A refusal of the registry, with its status. */
  refuse(exchange: Exchange, code: ErrorCode, retryAfterS?: number): Answer {
    const wish: Record<string, string> =
      retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) };
    const body = apiError.parse(refusalBody(code, 'said in the bank’s place'));
    return this.write(exchange, { status: statusOf(code), headers: wish, body });
  }

  /** Signed for this very request. */
  write(
    { headers: asked }: Exchange,
    { status, headers = {}, body }: { status: number; headers?: Answer['headers']; body: unknown },
  ): Answer {
    const text = JSON.stringify(body);
    const sent = asked[HEADERS.signature];
    const signed = answerHeaders(
      { keys: this.#keys, clock: systemClock, random: systemRandom },
      { status, body: text },
      typeof sent === 'string' ? sent : undefined,
    );
    const type = { 'content-type': 'application/json; charset=utf-8' };
    return { status, headers: { ...type, ...headers, ...signed }, body: text };
  }
}
