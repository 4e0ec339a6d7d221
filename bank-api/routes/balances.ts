import { balanceAnswer, balanceRequest } from '../../shared/contracts/balance-api.ts';
import { HEADERS } from '../../shared/contracts/http-signature.ts';
import { assertNever } from '../../shared/lib/assert.ts';
import { refusalOfEnquiry } from '../domain/admission.ts';
import type { BankServer } from '../http-server.ts';
import type { BankPorts } from '../ports.ts';
import { enquire } from '../services/enquiring.ts';
import { GroupBooking } from '../services/group-booking.ts';
import { terminalOf } from './authentication.ts';
import { refuseNotPermitted } from './not-permitted.ts';
import { REFUSALS, sendRefusal } from './refusals.ts';

/** What moves no money, and asks for a card and its PIN all the same (P18). */
export function balanceRoutes(app: BankServer, ports: BankPorts): void {
  const bookings = new GroupBooking(ports);
  app.post(
    '/v1/balances',
    {
      schema: {
        tags: ['cards'],
        summary: 'What is on a card: with its PIN, on the line only; moves no money (P18)',
        body: balanceRequest,
        response: { 200: balanceAnswer, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { core } = request.body;
      const terminal = terminalOf(request);
      const refusal = refusalOfEnquiry(request.body, terminal);
      if (refusal === 'not-permitted') {
        const detail = `enquiry ${core.id} belongs to terminal ${core.terminalId}`;
        return refuseNotPermitted(ports, terminal, reply, detail);
      }
      if (refusal !== null || request.headers[HEADERS.idempotencyKey] !== core.id) {
        const detail = 'idempotency-key is the id of the enquiry, in lower case';
        return sendRefusal(reply, 'request-malformed', detail);
      }
      const outcome = await enquire(ports, bookings, terminal, request.body);
      switch (outcome.type) {
        case 'answered':
          return reply.send(outcome.answer);
        case 'refused':
          return sendRefusal(reply, 'request-malformed', `enquiry ${core.id}: ${outcome.code}`);
        case 'not-permitted':
        case 'version-withdrawn':
        case 'version-not-approved':
          return sendRefusal(reply, outcome.type, outcome.detail);
        default:
          return assertNever(outcome);
      }
    },
  );
}
