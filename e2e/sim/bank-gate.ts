import { z } from 'zod';
import { activationRequest, type ActivationAnswer } from '../../shared/contracts/bank-api.ts';
import {
  answerSignatureBase,
  answerSignatureInput,
  contentDigest,
  HEADERS,
  MAX_SIGNATURE_AGE_S,
  parseContentDigest,
  parseSignature,
  parseSignatureInput,
  requestSignatureBase,
} from '../../shared/contracts/http-signature.ts';
import { DEFAULT_PARAMETERS, DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import type { HttpAnswer, HttpRequest } from '../../shared/host/ports.ts';
import { toBase64, utf8 } from '../../shared/lib/bytes.ts';
import { BANK_KEYS, BANK_URL } from './bank-identity.ts';
import type { BankTerminal } from './bank-records.ts';
import type { BankReply, SimBank } from './sim-bank.ts';
import { digest, hmacHex, signature } from './sim-crypto.ts';

const CARD_TOKEN_KEY = toBase64(utf8('the merchant’s card token key'));
const NO_SIGNATURE = toBase64(new Uint8Array(64));

/** The bank's door: whose request is it, is it whole and fresh (P26), and the signed answer to it. */
export class BankGate {
  readonly #bank: SimBank;
  readonly #nowMs: () => number;
  #nonces = 0;

  constructor(bank: SimBank, nowMs: () => number) {
    this.#bank = bank;
    this.#nowMs = nowMs;
  }

  async receive(request: HttpRequest): Promise<HttpAnswer> {
    const reply = await this.#replyTo(request).catch((error: unknown): BankReply => {
      if (!(error instanceof z.ZodError)) throw error;
      return refusal(400, 'request-malformed', z.prettifyError(error));
    });
    return this.#signed(reply, request);
  }

  async #replyTo(request: HttpRequest): Promise<BankReply> {
    const path = request.url.slice(BANK_URL.length);
    if (path === '/v1/activate') return this.#activate(request.body);
    const terminal = this.#signer(request, path);
    if ('status' in terminal) return terminal;
    const body: unknown = request.body === '' ? null : JSON.parse(request.body);
    return this.#bank.answer(terminal, path, body);
  }

  #signer({ headers, method, body }: HttpRequest, path: string): BankTerminal | BankReply {
    const input = parseSignatureInput(headers[HEADERS.signatureInput], 'request');
    const sent = parseSignature(headers[HEADERS.signature]);
    if (input === null || sent === null) return refusal(401, 'signature-missing');
    const terminal = this.#bank.records.terminals.get(input.parameters.keyId);
    if (terminal === undefined) return refusal(401, 'terminal-unknown');
    const bodyDigest = parseContentDigest(headers[HEADERS.contentDigest]);
    if (bodyDigest !== digest(body)) return refusal(401, 'signature-invalid');
    const idempotencyKey = headers[HEADERS.idempotencyKey] ?? '';
    const audience = headers[HEADERS.audience] ?? '';
    const parts = { method, path, bodyDigest, idempotencyKey, audience };
    const base = requestSignatureBase(parts, input.input);
    if (sent !== signature(terminal.devicePublicKey, base)) {
      return refusal(401, 'signature-invalid');
    }
    const ageS = Math.abs(Math.floor(this.#nowMs() / 1000) - input.parameters.createdS);
    return ageS > MAX_SIGNATURE_AGE_S ? refusal(401, 'clock-skew') : terminal;
  }

  /** In this world nobody guesses: the device's key says which till it is. */
  #activate(body: string): BankReply {
    const { devicePublicKey } = activationRequest.parse(JSON.parse(body));
    const terminal = [...this.#bank.records.terminals.values()].find(
      (one) => one.devicePublicKey.x === devicePublicKey.x,
    );
    if (terminal === undefined) return refusal(403, 'activation-code-invalid');
    const stolen = TEST_CARDS.filter(({ account }) => account.standing === 'stolen');
    const hotCardTokens = stolen.map(({ number }) => hmacHex(CARD_TOKEN_KEY, number));
    const { merchantId, merchantName, shopName } = DEMO_MERCHANT;
    const { bankId, bankKeyId, publicKey, sealingKeyId, sealingPublicKey } = BANK_KEYS;
    const activated: ActivationAnswer = {
      terminalId: terminal.id,
      merchantId,
      merchantName,
      shopName,
      tillNumber: terminal.tillNumber,
      mode: 'demo',
      bankId,
      bankKeyId,
      bankPublicKey: publicKey,
      sealingKeyId,
      sealingPublicKey,
      cardTokenKey: CARD_TOKEN_KEY,
      parameters: { ...DEFAULT_PARAMETERS, hotCardTokens },
    };
    return { status: 200, body: activated };
  }

  #signed({ status, body }: BankReply, request: HttpRequest): HttpAnswer {
    const text = JSON.stringify(body);
    const bankTimeMs = this.#nowMs();
    this.#nonces += 1;
    const input = answerSignatureInput({
      createdS: Math.floor(bankTimeMs / 1000),
      nonce: String(this.#nonces).padStart(24, '0'),
      keyId: BANK_KEYS.bankKeyId,
    });
    const requestSignature = parseSignature(request.headers[HEADERS.signature]) ?? NO_SIGNATURE;
    const bodyDigest = digest(text);
    const base = answerSignatureBase({ status, bodyDigest, bankTimeMs, requestSignature }, input);
    return {
      status,
      body: text,
      headers: {
        [HEADERS.contentDigest]: contentDigest(bodyDigest),
        [HEADERS.bankTime]: String(bankTimeMs),
        [HEADERS.signatureInput]: `sig1=${input}`,
        [HEADERS.signature]: `sig1=:${BANK_KEYS.sign(base)}:`,
      },
    };
  }
}

function refusal(status: number, code: string, message = code): BankReply {
  return { status, body: { error: { code, message: message.slice(0, 400) } } };
}
