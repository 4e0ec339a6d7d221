import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HEADERS } from '../../shared/contracts/http-signature.ts';
import type { BankPorts } from '../ports.ts';
import { answerHeaders } from '../security/answer-signing.ts';
import { isBankPath } from './paths.ts';
import { refusalBody, statusOf, type Refusal } from './refusals.ts';

/** Every answer of the API is the bank's word, refusals too: a 401 brings signed time (P20, P26). */
export function signAnswers(app: FastifyInstance, ports: BankPorts): void {
  app.addHook('onSend', async (request, reply, payload: unknown) => {
    if (!isBankPath(request) || request.raw.socket.destroyed) return payload;
    const body = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : '';
    void reply.headers(headersFor(ports, request, { status: reply.statusCode, body }));
    return payload;
  });
}

/** For a request that came to no route and so to no hook: its address cannot be read. */
export function signedRefusal(
  ports: BankPorts,
  request: FastifyRequest,
  reply: FastifyReply,
  { code, message }: Pick<Refusal, 'code' | 'message'>,
): FastifyReply {
  const answer = { status: statusOf(code), body: JSON.stringify(refusalBody(code, message)) };
  return reply
    .code(answer.status)
    .type('application/json; charset=utf-8')
    .headers(headersFor(ports, request, answer))
    .send(answer.body);
}

function headersFor(
  ports: BankPorts,
  request: FastifyRequest,
  answer: { readonly status: number; readonly body: string | Uint8Array },
): Record<string, string> {
  const sent = request.headers[HEADERS.signature];
  return answerHeaders(ports, answer, typeof sent === 'string' ? sent : undefined);
}
