import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { v7 as uuidV7 } from 'uuid';
import {
  activationAnswer,
  type ActivationAnswer,
  type ActivationRequest,
} from '../../shared/contracts/activation-api.ts';
import { PROGRAM_VERSION } from '../../shared/contracts/program-version.ts';
import type { BatchRequest, UploadItem } from '../../shared/contracts/bank-api.ts';
import {
  HEADERS,
  answerSignatureBase,
  contentDigest,
  parseContentDigest,
  parseSignature,
  parseSignatureInput,
  requestSignatureBase,
  requestSignatureInput,
  sealContext,
} from '../../shared/contracts/http-signature.ts';
import { PROTOCOL_VERSION } from '../../shared/contracts/protocol-version.ts';
import { CARD_SEAL_INFO, PIN_SEAL_INFO } from '../../shared/contracts/sealed-card.ts';
import { minor } from '../../shared/domain/money.ts';
import type { PaymentCore, PaymentKind } from '../../shared/domain/payment.ts';
import { sampleChipMessage } from '../../shared/domain/testing/sample-chip-message.ts';
import { samplePinPad } from '../../shared/domain/testing/sample-pin-pad.ts';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import { assert, present } from '../../shared/lib/assert.ts';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';
import { BLOCK_CIPHERS } from '../security/block-ciphers.ts';
import { saleReport } from './sale-report.ts';

/**
 * A till of a few lines that talks to the bank API directly and can be made to lie: for tests of
 * the bank and for abuse of the API from outside. It checks every answer's signature.
 */

export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: unknown;
  readonly bankTimeMs: number;
  /** Signed by the bank for this very request. */
  readonly signed: boolean;
}

type Device = ReturnType<typeof newDevice>;

export function newDevice() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const jwk = { kty: 'EC' as const, crv: 'P-256' as const, x, y };
  const keyId = createHash('sha256').update(canonicalJson(jwk)).digest('hex');
  return { privateKey, jwk, keyId };
}

export async function askActivation(
  url: string,
  code: string,
  device: Device,
  keyStoreLevel: 'keyring' | 'file' = 'file',
  formerly?: ActivationRequest['formerly'],
): Promise<Answer> {
  const body = JSON.stringify({
    code,
    devicePublicKey: device.jwk,
    keyStoreLevel,
    formerly,
    appVersion: PROGRAM_VERSION,
  });
  const headers = {
    'content-type': 'application/json',
    [HEADERS.protocolVersion]: String(PROTOCOL_VERSION),
  };
  return fetchAnswer(url, { method: 'POST', path: '/v1/activate', headers, body }, null);
}

export async function activateTestTill(
  url: string,
  code: string,
  nowMs: () => number = Date.now,
): Promise<TestTill> {
  const device = newDevice();
  const answer = await askActivation(url, code, device);
  assert(answer.status === 200, `activation answered ${answer.text}`);
  return createTestTill(url, activationAnswer.parse(answer.json), device, nowMs);
}

export type TestTill = ReturnType<typeof createTestTill>;

interface CoreWish {
  readonly cardId?: string;
  readonly cardNumber?: string;
  readonly amountMinor?: number;
  readonly kind?: PaymentKind;
  readonly supersedes?: string;
  readonly originalId?: string;
  readonly saleId?: string;
  readonly currency?: string;
}

export function createTestTill(
  url: string,
  facts: ActivationAnswer,
  device: Device,
  nowMs: () => number,
) {
  let last = 0;
  let chipCount = 0;
  const cardNumbers = new Map<string, string>();
  const pinPad = samplePinPad(BLOCK_CIPHERS.aes, facts.pinKey);
  const next = () => (last += 1);
  const numbers = () => {
    const transactionNumber = next();
    return { transactionNumber, batchNumber: 1, traceNumber: transactionNumber };
  };

  const sealTo = (info: string, context: string, content: object) =>
    seal(facts.sealingPublicKey, info, context, JSON.stringify(content));

  const newCore = async (wish: CoreWish = {}): Promise<PaymentCore> => {
    const card = present(
      TEST_CARDS.find((one) => one.id === (wish.cardId ?? 'good-tap')),
      'test card',
    );
    const open = {
      kind: wish.kind ?? ('purchase' as const),
      id: uuidV7(),
      saleId: wish.saleId ?? uuidV7(),
      amountMinor: minor(wish.amountMinor ?? 1234),
      currency: wish.currency ?? 'CNY',
      terminalId: facts.terminalId,
      merchantId: facts.merchantId,
      ...numbers(),
      ...(wish.supersedes === undefined ? {} : { supersedes: wish.supersedes }),
      ...(wish.originalId === undefined ? {} : { originalId: wish.originalId }),
    };
    const cardNumber = wish.cardNumber ?? card.number;
    chipCount += 1;
    const sale = { cardNumber, amountMinor: open.amountMinor, transactionCounter: chipCount };
    cardNumbers.set(open.id, cardNumber);
    const sealedCard = await sealTo(CARD_SEAL_INFO, sealContext(open), {
      cardNumber,
      expiry: card.expiry,
      entryMode: card.entryMode,
      ...sampleChipMessage(BLOCK_CIPHERS.aes, sale),
    });
    return { ...open, sealedCard };
  };

  const attempt = (operatorId = '01') => ({ sentAtMs: nowMs(), operatorId, deliveredUpTo: 0 });

  /** A signed request whose body is any text, JSON or not. */
  const signedText = (method: string, path: string, body: string, idempotencyKey: string) =>
    signRequest(device, facts, { method, path, body, idempotencyKey, nowMs: nowMs() });
  const signed = (method: string, path: string, body: unknown, idempotencyKey: string) =>
    signedText(method, path, body === undefined ? '' : JSON.stringify(body), idempotencyKey);
  const send = (request: SentRequest) => fetchAnswer(url, request, facts);
  const post = (path: string, body: unknown, key: string = uuidV7()) =>
    send(signed('POST', path, body, key));

  return {
    facts,
    device,
    numbers,
    newCore,
    attempt,
    signed,
    signedText,
    send,
    post,
    get: (path: string) => send(signed('GET', path, undefined, uuidV7())),
    sealPin: (core: PaymentCore, pin: string) =>
      sealTo(PIN_SEAL_INFO, sealContext(core), pinPad(cardNumbers.get(core.id) ?? '', pin)),
    authorise: (core: PaymentCore, more: { operatorId?: string; sealedPin?: string } = {}) => {
      const { operatorId, ...rest } = more;
      return post(
        '/v1/authorisations',
        { core, attempt: { ...attempt(operatorId), ...rest } },
        core.id,
      );
    },
    reverse: (core: PaymentCore) =>
      post('/v1/reversals', { core, reason: 'given-up', attempt: attempt() }, core.id),
    stored: (core: PaymentCore): UploadItem => ({
      kind: 'stored-payment',
      core,
      promise: { takenAtMs: nowMs(), kind: 'stored', code: '', certificate: '' },
    }),
    cashReport: (amountMinor: number): UploadItem => ({
      kind: 'sale-report',
      report: saleReport(facts, numbers(), amountMinor, nowMs()),
    }),
    /** The report of a sale that was paid in cash and by card. */
    splitReport: (
      saleId: string,
      paid: { readonly cashMinor: number; readonly cardMinor: number; readonly paymentId: string },
    ) => {
      const amount = paid.cashMinor + paid.cardMinor;
      const report = saleReport(facts, numbers(), amount, nowMs());
      const cash = saleReport(facts, report, paid.cashMinor, nowMs()).tenders;
      const card = {
        kind: 'card' as const,
        id: uuidV7(),
        amountMinor: minor(paid.cardMinor),
        paymentId: paid.paymentId,
      };
      return {
        kind: 'sale-report' as const,
        report: { ...report, saleId, tenders: [...cash, card] },
      };
    },
    batch: (items: readonly UploadItem[], more: Partial<BatchRequest> = {}) => {
      const request: BatchRequest = {
        batchId: uuidV7(),
        items: [...items],
        deliveredUpTo: 0,
        operatorId: '01',
        journal: { epoch: 1, from: 1, hashes: [] },
        ...more,
      };
      return post('/v1/batches', request, request.batchId);
    },
  };
}

export async function seal(
  recipientPublicKey: string,
  info: string,
  context: string,
  plaintext: string,
): Promise<string> {
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });
  const bytes = (text: string) => new TextEncoder().encode(text);
  const point = Uint8Array.from(Buffer.from(recipientPublicKey, 'base64'));
  const sender = await suite.createSenderContext({
    recipientPublicKey: await suite.kem.deserializePublicKey(point.buffer),
    info: bytes(info).buffer,
  });
  const sealed = await sender.seal(bytes(plaintext).buffer, bytes(context).buffer);
  return Buffer.concat([Buffer.from(sender.enc), Buffer.from(sealed)]).toString('base64');
}

/** Rightly signed, whatever it says: by default as the till itself would sign it. */
export function signRequest(
  device: Device,
  facts: ActivationAnswer,
  request: {
    readonly method: string;
    readonly path: string;
    readonly body: string;
    readonly idempotencyKey: string;
    readonly nowMs: number;
    readonly keyId?: string;
    readonly audience?: string;
  },
): SentRequest {
  const { method, path, body, idempotencyKey, keyId = device.keyId } = request;
  const { audience = facts.bankId } = request;
  const bodyDigest = createHash('sha256').update(body, 'utf8').digest('base64');
  const input = requestSignatureInput({
    createdS: Math.floor(request.nowMs / 1000),
    nonce: randomBytes(18).toString('base64url'),
    keyId,
  });
  const base = requestSignatureBase({ method, path, bodyDigest, idempotencyKey, audience }, input);
  const signature = sign('sha256', Buffer.from(base), {
    key: device.privateKey,
    dsaEncoding: 'ieee-p1363',
  }).toString('base64');
  return {
    method,
    path,
    body,
    headers: {
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      [HEADERS.protocolVersion]: String(PROTOCOL_VERSION),
      [HEADERS.contentDigest]: contentDigest(bodyDigest),
      [HEADERS.idempotencyKey]: idempotencyKey,
      [HEADERS.audience]: audience,
      [HEADERS.signatureInput]: `sig1=${input}`,
      [HEADERS.signature]: `sig1=:${signature}:`,
    },
  };
}

async function fetchAnswer(
  url: string,
  request: SentRequest,
  facts: ActivationAnswer | null,
): Promise<Answer> {
  const { method, headers, body } = request;
  const response = await fetch(`${url}${request.path}`, {
    method,
    headers,
    ...(method === 'GET' ? {} : { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    json: response.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : null,
    bankTimeMs: Number(response.headers.get(HEADERS.bankTime)),
    signed:
      facts !== null &&
      isSignedAnswer(
        {
          status: response.status,
          text,
          header: (name) => response.headers.get(name) ?? undefined,
        },
        request.headers[HEADERS.signature],
        facts,
      ),
  };
}

interface HeardAnswer {
  readonly status: number;
  readonly text: string;
  readonly header: (name: string) => string | undefined;
}

/** The bank's own word, and on the very request that had this signature (P26). */
export function isSignedAnswer(
  { status, text, header }: HeardAnswer,
  signatureOfRequest: string | undefined,
  facts: Pick<ActivationAnswer, 'bankKeyId' | 'bankPublicKey'>,
): boolean {
  const input = parseSignatureInput(header(HEADERS.signatureInput), 'answer');
  const signature = parseSignature(header(HEADERS.signature));
  const bodyDigest = parseContentDigest(header(HEADERS.contentDigest));
  const actualDigest = createHash('sha256').update(text, 'utf8').digest('base64');
  if (input === null || signature === null || bodyDigest !== actualDigest) return false;
  const requestSignature =
    parseSignature(signatureOfRequest) ?? Buffer.alloc(64).toString('base64');
  const bankTimeMs = Number(header(HEADERS.bankTime));
  const base = answerSignatureBase(
    { status, bodyDigest, bankTimeMs, requestSignature },
    input.input,
  );
  const key = createPublicKey({ key: facts.bankPublicKey, format: 'jwk' });
  return (
    input.parameters.keyId === facts.bankKeyId &&
    verify(
      'sha256',
      Buffer.from(base),
      { key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64'),
    )
  );
}
