import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  settlementAnswer,
  settlementEndAnswer,
  settlementEndRequest,
  settlementRequest,
  settlementUploadAnswer,
  settlementUploadRequest,
} from '../../shared/contracts/settlement-api.ts';
import { maySettle } from '../domain/admission.ts';
import type { BankServer } from '../http-server.ts';
import type { BankPorts } from '../ports.ts';
import { endUpload, settle, takeUpload } from '../services/settling.ts';
import { recordSecurityEvent, roleOf } from '../store/terminal-store.ts';
import { terminalOf } from './authentication.ts';
import { REFUSALS, sendRefusal } from './refusals.ts';

/** Day end (P22): totals, and where they differ the records one by one. */
export function settlementRoutes(app: BankServer, ports: BankPorts): void {
  app.post(
    '/v1/settlements',
    {
      schema: {
        tags: ['money'],
        summary: 'Totals of a batch: balanced settles it and pays out, once (P22)',
        body: settlementRequest,
        response: { 200: settlementAnswer, ...REFUSALS },
      },
    },
    async (request, reply) => {
      if (!(await maySend(ports, request, reply, request.body))) return reply;
      const answer = await settle(ports, terminalOf(request), request.body);
      return answer === null
        ? sendRefusal(reply, 'core-differs', 'this id stands for another settlement')
        : reply.send(answer);
    },
  );

  app.post(
    '/v1/settlements/records',
    {
      schema: {
        tags: ['money'],
        summary: 'Batch upload: records in the terminal order, from a position on (P22)',
        body: settlementUploadRequest,
        response: { 200: settlementUploadAnswer, ...REFUSALS },
      },
    },
    async (request, reply) => {
      if (!(await maySend(ports, request, reply, request.body))) return reply;
      const answer = await takeUpload(ports, terminalOf(request), request.body);
      return answer === null
        ? sendRefusal(reply, 'not-found', 'no such settlement')
        : reply.send(answer);
    },
  );

  app.post(
    '/v1/settlements/end',
    {
      schema: {
        tags: ['money'],
        summary: 'End of the batch upload with its count; names each record that differs (P22)',
        body: settlementEndRequest,
        response: { 200: settlementEndAnswer, ...REFUSALS },
      },
    },
    async (request, reply) => {
      if (!(await maySend(ports, request, reply, request.body))) return reply;
      const answer = await endUpload(ports, terminalOf(request), request.body);
      return answer === null
        ? sendRefusal(reply, 'not-found', 'no such settlement')
        : reply.send(answer);
    },
  );
}

/** A supervisor of the merchant settles (F38); otherwise answers and says false. */
async function maySend(
  { database, clock }: BankPorts,
  request: FastifyRequest,
  reply: FastifyReply,
  { operatorId, settlementId }: { readonly operatorId: string; readonly settlementId: string },
): Promise<boolean> {
  const { merchantId, terminalId } = terminalOf(request);
  if (settlementId !== settlementId.toLowerCase()) {
    sendRefusal(reply, 'request-malformed', 'ids are lower case');
    return false;
  }
  if (maySettle(await roleOf(database, { merchantId, operatorId }))) return true;
  const kind = 'not-permitted';
  const detail = `operator ${operatorId} may not settle`;
  const atMs = clock.nowMs();
  await recordSecurityEvent(database, { kind, atMs, merchantId, terminalId, detail });
  sendRefusal(reply, 'not-permitted', detail);
  return false;
}
