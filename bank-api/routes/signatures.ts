import { HEADERS } from '../../shared/contracts/http-signature.ts';
import {
  SIGNATURE_BODY_LIMIT_BYTES,
  signatureAnswer,
  signatureUpload,
} from '../../shared/contracts/signature-api.ts';
import { isSignatureMalformed } from '../domain/card-signatures.ts';
import type { BankServer } from '../http-server.ts';
import type { BankPorts } from '../ports.ts';
import { keepSignature } from '../services/card-signatures.ts';
import { terminalOf } from './authentication.ts';
import { REFUSALS, sendRefusal } from './refusals.ts';

/** Signatures of cardholders, kept beside the transaction; no money moves for them. */
export function signatureRoutes(app: BankServer, ports: BankPorts): void {
  app.post(
    '/v1/signatures',
    {
      bodyLimit: SIGNATURE_BODY_LIMIT_BYTES,
      schema: {
        tags: ['terminal'],
        summary: 'Keeps the signature of a payment; the same one again gets the same answer (P1)',
        body: signatureUpload,
        response: { 200: signatureAnswer, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { body, headers } = request;
      if (isSignatureMalformed(body, headers[HEADERS.idempotencyKey])) {
        return sendRefusal(reply, 'request-malformed', 'idempotency-key is the id of the payment');
      }
      const verdict = await keepSignature(ports, terminalOf(request), body);
      const { paymentId } = body;
      return verdict.type === 'refused'
        ? sendRefusal(reply, verdict.code, `payment ${paymentId}`)
        : reply.send({ paymentId, keptAtMs: verdict.keptAtMs });
    },
  );
}
