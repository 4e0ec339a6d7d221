import type { FastifyInstance } from 'fastify';
import { HEADERS } from '../../shared/contracts/http-signature.ts';
import type { BankPorts } from '../ports.ts';
import { answerHeaders } from '../security/answer-signing.ts';
import { isBankPath } from './paths.ts';

/** Every answer of the API is the bank's word, refusals too: a 401 brings signed time (P20, P26). */
export function signAnswers(app: FastifyInstance, ports: BankPorts): void {
  app.addHook('onSend', async (request, reply, payload: unknown) => {
    if (!isBankPath(request.url) || request.raw.socket.destroyed) return payload;
    const body = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : '';
    const sent = request.headers[HEADERS.signature];
    const signature = typeof sent === 'string' ? sent : undefined;
    const answer = { status: reply.statusCode, body };
    void reply.headers(answerHeaders(ports, answer, signature));
    return payload;
  });
}
