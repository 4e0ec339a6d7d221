import type { FastifyReply, FastifyRequest } from 'fastify';
import { HEADERS } from '../../shared/contracts/http-signature.ts';
import {
  payLinkAnswer,
  payLinkRequest,
  type PayLinkRequest,
} from '../../shared/contracts/pay-link-api.ts';
import { refusalOfCore } from '../domain/admission.ts';
import type { BankServer } from '../http-server.ts';
import type { BankPorts } from '../ports.ts';
import { askPayLink } from '../services/pay-links.ts';
import { terminalOf } from './authentication.ts';
import { refuseNotPermitted } from './not-permitted.ts';
import { REFUSALS, sendRefusal } from './refusals.ts';

/** A till asks for a link for its customer, and takes it back (P13). */
export function payLinkRoutes(app: BankServer, ports: BankPorts): void {
  const answers = { 200: payLinkAnswer, ...REFUSALS };
  app.post(
    '/v1/pay-links',
    {
      schema: {
        tags: ['money'],
        summary: 'Makes a link by which a refused promise is paid; again: what became of it (P13)',
        body: payLinkRequest,
        response: answers,
      },
    },
    async (request, reply) => {
      await answer(ports, request, reply, request.body, 'make');
      return reply;
    },
  );
  app.post(
    '/v1/pay-links/withdrawals',
    {
      schema: {
        tags: ['money'],
        summary: 'Nobody pays by it any more, unless it says that somebody has; final (P6, P13)',
        body: payLinkRequest,
        response: answers,
      },
    },
    async (request, reply) => {
      await answer(ports, request, reply, request.body, 'withdraw');
      return reply;
    },
  );
}

async function answer(
  ports: BankPorts,
  request: FastifyRequest,
  reply: FastifyReply,
  body: PayLinkRequest,
  wish: 'make' | 'withdraw',
): Promise<void> {
  const terminal = terminalOf(request);
  const { id, terminalId } = body.core;
  const refusal = refusalOfCore(body, terminal);
  if (refusal === 'not-permitted') {
    const detail = `pay link ${id} belongs to terminal ${terminalId}`;
    await refuseNotPermitted(ports, terminal, reply, detail);
    return;
  }
  if (refusal !== null || request.headers[HEADERS.idempotencyKey] !== id) {
    sendRefusal(reply, 'request-malformed', 'idempotency-key is the id of the link');
    return;
  }
  const outcome = await askPayLink(ports, terminal, body, wish);
  if (outcome.type === 'answered') reply.send(outcome.answer);
  else sendRefusal(reply, outcome.code, `pay link ${id}: ${outcome.code}`);
}
