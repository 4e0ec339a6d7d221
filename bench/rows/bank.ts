import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { v7 as uuidV7 } from 'uuid';
import { contentHash } from '../../bank-api/security/hashing.ts';
import type { TestTill } from '../../bank-api/test/test-till.ts';
import { idOfItem } from '../../shared/contracts/upload-items.ts';
import { present } from '../../shared/lib/assert.ts';
import { interleave } from '../frame/interleave.ts';
import { row, type BenchContext, type Figure } from '../frame/row.ts';
import { p50, perSecond } from '../frame/statistics.ts';
import { startBankSite, stopped, type BankSite, type BenchCard } from './bank/bank-site.ts';
import { Load, type Prepared } from './bank/load.ts';
import { createPlainTables, PlainWriter } from './bank/plain-tables.ts';

/** The bank's own work, at its real process and PostgreSQL, beside PostgreSQL alone. */
export const bankRow = row({
  name: 'bank',
  goals: ['bank-ingest', 'bank-authorise'],
  measure: async (context) => {
    const site = await startBankSite(context.folder);
    try {
      await createPlainTables(site.databaseUrl);
      return {
        'bank-ingest': await ingest(site, context),
        'bank-authorise': await authorise(site, context),
      };
    } finally {
      await site.close();
    }
  },
});

const RECORDS_PER_BATCH = 500;
const CLIENTS = 16;

async function ingest(site: BankSite, { quick }: BenchContext): Promise<Figure> {
  const [rounds, batches] = quick ? [3, 2] : [7, 6];
  const till = await site.newTill();
  const load = new Load(site.url, 1);
  const plain = new PlainWriter(site.databaseUrl);
  await plain.open();
  /** Ids by round and batch of what the bank has booked, which the plain writer writes later. */
  const booked: string[][][] = [];
  const bank = async () => {
    const prepared = Array.from({ length: batches }, () => cashBatch(till));
    const takenMs = await load.run([prepared.map(({ request }) => request)]);
    booked.push(prepared.map(({ ids }) => ids));
    return takenMs;
  };
  const postgres = async () => {
    const ids = present(booked.shift(), 'a round that the bank has booked');
    const statements = [];
    for (const batch of ids) statements.push(await plain.statementsFor(batch));
    return plain.write(statements);
  };
  try {
    // Not counted: both warm up, and the bank is one round ahead with rows for the other to write.
    await bank();
    await bank();
    await postgres();
    const taken = await interleave(rounds, { bank, postgres });
    const [ours, theirs] = [p50(taken.bank), p50(taken.postgres)];
    const records = batches * RECORDS_PER_BATCH;
    return {
      value: theirs / ours,
      ours: perSecond(records, ours),
      theirs: perSecond(records, theirs),
      note:
        `${rounds} rounds of ${batches} batches of ${RECORDS_PER_BATCH} cash sales of one line ` +
        '(7 rows in 6 tables each), one request in flight, signed before the clock, not ' +
        'compressed; PostgreSQL: the same rows into tables with the same checks and indexes but ' +
        'no triggers or foreign keys, one prepared VALUES a table, one commit a batch',
    };
  } finally {
    load.close();
    await plain.close();
  }
}

function cashBatch(till: TestTill): { readonly request: Prepared; readonly ids: string[] } {
  const items = Array.from({ length: RECORDS_PER_BATCH }, () => till.cashReport(1234));
  const batchId = uuidV7();
  const journal = { epoch: 1, from: 1, hashes: [] };
  const body = { batchId, items, deliveredUpTo: 0, operatorId: '01', journal };
  return {
    request: till.signed('POST', '/v1/batches', body, batchId),
    ids: items.map(idOfItem),
  };
}

interface Client {
  readonly till: TestTill;
  readonly card: BenchCard;
}

async function authorise(site: BankSite, { quick }: BenchContext): Promise<Figure> {
  const [rounds, sales] = quick ? [3, 25] : [7, 100];
  const clients: Client[] = [];
  for (let i = 0; i < CLIENTS; i += 1) {
    clients.push({ till: await site.newTill(), card: await site.newCard() });
  }
  const server = spawn(
    process.execPath,
    [join(import.meta.dirname, 'bank', 'plain-server.ts'), site.databaseUrl],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [port] = (await once(server.stdout, 'data')) as [Buffer];
  const bankLoad = new Load(site.url, CLIENTS);
  const plainLoad = new Load(`http://127.0.0.1:${String(port).trim()}`, CLIENTS);
  const prepare = (one: (client: Client) => Promise<Prepared>) =>
    Promise.all(
      clients.map(async (client) => {
        const requests: Prepared[] = [];
        for (let i = 0; i < sales; i += 1) requests.push(await one(client));
        return requests;
      }),
    );
  const bank = async () => bankLoad.run(await prepare(signedSale));
  const postgres = async () => plainLoad.run(await prepare(plainSale));
  try {
    await site.copyToPlain();
    await bank();
    await postgres();
    const taken = await interleave(rounds, { bank, postgres });
    const [ours, theirs] = [p50(taken.bank), p50(taken.postgres)];
    return {
      value: theirs / ours,
      ours: perSecond(CLIENTS * sales, ours),
      theirs: perSecond(CLIENTS * sales, theirs),
      note:
        `${rounds} rounds of ${CLIENTS} tills with ${sales} purchases each, every till its own ` +
        'card; requests sealed and signed before the clock, answers signed by the bank but not ' +
        'verified by the load, which shares the cores with the server on both sides; PostgreSQL: ' +
        'node:http, one prepared statement writing the same rows, no triggers or foreign keys',
    };
  } finally {
    bankLoad.close();
    plainLoad.close();
    await stopped(server);
  }
}

async function signedSale({ till, card }: Client): Promise<Prepared> {
  const core = await till.newCore({ cardNumber: card.cardNumber });
  return till.signed('POST', '/v1/authorisations', { core, attempt: till.attempt() }, core.id);
}

async function plainSale({ till, card }: Client): Promise<Prepared> {
  const core = await till.newCore({ cardNumber: card.cardNumber });
  const body = { core, attempt: till.attempt(), ...card, coreHash: contentHash(core) };
  return { path: '/authorise', headers: {}, body: JSON.stringify(body) };
}
