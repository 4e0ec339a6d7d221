import { createRxDatabase, type RxJsonSchema } from 'rxdb/plugins/core';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { sampleRecords } from '../pages/sample-sale.ts';
import { ourWriter, rawWriter, rowsOf, type SaleWriter } from '../pages/sale-writers.ts';

/** One page, three writers of the same sales; called by bench/rows/sale.ts. */

type Row = Record<string, unknown>;

const text = { type: 'string', maxLength: 100 } as const;
const count = { type: 'integer' } as const;

function schema(primaryKey: string, properties: object, indexes: string[] = []) {
  const key = { [primaryKey]: text };
  const required = [primaryKey, ...indexes];
  const all = { ...properties, ...key };
  return {
    version: 0,
    primaryKey,
    type: 'object',
    properties: all,
    required,
    indexes,
  } as unknown as RxJsonSchema<Row>;
}

const SCHEMAS = {
  sales: schema(
    'id',
    {
      createdAtMs: { type: 'integer', minimum: 0, maximum: 9e15, multipleOf: 1 },
      sale: { type: 'object' },
    },
    ['createdAtMs'],
  ),
  outbox: schema('key', {
    kind: text,
    transactionId: text,
    transactionNumber: count,
    saleId: text,
    amountMinor: count,
    createdAtMs: count,
    lane: text,
    attempts: count,
    nextTryAtMs: count,
    reason: text,
  }),
  head: schema('id', { number: count, hash: text, epoch: count, counters: { type: 'object' } }),
};

/**
 * RxDB as its documentation has it: a collection a kind, production mode. Its Dexie storage makes
 * one database of each and hands these settings on to Dexie, so strict is asked for as we do; the
 * three writes run side by side, since it has no transaction over collections.
 */
async function rxdbWriter(): Promise<SaleWriter> {
  const storage = getRxStorageDexie({ chromeTransactionDurability: 'strict' } as never);
  const db = await createRxDatabase({ name: 'bench-rxdb', storage, multiInstance: false });
  const made = await db.addCollections({
    sales: { schema: SCHEMAS.sales },
    outbox: { schema: SCHEMAS.outbox },
    head: { schema: SCHEMAS.head },
  });
  return (record) => {
    const { sale, outboxRow, head } = rowsOf(record);
    return Promise.all([
      made.sales.insert(sale as unknown as Row),
      made.outbox.insert(outboxRow as unknown as Row),
      made.head.incrementalUpsert(head as unknown as Row),
    ]);
  };
}

const writers = { ours: ourWriter(), raw: await rawWriter(), rxdb: await rxdbWriter() };
const records = sampleRecords();

/** So many sales one after the other, each timed by itself, in milliseconds. */
export async function write(who: keyof typeof writers, sales: number): Promise<number[]> {
  const taken: number[] = [];
  for (let sale = 0; sale < sales; sale += 1) {
    const { value } = records.next();
    const startedMs = performance.now();
    await writers[who](value);
    taken.push(performance.now() - startedMs);
  }
  return taken;
}
