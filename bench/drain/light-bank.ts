import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { judgeAnchor, NO_ANCHOR, type AnchorHead } from '../../bank-api/domain/journal-anchor.ts';
import { systemClock, systemRandom } from '../../bank-api/platform.ts';
import { BANK_ID, type BankKeys } from '../../bank-api/ports.ts';
import { answerHeaders } from '../../bank-api/security/answer-signing.ts';
import { bankKeysFrom, makeKeyFile } from '../../bank-api/security/bank-keys.ts';
import { keyThumbprint } from '../../bank-api/security/hashing.ts';
import type { ActivationAnswer } from '../../shared/contracts/activation-api.ts';
import type { BatchRequest } from '../../shared/contracts/bank-api.ts';
import { HEADERS } from '../../shared/contracts/http-signature.ts';
import { idOfItem, numberOfItem } from '../../shared/contracts/upload-items.ts';
import { CODE_RANDOM_BYTES, formatActivationCode } from '../../shared/domain/activation-code.ts';
import {
  DEFAULT_PARAMETERS,
  DEMO_MERCHANT,
  DEMO_OPERATOR_LIST,
} from '../../shared/domain/demo-merchant.ts';
import type { Answer, Service } from './service.ts';

/**
 * A bank without books: it speaks the till's contract and signs every answer as the real one does,
 * but keeps records in a map as the services for the peers do. What is measured is the till.
 */
export interface LightBank extends Service {
  readonly activationCode: string;
}

export async function lightBank(kept: Map<string, unknown>): Promise<LightBank> {
  const keys = bankKeysFrom(makeKeyFile());
  const fingerprint = Buffer.from(keyThumbprint(keys.publicKey), 'hex');
  const books = new LightBooks(kept);
  const signed = (body: string, headers: IncomingHttpHeaders): Answer => {
    const ports = { keys, clock: systemClock, random: systemRandom };
    const signature = headers[HEADERS.signature]?.toString();
    return { status: 200, body, headers: answerHeaders(ports, { status: 200, body }, signature) };
  };
  return {
    activationCode: formatActivationCode(randomBytes(CODE_RANDOM_BYTES), fingerprint),
    answer: ({ path, headers, body }) => {
      if (path === '/v1/activate') return signed(JSON.stringify(activation(keys)), headers);
      if (path !== '/v1/batches') return null;
      const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      const request = JSON.parse(text.toString('utf8')) as BatchRequest;
      return signed(JSON.stringify(books.take(request)), headers);
    },
  };
}

function activation(keys: BankKeys): ActivationAnswer {
  return {
    ...DEMO_MERCHANT,
    journalNumber: 1,
    mode: 'demo',
    bankId: BANK_ID,
    bankKeyId: keys.bankKeyId,
    bankPublicKey: keys.publicKey,
    sealingKeyId: keys.sealingKeyId,
    sealingPublicKey: keys.sealingPublicKey,
    cardTokenKey: randomBytes(32).toString('base64'),
    parameters: { ...DEFAULT_PARAMETERS, hotCardTokens: [] },
    operators: DEMO_OPERATOR_LIST,
  };
}

class LightBooks {
  readonly #kept: Map<string, unknown>;
  #anchor: AnchorHead = NO_ANCHOR;
  /** Numbers that came before those below them. */
  readonly #above = new Set<number>();
  #contiguousUpTo = 0;

  constructor(kept: Map<string, unknown>) {
    this.#kept = kept;
  }

  take({ batchId, items, journal }: BatchRequest) {
    const results = items.map((item) => {
      const [id, number] = [idOfItem(item), numberOfItem(item)];
      this.#kept.set(id, item);
      this.#above.add(number);
      const referenceNumber = String(number).padStart(12, '0');
      return { id, code: '00', authorisationCode: '', referenceNumber, message: '' };
    });
    while (this.#above.delete(this.#contiguousUpTo + 1)) this.#contiguousUpTo += 1;
    const { anchor } = judgeAnchor(this.#anchor, journal, () => undefined);
    this.#anchor = anchor;
    const highest = Math.max(this.#contiguousUpTo, ...this.#above);
    const watermark = { contiguousUpTo: this.#contiguousUpTo, highest, gaps: [] };
    return { batchId, results, watermark, anchor };
  }
}
