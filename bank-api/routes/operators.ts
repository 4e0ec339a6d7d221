import { z } from 'zod';
import { RIGHTS } from '../../shared/domain/operators.ts';
import type { BankServer } from '../http-server.ts';
import type { BankPorts } from '../ports.ts';
import {
  issueStartCode,
  readOperatorList,
  removeOperator,
  setOperator,
  setRight,
} from '../services/operators.ts';
import { sendRefusal } from './refusals.ts';

const merchantId = z.string().length(15);
const operatorId = z.string().regex(/^\d{2}$/);
const named = z.strictObject({ merchantId, operatorId });
const rightChange = named.extend({ right: z.enum(RIGHTS), isAllowed: z.boolean() });
const newOperator = named.extend({ name: z.string().min(1).max(40) });

/** Who works at a merchant's tills (P28): administration, as the routes beside it. */
export function operatorRoutes(app: BankServer, ports: BankPorts): void {
  app.get(
    '/admin/operators',
    { schema: { hide: true, querystring: z.strictObject({ merchantId }) } },
    async (request, reply) => {
      const { version, operators } = await readOperatorList(
        ports.database,
        request.query.merchantId,
      );
      const shown = operators.map(({ startCode, ...operator }) => ({
        ...operator,
        startCodeUntilMs: startCode?.expiresAtMs ?? null,
      }));
      return reply.send({ version, operators: shown });
    },
  );
  app.post(
    '/admin/operators',
    { schema: { hide: true, body: newOperator } },
    async (request, reply) => {
      const { name, ...operator } = request.body;
      if (!(await setOperator(ports, operator, name))) return unknown(reply, operator);
      return reply.send({ ...operator, name });
    },
  );
  app.post(
    '/admin/start-codes',
    { schema: { hide: true, body: named } },
    async (request, reply) => {
      const startCode = await issueStartCode(ports, request.body);
      if (startCode === null) return unknown(reply, request.body);
      return reply.send({ ...request.body, startCode });
    },
  );
  app.post(
    '/admin/operator-rights',
    { schema: { hide: true, body: rightChange } },
    async (request, reply) => {
      const { right, isAllowed, ...cashier } = request.body;
      if (!(await setRight(ports, cashier, right, isAllowed))) return unknown(reply, cashier);
      return reply.send(request.body);
    },
  );
  app.post(
    '/admin/removed-operators',
    { schema: { hide: true, body: named } },
    async (request, reply) => {
      if (!(await removeOperator(ports, request.body))) return unknown(reply, request.body);
      return reply.send(request.body);
    },
  );
}

function unknown(
  reply: Parameters<typeof sendRefusal>[0],
  { merchantId: merchant, operatorId: operator }: z.infer<typeof named>,
) {
  return sendRefusal(reply, 'not-found', `operator ${operator} of merchant ${merchant}`);
}
