import { z } from 'zod';
import { activationRequest } from '../../shared/contracts/activation-api.ts';
import type { PublicKeyJwk } from '../../shared/contracts/bank-api.ts';
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
import type { HttpAnswer, HttpRequest } from '../../shared/host/ports.ts';
import { PROTOCOL_VERSION } from '../../shared/contracts/protocol-version.ts';
import { toBase64 } from '../../shared/lib/bytes.ts';
import { signerAmong } from '../../bank-api/domain/device-keys.ts';
import { BANK_KEYS, BANK_URL } from './bank-identity.ts';
import type { BankTerminal } from './bank-terminal.ts';
import type { SimBank } from './sim-bank.ts';
import { activationReply } from './sim-activation.ts';
import { promoteNextKey } from './sim-device-keys.ts';
import type { BankReply } from './sim-reply.ts';
import { digest, signature } from './sim-crypto.ts';

const NO_SIGNATURE = toBase64(new Uint8Array(64));

type SignatureFault = 'terminal-unknown' | 'signature-missing' | 'signature-invalid' | 'clock-skew';

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

  /** Version, then whose it is, then what it says: nobody's text is read before it is known whose. */
  async #replyTo(request: HttpRequest): Promise<BankReply> {
    const { headers } = request;
    const path = request.url.slice(BANK_URL.length);
    if (headers[HEADERS.protocolVersion] !== String(PROTOCOL_VERSION)) {
      return refusal(426, 'protocol-version');
    }
    if (path === '/v1/activate') {
      return activationReply(this.#bank, activationRequest.parse(jsonOf(request.body)));
    }
    const signer = this.#signer(request, path);
    if (typeof signer === 'string') {
      this.#bank.records.alarm(signer, path);
      return refusal(401, signer);
    }
    const body = jsonOf(request.body);
    const idempotencyKey = headers[HEADERS.idempotencyKey] ?? '';
    return this.#bank.answer(signer, { path, body, idempotencyKey });
  }

  /** In the server's order (`bank-api/security/request-check.ts`), so that the same is said. */
  #signer({ headers, method, body }: HttpRequest, path: string): BankTerminal | SignatureFault {
    const [inputHeader, sentHeader] = [headers[HEADERS.signatureInput], headers[HEADERS.signature]];
    if (inputHeader === undefined || sentHeader === undefined) return 'signature-missing';
    const input = parseSignatureInput(inputHeader, 'request');
    const sent = parseSignature(sentHeader);
    if (input === null || sent === null) return 'signature-invalid';
    const terminal = this.#bank.records.terminals.get(input.parameters.keyId);
    if (terminal === undefined) return 'terminal-unknown';
    const bodyDigest = parseContentDigest(headers[HEADERS.contentDigest]);
    if (bodyDigest === null || bodyDigest !== digest(body)) return 'signature-invalid';
    const audience = headers[HEADERS.audience] ?? '';
    if (audience !== BANK_KEYS.bankId) return 'signature-invalid';
    const idempotencyKey = headers[HEADERS.idempotencyKey] ?? '';
    const parts = { method, path, bodyDigest, idempotencyKey, audience };
    const base = requestSignatureBase(parts, input.input);
    const { records } = this.#bank;
    const isBy = (key: PublicKeyJwk): boolean => sent === signature(key, base);
    if (signerAmong(terminal.keys, isBy) === 'next' && this.#bank.losesNextKeyOf(terminal)) {
      records.forgetNextKey(terminal);
    }
    if (signerAmong(terminal.keys, isBy) === 'first' && this.#bank.losesFirstKeyOf(terminal)) {
      records.forgetFirstKey(terminal);
    }
    const signer = signerAmong(terminal.keys, isBy);
    const isTaken = signer !== null;
    records.noteSigned({ terminalId: terminal.id, path, signature: sent, base, isTaken });
    if (signer === null) return 'signature-invalid';
    const ageS = Math.abs(Math.floor(this.#nowMs() / 1000) - input.parameters.createdS);
    if (ageS > MAX_SIGNATURE_AGE_S) return 'clock-skew';
    if (signer === 'next') promoteNextKey(records, terminal);
    return terminal;
  }

  #signed({ status, body }: BankReply, request: HttpRequest): HttpAnswer {
    this.#nonces += 1;
    const nonce = String(this.#nonces).padStart(24, '0');
    const said = { status, text: JSON.stringify(body), bankTimeMs: this.#nowMs(), nonce };
    const answer = signedAnswer(said, request);
    // As the server does (`bank-api/routes/refusals.ts`); the header is not signed.
    return status === 429
      ? { ...answer, headers: { ...answer.headers, 'retry-after': '60' } }
      : answer;
  }
}

interface Said {
  readonly status: number;
  readonly text: string;
  readonly bankTimeMs: number;
  readonly nonce: string;
}

/** What the bank says to this request, under its own key. */
export function signedAnswer(
  { status, text, bankTimeMs, nonce }: Said,
  request: HttpRequest,
): HttpAnswer {
  const createdS = Math.floor(bankTimeMs / 1000);
  const input = answerSignatureInput({ createdS, nonce, keyId: BANK_KEYS.bankKeyId });
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

function refusal(status: number, code: string, message = code): BankReply {
  return { status, body: { error: { code, message: message.slice(0, 400) } } };
}

/** No JSON is nothing that a contract takes. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
