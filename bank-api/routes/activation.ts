import { activationAnswer, activationRequest } from '../../shared/contracts/bank-api.ts';
import type { BankServer } from '../http-server.ts';
import type { BankPorts } from '../ports.ts';
import { activate } from '../services/activation.ts';
import { REFUSALS, sendRefusal } from './refusals.ts';

export function activationRoutes(app: BankServer, ports: BankPorts): void {
  app.post(
    '/v1/activate',
    {
      schema: {
        tags: ['activation'],
        summary: 'First contact of a till: a code for a registered device key (P25)',
        body: activationRequest,
        response: { 200: activationAnswer, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const activated = await activate(ports, request.body, request.ip);
      if (!activated.ok) return sendRefusal(reply, activated.error.code, activated.error.detail);
      return reply.send(activated.value);
    },
  );
}
