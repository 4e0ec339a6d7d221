import PouchDB from 'pouchdb-browser';
import { createRxDatabase, type RxJsonSchema } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import type { SaleReport } from '../../shared/contracts/bank-api.ts';
import { createBrowserTillHost } from '../../renderer/bridge/browser/browser-till-host.ts';
import { openQueueTill, valueOf } from '../pages/queue-till.ts';
import { queuedReports } from '../pages/queued-sales.ts';

/** One page, everybody who drains a queue of the same sales; called by bench/rows/drain.ts. */

interface Queue {
  /** From its own beginning until all of it is at the server, in milliseconds. */
  readonly drain: () => Promise<number>;
  readonly close: () => Promise<unknown>;
}

type Fill = (sales: number) => Promise<Queue>;

let till: Awaited<ReturnType<typeof openQueueTill>> | null = null;

export async function open(activationCode: string): Promise<void> {
  const host = await createBrowserTillHost();
  valueOf(await host.activate({ code: activationCode, bankUrl: location.origin }));
  till = await openQueueTill(host);
  const registration = await navigator.serviceWorker.register('/worker.js', { type: 'module' });
  if (registration.active === null) await navigator.serviceWorker.ready;
}

const ours: Fill = async (sales) => {
  await till?.sell(sales);
  return { drain: async () => (await till?.drain()) ?? Number.NaN, close: () => Promise.resolve() };
};

let databases = 0;

const text = { type: 'string', maxLength: 500 } as const;
const whole = { type: 'integer' } as const;
const objects = { type: 'array', items: { type: 'object' } } as const;
const REPORT_SCHEMA: RxJsonSchema<SaleReport> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 100 },
    saleId: text,
    saleNumber: text,
    transactionNumber: whole,
    batchNumber: whole,
    traceNumber: whole,
    terminalId: text,
    merchantId: text,
    operatorId: text,
    createdAtMs: whole,
    businessDay: text,
    currency: text,
    lines: objects,
    totals: { type: 'object' },
    tenders: objects,
    note: text,
  } as never,
  required: ['id'],
};

/** Of 100 (its default), 200, 500 and 1,000 the fastest with 2,000 sales, near and far. */
const RXDB_BATCH = 1000;

/** RxDB on its Dexie storage, with the replication that its HTTP guide builds on; push alone. */
const rxdb: Fill = async (sales) => {
  databases += 1;
  const storage = getRxStorageDexie();
  const db = await createRxDatabase({ name: `rxdb-${databases}`, storage, multiInstance: false });
  const { reports } = await db.addCollections({ reports: { schema: REPORT_SCHEMA } });
  if (reports === undefined) throw new Error('RxDB made no collection');
  await reports.bulkInsert(queuedReports(sales));
  return {
    drain: () =>
      timed(async () => {
        const replication = replicateRxCollection<SaleReport, unknown>({
          collection: reports,
          replicationIdentifier: `drain-${databases}`,
          live: false,
          waitForLeadership: false,
          push: {
            batchSize: RXDB_BATCH,
            handler: async (rows) => {
              const answer = await fetch('/rxdb/push', {
                method: 'POST',
                headers: { 'content-type': 'application/json' },
                body: JSON.stringify(rows),
              });
              return (await answer.json()) as never;
            },
          },
        });
        const failed = new Promise<never>((_, fail) => replication.error$.subscribe(fail));
        await Promise.race([replication.awaitInitialReplication(), failed]);
      }),
    close: () => db.remove(),
  };
};

/** Of 100 (its default), 500, 1,000 and 2,000 the fastest with 2,000 sales, near and far. */
const POUCHDB_BATCH = 2000;

const pouchdb: Fill = async (sales) => {
  databases += 1;
  const db = new PouchDB<object>(`pouchdb-${databases}`);
  await db.bulkDocs(queuedReports(sales).map((report) => ({ _id: report.id, ...report })));
  return {
    drain: () =>
      timed(async () => {
        const target = new PouchDB(`${location.origin}/couch`, { skip_setup: true });
        const done = await db.replicate.to(target, { batch_size: POUCHDB_BATCH });
        if (!done.ok || done.docs_written !== sales) throw new Error(JSON.stringify(done));
      }),
    close: () => db.destroy(),
  };
};

const workbox: Fill = async (sales) => {
  await askWorker({ fill: queuedReports(sales) });
  return {
    drain: async () => askWorker({ drain: true }),
    close: () => Promise.resolve(),
  };
};

async function askWorker(message: object): Promise<number> {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  return new Promise((answered, failed) => {
    port1.onmessage = ({ data }: MessageEvent<{ takenMs: number } | { error: string }>) =>
      'error' in data ? failed(new Error(data.error)) : answered(data.takenMs);
    active?.postMessage(message, [port2]);
  });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

const CONTENDERS = { ours, rxdb, pouchdb, workbox };
let filled: Queue | null = null;

export async function fill(who: keyof typeof CONTENDERS, sales: number): Promise<void> {
  filled = await CONTENDERS[who](sales);
}

export async function drain(): Promise<number> {
  const queue = filled;
  if (queue === null) throw new Error('nothing was filled');
  const takenMs = await queue.drain();
  await queue.close();
  return takenMs;
}
