import type { z } from 'zod';
import { balanceAnswer } from '../contracts/balance-api.ts';
import {
  authorisationAnswer,
  batchAnswer,
  echoAnswer,
  queryAnswer,
  reversalAnswer,
  signOnAnswer,
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
import { payLinkAnswer } from '../contracts/pay-link-api.ts';
import { signatureAnswer } from '../contracts/signature-api.ts';
import { slipAnswer } from '../contracts/slip-api.ts';
import { holdAnswer } from '../contracts/hold-api.ts';
import { originalAnswer } from '../contracts/refund-api.ts';
import type { Answered, LineFault } from '../contracts/line-answer.ts';
import type { TillHost } from '../contracts/host.ts';
import { err, type Result } from '../lib/result.ts';
import {
  strangeAuthorisation,
  strangeBalance,
  strangeBatch,
  strangeEcho,
  strangeHold,
  strangeOriginal,
  strangePayLink,
  strangeQuery,
  strangeReversal,
  strangeSettlement,
  strangeSettlementId,
  strangeSignature,
  strangeSlip,
  strangeWithdrawal,
} from './answer-check.ts';
import { lineFault } from './line-faults.ts';
import { SignedLine, type Call, type Reply, type SignedLinePorts } from './signed-line.ts';

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
  | 'askPayLink'
  | 'withdrawPayLink'
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

type Post = <Schema extends z.ZodType>(
  path: string,
  idempotencyKey: string,
  body: unknown,
  answer: Schema,
  strange: Call<Schema>['strange'],
) => Promise<Reply<Schema>>;

export function createBankClient(ports: SignedLinePorts): ConnectedBank {
  const line = new SignedLine(ports);
  const post: Post = (path, idempotencyKey, body, answer, strange) =>
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
    ...payLinkCalls(post),
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

function payLinkCalls(post: Post): Pick<BankClient, 'askPayLink' | 'withdrawPayLink'> {
  return {
    askPayLink: (request) =>
      post('/pay-links', request.core.id, request, payLinkAnswer, (answer) =>
        strangePayLink(request, answer),
      ),
    withdrawPayLink: (request) =>
      post('/pay-links/withdrawals', request.core.id, request, payLinkAnswer, (answer) =>
        strangeWithdrawal(request, answer),
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
    askPayLink: nobody,
    withdrawPayLink: nobody,
    signOn: nobody,
    echo: nobody,
    askSlip: nobody,
    renewKey: nobody,
  };
}
