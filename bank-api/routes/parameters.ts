import { z } from 'zod';
import { cashRounding, MOST_RECORDS_PER_BATCH } from '../../shared/contracts/bank-api.ts';
import { MAX_AMOUNT_MINOR, minor } from '../../shared/domain/money.ts';
import type { OfflinePolicy } from '../../shared/domain/parameters.ts';
import type { BankServer } from '../http-server.ts';
import type { BankPorts } from '../ports.ts';
import { changeParameters, setAuthorityKey, setHotCard } from '../services/parameters.ts';
import { sendRefusal } from './refusals.ts';

const amount = z.int().nonnegative().lt(MAX_AMOUNT_MINOR);
const largestBatch = z.strictObject({
  merchantId: z.string().length(15),
  mostRecords: z.int().min(1).max(MOST_RECORDS_PER_BATCH),
});
const roundingChange = z.strictObject({ merchantId: z.string().length(15), cashRounding });
const hotCard = z.strictObject({
  merchantId: z.string().length(15),
  cardId: z.string().max(40),
  isHot: z.boolean(),
});
const authorityKey = z.strictObject({
  merchantId: z.string().length(15),
  index: z.int().min(0).max(255),
  isTrusted: z.boolean(),
});
const policyChange = z.strictObject({
  enabled: z.boolean().exactOptional(),
  perSaleMinor: amount.transform(minor).exactOptional(),
  hardPerSaleMinor: amount.transform(minor).exactOptional(),
  perCardMinor: amount.transform(minor).exactOptional(),
  totalExposureMinor: amount.transform(minor).exactOptional(),
  hardTotalExposureMinor: amount.transform(minor).exactOptional(),
  maxCount: z.int().nonnegative().exactOptional(),
  maxAgeMs: z.int().positive().exactOptional(),
  floorLimitMinor: amount.transform(minor).exactOptional(),
});

/** What the bank orders for the terminals of a merchant: each change is a new version (P15, P21). */
export function parameterRoutes(app: BankServer, ports: BankPorts): void {
  policyRoutes(app, ports);
  listRoutes(app, ports);
}

function policyRoutes(app: BankServer, ports: BankPorts): void {
  app.post(
    '/admin/offline-policy',
    {
      schema: {
        hide: true,
        body: z.strictObject({ merchantId: z.string().length(15), policy: policyChange }),
      },
    },
    async (request, reply) => {
      const { merchantId, policy } = request.body;
      const offline: Partial<OfflinePolicy> = policy;
      return reply.send({ version: await changeParameters(ports, merchantId, { offline }) });
    },
  );
  app.post(
    '/admin/largest-batch',
    { schema: { hide: true, body: largestBatch } },
    async (request, reply) => {
      const { merchantId, mostRecords: mostRecordsPerBatch } = request.body;
      return reply.send({
        version: await changeParameters(ports, merchantId, { mostRecordsPerBatch }),
      });
    },
  );
  app.post(
    '/admin/cash-rounding',
    { schema: { hide: true, body: roundingChange } },
    async (request, reply) => {
      const { merchantId, ...change } = request.body;
      return reply.send({ version: await changeParameters(ports, merchantId, change) });
    },
  );
}

/** What has a version of its own (P21). */
function listRoutes(app: BankServer, ports: BankPorts): void {
  app.post(
    '/admin/hot-cards',
    { schema: { hide: true, body: hotCard } },
    async (request, reply) => {
      const { merchantId, ...card } = request.body;
      const hotListVersion = await setHotCard(ports, merchantId, card);
      return hotListVersion === null
        ? sendRefusal(reply, 'not-found', `card ${card.cardId} for merchant ${merchantId}`)
        : reply.send({ hotListVersion });
    },
  );
  app.post(
    '/admin/authority-keys',
    { schema: { hide: true, body: authorityKey } },
    async (request, reply) => {
      const { merchantId, ...key } = request.body;
      const keysVersion = await setAuthorityKey(ports, merchantId, key);
      return keysVersion === null
        ? sendRefusal(reply, 'not-found', `key ${key.index} for merchant ${merchantId}`)
        : reply.send({ keysVersion });
    },
  );
}
