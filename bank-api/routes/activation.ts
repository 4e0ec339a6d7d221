import { activationAnswer, activationRequest } from '../../shared/contracts/activation-api.ts';
import { keyRenewalAnswer, keyRenewalRequest } from '../../shared/contracts/key-renewal.ts';
import type { BankServer } from '../http-server.ts';
import type { BankPorts } from '../ports.ts';
import { activate } from '../services/activation.ts';
import { announceNextKey } from '../services/device-keys.ts';
import { terminalOf } from './authentication.ts';
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
  app.post(
    '/v1/device-keys',
    {
      schema: {
        tags: ['activation'],
        summary:
          'The next key of a till, signed by the one in use; both are taken until then (P25)',
        body: keyRenewalRequest,
        response: { 200: keyRenewalAnswer, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const announced = await announceNextKey(ports, terminalOf(request), request.body);
      if (!announced.ok) return sendRefusal(reply, announced.error.code, announced.error.detail);
      return reply.send(announced.value);
    },
  );
}
