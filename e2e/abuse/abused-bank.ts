import { v7 as uuidV7 } from 'uuid';
import {
  activateTestTill,
  newDevice,
  signRequest,
  type SentRequest,
  type TestTill,
} from '../../bank-api/test/test-till.ts';
import { PROGRAM_VERSION as appVersion } from '../../shared/contracts/program-version.ts';
import { HEADERS } from '../../shared/contracts/http-signature.ts';
import { PROTOCOL_VERSION } from '../../shared/contracts/protocol-version.ts';
import type { PaymentCore, PaymentKind } from '../../shared/domain/payment.ts';
import { present } from '../../shared/lib/assert.ts';
import { RunningBank } from '../whole-way/running-bank.ts';
import { damagedText } from './damage.ts';
import { dearer, inflated, linked, packed, sent, spelled } from './bank-letters.ts';
import type { Saying } from './bank-traffic.ts';
import { Wire, type WireAnswer, type WireRequest } from './bank-wire.ts';

/** What was sent, what came back, and whether anybody without a key has had his hands on it. */
export interface Said {
  readonly saying: Saying;
  readonly request: WireRequest;
  readonly forged: boolean;
  readonly answer: WireAnswer;
  /** Whose signature the answer must be bound to, and whose facts prove it. */
  readonly till: TestTill;
}

interface Speaker {
  readonly till: TestTill;
  /** Payments it has named, oldest first. */
  readonly known: PaymentCore[];
  /** What it sent rightly, to be sent once more or robbed of its signature. */
  readonly sent: WireRequest[];
}

/** What is a payment of another kind than a purchase. */
const KIND_OF: { readonly [What in Saying['what']]?: PaymentKind } = {
  void: 'void',
  refund: 'refund',
  hold: 'pre-authorisation',
  complete: 'completion',
  release: 'pre-authorisation-void',
};

const MOST_REMEMBERED = 12;
const LIVE_MERCHANT = '898310054119999';

/** The real bank in its own process, and three tills of one shop that say whatever they are told. */
export class AbusedBank {
  readonly bank: RunningBank;
  readonly wire: Wire;
  readonly #speakers: Speaker[] = [];
  readonly #spares: string[] = [];
  #clockOffsetMs = 0;
  #usedCode = '';
  #callers = 0;

  private constructor(bank: RunningBank) {
    this.bank = bank;
    this.wire = new Wire(bank.ready.url);
  }

  static async start(): Promise<AbusedBank> {
    const abused = new AbusedBank(await RunningBank.start());
    const { bank } = abused;
    for (let i = 0; i < 3; i += 1) {
      const { activationCode } = await bank.newTerminal();
      const till = await activateTestTill(bank.ready.url, activationCode, () => abused.nowMs());
      abused.#speakers.push({ till, known: [], sent: [] });
      abused.#usedCode = activationCode;
      abused.#spares.push((await bank.newTerminal()).terminalId);
    }
    const live = { name: 'Live', shopName: 'Live', mode: 'live' };
    await bank.admin('merchants', { merchantId: LIVE_MERCHANT, ...live });
    await bank.admin('terminals', {
      terminalId: '90000001',
      merchantId: LIVE_MERCHANT,
      tillNumber: '01',
    });
    return abused;
  }

  nowMs(): number {
    return Date.now() + this.#clockOffsetMs;
  }

  get tills(): readonly TestTill[] {
    return this.#speakers.map(({ till }) => till);
  }

  async later(waitMs: number): Promise<void> {
    if (waitMs === 0) return;
    this.#clockOffsetMs += waitMs;
    await this.bank.moveClock(this.#clockOffsetMs);
  }

  async say(saying: Saying): Promise<readonly Said[]> {
    if (saying.what === 'activate' || saying.what === 'guess') return this.#activate(saying);
    const speaker = present(this.#speakers[saying.till], 'the till');
    const { request, forged } = await this.#request(saying, speaker);
    const copies = Array.from({ length: saying.copies }, () => this.wire.send(request));
    const answers = await Promise.all(copies);
    if (!forged && answers[0]?.status === 200) remember(speaker.sent, request);
    const { till } = speaker;
    return answers.map((answer) => ({ saying, request, forged, answer, till }));
  }

  async stop(): Promise<void> {
    this.wire.close();
    await this.bank.stop();
  }

  async #request(
    saying: Saying,
    speaker: Speaker,
  ): Promise<{ readonly request: WireRequest; readonly forged: boolean }> {
    const { method, path, value, key } = await this.#message(saying, speaker);
    const body = method === 'GET' ? '' : damagedText(value, saying.damage);
    const packing = method === 'GET' ? 'plain' : saying.packing;
    const text = packing === 'huge' || packing === 'bomb' ? inflated(body) : body;
    const signed = this.#signed(saying, speaker.till, { method, path, body: text, key });
    return sent(packed(signed, packing), saying, speaker.sent);
  }

  #signed(
    { signing, till: number }: Saying,
    till: TestTill,
    plain: { method: string; path: string; body: string; key: string },
  ): SentRequest {
    const { device, facts } = till;
    const { method, path, body, key: idempotencyKey } = plain;
    const request = { method, path, body, idempotencyKey, nowMs: this.nowMs() };
    const sign = (wish: Partial<Parameters<typeof signRequest>[2]>): SentRequest =>
      signRequest(device, facts, { ...request, ...wish });
    switch (signing.kind) {
      case 'plain':
        return sign({});
      case 'time':
        return sign({ nowMs: Math.max(0, request.nowMs + signing.offsetMs) });
      case 'key': {
        const other = present(this.#speakers[(number + 1) % 3], 'another till').till.device.keyId;
        const { keyId } = signing;
        const named =
          keyId === 'other-till' ? other : keyId === 'own-id' ? facts.terminalId : keyId;
        return sign({ keyId: named });
      }
      case 'audience':
        return sign({ audience: signing.audience });
      case 'idempotency-key':
        return sign({ idempotencyKey: signing.value });
      case 'path':
        return sign({ path: spelled(path, signing.spelling) });
      case 'method':
        return sign({ method: signing.method });
    }
  }

  async #message(
    saying: Saying,
    { till, known }: Speaker,
  ): Promise<{ method: 'GET' | 'POST'; path: string; value: unknown; key: string }> {
    const attempt = { ...till.attempt(saying.operatorId), deliveredUpTo: 0 };
    const post = (path: string, value: unknown, key: string = uuidV7()) =>
      ({ method: 'POST', path: `/v1/${path}`, value, key }) as const;
    const get = (path: string) =>
      ({ method: 'GET', path: `/v1/${path}`, value: null, key: uuidV7() }) as const;
    const core = async (): Promise<PaymentCore> => this.#core(saying, till, known);
    switch (saying.what) {
      case 'authorise':
      case 'void':
      case 'refund':
      case 'hold':
      case 'complete':
      case 'release': {
        const asked = await core();
        return post('authorisations', { core: asked, attempt }, asked.id);
      }
      case 'reverse': {
        const asked = await core();
        return post('reversals', { core: asked, reason: 'given-up', attempt }, asked.id);
      }
      case 'batch': {
        const batchId = uuidV7();
        const journal = { epoch: 1, from: 1, hashes: ['0'.repeat(64), 'f'.repeat(64)] };
        const items = [till.stored(await core()), till.cashReport(saying.amountMinor), aVoid(till)];
        const { operatorId } = saying;
        return post('batches', { batchId, items, deliveredUpTo: 0, operatorId, journal }, batchId);
      }
      case 'sign-on':
        return post('sign-on', {
          operatorId: saying.operatorId,
          appVersion,
          deliveredUpTo: 0,
          lastTransactionNumber: 0,
          batchNumber: 1,
        });
      case 'original': {
        const { operatorId, amountMinor } = saying;
        const { terminalId, batchNumber, traceNumber } = await core();
        const by = { kind: 'voucher', terminalId, batchNumber, traceNumber };
        return post('originals', { operatorId, amountMinor, by });
      }
      case 'held': {
        const { operatorId, amountMinor } = saying;
        const { terminalId, batchNumber, traceNumber } = await core();
        const by = { kind: 'voucher', terminalId, batchNumber, traceNumber };
        return post('holds', { operatorId, amountMinor, authorisationCode: '000000', by });
      }
      case 'link':
      case 'link-withdrawn': {
        const asked = await core();
        const supersedes = asked.supersedes ?? uuidV7();
        const path = saying.what === 'link' ? 'pay-links' : 'pay-links/withdrawals';
        // Without a card and under its number, like a refused one's, or as it is: which is no link.
        const link = saying.card === 'wrong' ? asked : { ...asked, sealedCard: '', supersedes };
        return post(path, { core: link, attempt }, asked.id);
      }
      case 'query':
        return get(`transactions/${(known[saying.about ?? 0] ?? { id: uuidV7() }).id}`);
      case 'signature': {
        const core = known[saying.about ?? known.length - 1] ?? { id: uuidV7(), saleId: uuidV7() };
        const strokes = [[1, 2, 3, saying.amountMinor % 360]];
        const { id: paymentId, saleId } = core;
        const { operatorId } = saying;
        const signed = { paymentId, saleId, signedAtMs: 1, operatorId, strokes };
        return post('signatures', signed, paymentId);
      }
      case 'parameters':
      case 'watermark':
        return get(saying.what);
      case 'nowhere':
        return post('nowhere', { attempt });
      default:
        return post('echo', { deliveredUpTo: 0 });
    }
  }

  /** A new payment, or one that this till or another one has named before. */
  async #core(saying: Saying, till: TestTill, known: PaymentCore[]): Promise<PaymentCore> {
    const { about, links, amountMinor, card } = saying;
    const other = known[about ?? known.length - 1];
    if (about !== null && other !== undefined && links === 'none') return other;
    // A part of it goes back or is taken, or more than it was.
    const isPart = saying.what === 'refund' || saying.what === 'complete';
    const kind = KIND_OF[saying.what] ?? 'purchase';
    // Without one most of them would be turned away at the door.
    const isAfter = kind !== 'purchase' && kind !== 'pre-authorisation';
    const namesOriginal = links === 'originalId' || (isAfter && links === 'none');
    const wish = {
      amountMinor,
      kind,
      ...(card === 'wrong' ? { cardNumber: '6200000000000001' } : { cardId: card }),
      ...(links === 'supersedes' && other !== undefined ? { supersedes: other.id } : {}),
      ...(namesOriginal && other !== undefined
        ? { originalId: other.id, ...(isPart ? {} : { amountMinor: other.amountMinor }) }
        : {}),
    };
    if (links === 'dearer' && other !== undefined) return dearer(other);
    const made = await till.newCore(wish);
    const core = linked(made, links, other);
    remember(known, core);
    return core;
  }

  async #activate(saying: Saying): Promise<readonly Said[]> {
    const { till } = present(this.#speakers[saying.till], 'the till');
    const tries = saying.what === 'guess' ? 12 : saying.copies;
    const device = saying.code === 'key-of-another' ? till.device : newDevice();
    const code = saying.what === 'guess' ? this.#wrongCode() : await this.#code(saying);
    const { kty, crv, x, y } = device.jwk;
    const jwk = saying.code === 'no-point' ? { kty, crv, x: y, y: x } : { kty, crv, x, y };
    const value = { code, devicePublicKey: jwk, keyStoreLevel: 'file', appVersion };
    const plain: SentRequest = {
      method: 'POST',
      path: '/v1/activate',
      headers: {
        'content-type': 'application/json',
        [HEADERS.protocolVersion]: String(PROTOCOL_VERSION),
      },
      body: damagedText(value, saying.what === 'guess' ? [] : saying.damage),
    };
    this.#callers += 1;
    const address = `127.0.${1 + (Math.floor(this.#callers / 200) % 100)}.${1 + (this.#callers % 200)}`;
    const { request } = sent(packed(plain, saying.packing), { ...saying, sending: PLAIN }, []);
    const answers = await Promise.all(
      Array.from({ length: tries }, () => this.wire.send(request, address)),
    );
    if (saying.code === 'right' && answers.some(({ status }) => status === 200)) {
      this.#usedCode = code;
    }
    return answers.map((answer) => ({ saying, request, forged: false, answer, till }));
  }

  async #code({ code, till }: Saying): Promise<string> {
    switch (code) {
      case 'used':
        return this.#usedCode;
      case 'wrong':
        return this.#wrongCode();
      case 'nonsense':
        return 'let me in';
      case 'live':
        return this.#issued('90000001');
      case 'right':
      case 'key-of-another':
      case 'no-point':
        return this.#issued(present(this.#spares[till], 'a terminal to spare'));
    }
  }

  async #issued(terminalId: string): Promise<string> {
    const made = await this.bank.admin('activation-codes', { terminalId });
    return (made as { readonly activationCode: string }).activationCode;
  }

  #wrongCode(): string {
    return `0000-0000-0000-0000-0000-0000-${this.#usedCode.slice(30)}`;
  }
}

const PLAIN = { kind: 'as-signed' } as const;

function remember<Value>(list: Value[], value: Value): void {
  list.push(value);
  if (list.length > MOST_REMEMBERED) list.shift();
}

function aVoid(till: TestTill) {
  const { transactionNumber } = till.numbers();
  return { kind: 'void-number' as const, id: uuidV7(), transactionNumber, reason: 'not used' };
}
