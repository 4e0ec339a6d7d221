import { z } from 'zod';
import {
  echoAnswer,
  queryAnswer,
  signOnAnswer,
  signOnRequest,
  terminalParameters,
  watermark,
} from '../../shared/contracts/bank-api.ts';
import { holdAnswer, holdQuestion } from '../../shared/contracts/hold-api.ts';
import { originalAnswer, originalQuestion } from '../../shared/contracts/refund-api.ts';
import { mayLookUp } from '../domain/admission.ts';
import type { BankServer } from '../http-server.ts';
import type { BankPorts } from '../ports.ts';
import { BANK_ID } from '../ports.ts';
import { mutableParameters } from '../services/activation.ts';
import { readOperatorList } from '../services/operators.ts';
import { noteProgram } from '../services/versions.ts';
import { newPinKey } from '../security/pin-keys.ts';
import { nextPinPad } from '../store/pin-pad-tables.ts';
import { slipAnswer } from '../../shared/contracts/slip-api.ts';
import { findHold, findOriginal, findRecord, findSlip } from '../store/query-store.ts';
import { declareDelivered, readSeries, readWatermark } from '../store/series-store.ts';
import {
  agreeBatchNumber,
  readParameters,
  recordSecurityEvent,
  roleOf,
} from '../store/terminal-store.ts';
import { readVersionRefusal } from '../store/version-tables.ts';
import { terminalOf } from './authentication.ts';
import { REFUSALS, sendRefusal } from './refusals.ts';

/** What a till asks for without moving money. */
export function terminalRoutes(app: BankServer, ports: BankPorts): void {
  signOnRoute(app, ports);
  lookUpRoutes(app, ports);
  slipRoutes(app, ports);
}

function signOnRoute(app: BankServer, { database, clock, keys }: BankPorts): void {
  app.post(
    '/v1/sign-on',
    {
      schema: {
        tags: ['terminal'],
        summary: 'Batch number, parameters, operators, watermark and journal anchor (P21)',
        body: signOnRequest,
        response: { 200: signOnAnswer, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { terminalId, merchantId } = terminalOf(request);
      const { operatorId, deliveredUpTo, appVersion } = request.body;
      // A till signs on by itself at start, before anybody has signed in: then there is no operator.
      if (operatorId !== '' && (await roleOf(database, { merchantId, operatorId })) === null) {
        const detail = `operator ${operatorId} is not the merchant's`;
        const atMs = clock.nowMs();
        await recordSecurityEvent(database, {
          kind: 'not-permitted',
          atMs,
          merchantId,
          terminalId,
          detail,
        });
        return sendRefusal(reply, 'not-permitted', detail);
      }
      await declareDelivered(database, terminalId, deliveredUpTo, clock.nowMs());
      // Before the version is kept: the hash is held against the one of the same version.
      const { programHash = '' } = request.body;
      await noteProgram(
        { database, clock },
        { terminalId, merchantId },
        { appVersion, programHash },
      );
      const batchNumber = await agreeBatchNumber(database, terminalId, request.body);
      const { anchor } = await readSeries(database, terminalId);
      return reply.send({
        batchNumber,
        parameters: mutableParameters(await readParameters(database, merchantId)),
        operators: await readOperatorList(database, merchantId),
        watermark: await readWatermark(database, terminalId),
        anchor: { ...anchor, state: 'unchanged' as const },
        versionRefusal: await readVersionRefusal(database, terminalId),
        pinKey: newPinKey(keys, await nextPinPad(database)),
      });
    },
  );
}

function lookUpRoutes(app: BankServer, { database, clock }: BankPorts): void {
  app.get(
    '/v1/parameters',
    {
      schema: {
        tags: ['terminal'],
        summary: 'Offline policy, waits, hot list; versions only go up (P15, P21)',
        response: { 200: terminalParameters, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const parameters = await readParameters(database, terminalOf(request).merchantId);
      return reply.send(mutableParameters(parameters));
    },
  );

  app.post(
    '/v1/echo',
    {
      schema: {
        tags: ['terminal'],
        summary: 'Is the bank there? (P14)',
        body: z.strictObject({ deliveredUpTo: z.int().nonnegative() }),
        response: { 200: echoAnswer, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { terminalId } = terminalOf(request);
      await declareDelivered(database, terminalId, request.body.deliveredUpTo, clock.nowMs());
      return reply.send({ bankId: BANK_ID, timeMs: clock.nowMs() });
    },
  );

  app.get(
    '/v1/watermark',
    {
      schema: {
        tags: ['terminal'],
        summary: 'Which transaction numbers have arrived, which are missing (P2)',
        response: { 200: watermark, ...REFUSALS },
      },
    },
    async (request, reply) =>
      reply.send(await readWatermark(database, terminalOf(request).terminalId)),
  );

  app.get(
    '/v1/transactions/:id',
    {
      schema: {
        tags: ['terminal'],
        summary: 'What became of this id? Unknown closes nothing (P6)',
        params: z.strictObject({ id: z.uuid() }),
        response: { 200: queryAnswer, ...REFUSALS },
      },
    },
    async (request, reply) =>
      reply.send(await findRecord(database, terminalOf(request), request.params.id)),
  );

  app.get(
    '/v1/slips/:id',
    {
      schema: {
        tags: ['terminal'],
        summary: 'What became of a promise of any till of this merchant (P19)',
        params: z.strictObject({ id: z.uuid() }),
        response: { 200: slipAnswer, ...REFUSALS },
      },
    },
    async (request, reply) =>
      reply.send(await findSlip(database, terminalOf(request), request.params.id)),
  );
}

/** What slips name, at any till of the merchant; both move nothing. */
function slipRoutes(app: BankServer, ports: BankPorts): void {
  const { database, clock } = ports;
  app.post(
    '/v1/originals',
    {
      schema: {
        tags: ['terminal'],
        summary: 'The sale that a slip names, and what of it was refunded (TERMINAL 2a)',
        body: originalQuestion,
        response: { 200: originalAnswer, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const refusal = await refusalOfLookUp(ports, request, request.body);
      if (refusal !== null) return sendRefusal(reply, 'not-permitted', refusal);
      return reply.send(await findOriginal(database, terminalOf(request), request.body));
    },
  );
  app.post(
    '/v1/holds',
    {
      schema: {
        tags: ['terminal'],
        summary: 'The pre-authorisation that a slip names, and what became of it (TERMINAL 2a)',
        body: holdQuestion,
        response: { 200: holdAnswer, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const refusal = await refusalOfLookUp(ports, request, request.body);
      if (refusal !== null) return sendRefusal(reply, 'not-permitted', refusal);
      const nowMs = clock.nowMs();
      return reply.send(await findHold(database, terminalOf(request), request.body, nowMs));
    },
  );
}

/** Why this operator may not look for what is on a slip, noted; null: he may. */
async function refusalOfLookUp(
  { database, clock }: BankPorts,
  request: Parameters<typeof terminalOf>[0],
  { operatorId }: { readonly operatorId: string },
): Promise<string | null> {
  const { merchantId, terminalId } = terminalOf(request);
  if (mayLookUp(await roleOf(database, { merchantId, operatorId }))) return null;
  const detail = `operator ${operatorId} may not look for sales`;
  const atMs = clock.nowMs();
  const kind = 'not-permitted';
  await recordSecurityEvent(database, { kind, atMs, merchantId, terminalId, detail });
  return detail;
}
