import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  authorisationAnswer,
  authorisationRequest,
  batchAnswer,
  batchRequest,
  reversalAnswer,
  reversalRequest,
  type AuthorisationRequest,
} from '../../shared/contracts/bank-api.ts';
import { HEADERS } from '../../shared/contracts/http-signature.ts';
import { assertNever } from '../../shared/lib/assert.ts';
import type { BankServer } from '../http-server.ts';
import type { BankPorts } from '../ports.ts';
import { holdsUnstorableText, refusalOfCore } from '../domain/admission.ts';
import { authorisationAnswerOf } from '../domain/answers.ts';
import { bookBatch } from '../services/batch-booking.ts';
import { authorise, reverse } from '../services/booking.ts';
import { GroupBooking } from '../services/group-booking.ts';
import { readParameters, roleOf } from '../store/terminal-store.ts';
import { terminalOf } from './authentication.ts';
import { noteNotPermitted, refuseNotPermitted } from './not-permitted.ts';
import { REFUSALS, sendRefusal } from './refusals.ts';

type Core = AuthorisationRequest['core'];

/** What moves money. Each handler: may this till ask this, one call, the answer. */
export function moneyRoutes(app: BankServer, ports: BankPorts): void {
  const { database } = ports;
  const bookings = new GroupBooking(ports);
  app.post(
    '/v1/authorisations',
    {
      schema: {
        tags: ['money'],
        summary: 'Asks for a purchase, a void or a refund; the answer is final for its id (P1, P5)',
        body: authorisationRequest,
        response: { 200: authorisationAnswer, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { core } = request.body;
      if (!(await mayAsk(ports, request, reply, request.body))) return reply;
      if (request.headers[HEADERS.idempotencyKey] !== core.id) {
        return sendRefusal(reply, 'request-malformed', 'idempotency-key is the id of the payment');
      }
      const outcome = await authorise(ports, bookings, terminalOf(request), request.body);
      switch (outcome.type) {
        case 'answered':
          return reply.send(authorisationAnswerOf(outcome.payment));
        case 'refused': {
          const code = outcome.code === 'seal-broken' ? 'request-malformed' : outcome.code;
          return sendRefusal(reply, code, `payment ${core.id}: ${outcome.code}`);
        }
        case 'not-permitted':
        case 'version-withdrawn':
        case 'version-not-approved':
          return sendRefusal(reply, outcome.type, outcome.detail);
        case 'later':
          return sendRefusal(reply, 'bank-unavailable', `code ${outcome.code}`);
        default:
          return assertNever(outcome);
      }
    },
  );

  app.post(
    '/v1/reversals',
    {
      schema: {
        tags: ['money'],
        summary: 'Undoes a payment, or makes sure that it never happens; always final (P6)',
        body: reversalRequest,
        response: { 200: reversalAnswer, ...REFUSALS },
      },
    },
    async (request, reply) => {
      if (!(await mayAsk(ports, request, reply, request.body))) return reply;
      const verdict = await reverse(bookings, terminalOf(request), request.body);
      return verdict.type === 'answered'
        ? reply.send(verdict.answer)
        : sendRefusal(reply, verdict.code, `payment ${request.body.core.id}`);
    },
  );

  app.post(
    '/v1/batches',
    {
      schema: {
        tags: ['money'],
        summary: 'Stored payments, sale reports, void numbers; one result each (P12)',
        body: batchRequest,
        response: { 200: batchAnswer, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { batchId, operatorId } = request.body;
      if (holdsUnstorableText({ batchId, operatorId })) {
        return sendRefusal(reply, 'request-malformed', 'text with NUL or half a character');
      }
      const terminal = terminalOf(request);
      const { merchantId } = terminal;
      const [{ mostRecordsPerBatch }, role] = await Promise.all([
        readParameters(database, merchantId),
        operatorId === '' ? null : roleOf(database, { merchantId, operatorId }),
      ]);
      if (request.body.items.length > mostRecordsPerBatch) {
        return sendRefusal(reply, 'body-too-large', `above ${mostRecordsPerBatch} records`);
      }
      // What is in a queue has happened: an unknown operator is noted, not a reason to lose it.
      if (operatorId !== '' && role === null) {
        const detail = `batch ${batchId} names operator ${operatorId}, whom nobody knows`;
        await noteNotPermitted(ports, terminal, detail);
      }
      return reply.send(await bookBatch(ports, terminal, request.body));
    },
  );
}

/** The core is this terminal's own and can be stored; otherwise answers and says false. */
async function mayAsk(
  ports: BankPorts,
  request: FastifyRequest,
  reply: FastifyReply,
  body: { readonly core: Core; readonly attempt: { readonly operatorId: string } },
): Promise<boolean> {
  const { core } = body;
  switch (refusalOfCore(body, terminalOf(request))) {
    case null:
      return true;
    case 'not-permitted': {
      const detail = `payment ${core.id} belongs to terminal ${core.terminalId}`;
      await refuseNotPermitted(ports, terminalOf(request), reply, detail);
      return false;
    }
    case 'request-malformed':
      sendRefusal(
        reply,
        'request-malformed',
        'ids are lower case and name others, text is well formed',
        [`core.id: ${core.id}`],
      );
      return false;
  }
}
