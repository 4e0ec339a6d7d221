import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { FIRST_OPERATORS } from '../../shared/domain/demo-merchant.ts';
import { MAX_AMOUNT_MINOR } from '../../shared/domain/money.ts';
import type { BankServer } from '../http-server.ts';
import type { BankPorts } from '../ports.ts';
import { faultSettings } from '../faults.ts';
import { issueActivationCode } from '../services/activation.ts';
import { createMerchant, createTerminal, setBalance } from '../services/merchants.ts';
import { issueStartCode } from '../services/operators.ts';
import { releaseTerminal } from '../services/replacement.ts';
import { decideVersion, readVersions } from '../services/versions.ts';
import { readLedger } from '../store/ledger-view-store.ts';
import { readBalances, readTerminals } from '../store/party-view-store.ts';
import type { BankTables } from '../store/schema.ts';
import { verifyBooks } from '../store/verification.ts';
import { operatorRoutes } from './operators.ts';
import { parameterRoutes } from './parameters.ts';
import { isAdministration } from './paths.ts';
import { sendRefusal } from './refusals.ts';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

const amount = z.int().nonnegative().lt(MAX_AMOUNT_MINOR);
const newMerchant = z.strictObject({
  merchantId: z.string().length(15),
  name: z.string().min(1).max(80),
  shopName: z.string().min(1).max(80),
  mode: z.enum(['demo', 'training', 'live']),
});
const newTerminal = z.strictObject({
  terminalId: z.string().length(8),
  merchantId: z.string().length(15),
  tillNumber: z.string().min(1).max(4),
});
const versionChange = z.strictObject({
  appVersion: z.string().min(1).max(40),
  approved: z.boolean(),
  programHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .exactOptional(),
});

/** Administration: from this machine only, with the token of the ready file. Never signed. */
export function adminRoutes(app: BankServer, ports: BankPorts): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isAdministration(request)) return;
    if (!LOOPBACK.has(request.ip) || !isToken(request.headers.authorization, ports.adminToken)) {
      return sendRefusal(reply, 'not-permitted', 'administration needs this machine and its token');
    }
  });
  faultRoutes(app, ports);
  ledgerRoutes(app, ports);
  listRoutes(app, ports);
  partyRoutes(app, ports);
  parameterRoutes(app, ports);
  versionRoute(app, ports);
  operatorRoutes(app, ports);
}

function faultRoutes(app: BankServer, { faults }: BankPorts): void {
  app.get('/admin/faults', { schema: { hide: true } }, (_request, reply) =>
    reply.send(faults.current()),
  );
  app.post(
    '/admin/faults',
    { schema: { hide: true, body: faultSettings.partial() } },
    (request, reply) => {
      const given = Object.entries(request.body).filter(([, value]) => value !== undefined);
      return reply.send(faults.change(Object.fromEntries(given)));
    },
  );
}

function ledgerRoutes(app: BankServer, { database }: BankPorts): void {
  app.get('/admin/ledger', { schema: { hide: true } }, async (_request, reply) =>
    reply.send(await readLedger(database)),
  );
  app.get('/admin/verify', { schema: { hide: true } }, async (_request, reply) =>
    reply.send(await verifyBooks(database)),
  );
  app.get('/admin/security-events', { schema: { hide: true } }, async (_request, reply) => {
    const events = await database
      .selectFrom('security_events')
      .selectAll()
      .orderBy('at_ms')
      .execute();
    return reply
      .type('application/json')
      .send(JSON.stringify(events.map(plainNumbers), bigintAsText));
  });
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

function plainNumbers(event: BankTables['security_events']) {
  const [at_ms, last_at_ms] = [Number(event.at_ms), Number(event.last_at_ms)];
  return { ...event, at_ms, last_at_ms, times: Number(event.times) };
}

/** What there is to act on: cards with their balances, terminals with what they last said. */
function listRoutes(app: BankServer, { database, clock }: BankPorts): void {
  app.get('/admin/balances', { schema: { hide: true } }, async (_request, reply) =>
    reply.send(await readBalances(database, clock.nowMs())),
  );
  app.get('/admin/terminals', { schema: { hide: true } }, async (_request, reply) =>
    reply.send(await readTerminals(database)),
  );
}

function partyRoutes(app: BankServer, ports: BankPorts): void {
  app.post(
    '/admin/merchants',
    { schema: { hide: true, body: newMerchant } },
    async (request, reply) => {
      const { merchantId, mode } = request.body;
      const created = await createMerchant(ports, request.body);
      // A sample shop has sample PINs; anybody else's people set their own.
      const isOwn = created && mode !== 'demo';
      return reply.send({
        created,
        startCodes: isOwn ? await startCodesOf(ports, merchantId) : {},
      });
    },
  );
  app.post(
    '/admin/terminals',
    { schema: { hide: true, body: newTerminal } },
    async (request, reply) => {
      const { terminalId, merchantId } = request.body;
      const merchant = await ports.database
        .selectFrom('merchants')
        .select('id')
        .where('id', '=', merchantId)
        .executeTakeFirst();
      if (merchant === undefined) return sendRefusal(reply, 'not-found', `merchant ${merchantId}`);
      const created = await createTerminal(ports, request.body);
      const activationCode = created ? await issueActivationCode(ports, terminalId) : '';
      return reply.send({ created, activationCode });
    },
  );
  app.post(
    '/admin/activation-codes',
    { schema: { hide: true, body: z.strictObject({ terminalId: z.string().length(8) }) } },
    async (request, reply) => {
      const { terminalId } = request.body;
      const terminal = await ports.database
        .selectFrom('terminals')
        .select('id')
        .where('id', '=', terminalId)
        .executeTakeFirst();
      if (terminal === undefined) return sendRefusal(reply, 'not-found', `terminal ${terminalId}`);
      return reply.send({ activationCode: await issueActivationCode(ports, terminalId) });
    },
  );
  app.post(
    '/admin/released-terminals',
    { schema: { hide: true, body: z.strictObject({ terminalId: z.string().length(8) }) } },
    async (request, reply) => {
      const { terminalId } = request.body;
      return (await releaseTerminal(ports, terminalId))
        ? reply.send({ terminalId })
        : sendRefusal(reply, 'not-found', `terminal ${terminalId}`);
    },
  );
  app.post(
    '/admin/balances',
    { schema: { hide: true, body: z.strictObject({ cardId: z.string(), amountMinor: amount }) } },
    async (request, reply) => {
      const { cardId, amountMinor } = request.body;
      return (await setBalance(ports, cardId, BigInt(amountMinor)))
        ? reply.send({ cardId, amountMinor })
        : sendRefusal(reply, 'not-found', `card ${cardId}`);
    },
  );
}

/** By operator number: each is shown this once. */
async function startCodesOf(
  ports: BankPorts,
  merchantId: string,
): Promise<Record<string, string | null>> {
  const codes: Record<string, string | null> = {};
  for (const { id } of FIRST_OPERATORS) {
    codes[id] = await issueStartCode(ports, { merchantId, operatorId: id });
  }
  return codes;
}

function versionRoute(app: BankServer, ports: BankPorts): void {
  app.post(
    '/admin/versions',
    { schema: { hide: true, body: versionChange } },
    async (request, reply) => {
      await decideVersion(ports, request.body);
      return reply.send(request.body);
    },
  );
  app.get('/admin/versions', { schema: { hide: true } }, async (_request, reply) =>
    reply.send(await readVersions(ports.database)),
  );
}

function isToken(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
