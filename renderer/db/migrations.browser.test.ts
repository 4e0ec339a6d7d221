import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../shared/domain/journal.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { present } from '../../shared/lib/assert.ts';
import type { Result } from '../../shared/lib/result.ts';
import { openDexieTillStore } from './dexie-till-store.ts';
import version1 from './migrations/journal-v1.json';
import version2 from './migrations/journal-v2.json';

/**
 * Databases as earlier versions of this program left them, one a schema version, kept for ever
 * (ARCHITECTURE, "Data at rest"). A till that was off for two years opens with today's program and
 * must find every record, sale and unsent row. Raising the schema adds a file here and changes none.
 */
interface OldDatabase {
  readonly schema: Schema;
  readonly rows: Readonly<Record<string, readonly unknown[]>>;
}

interface Schema {
  /** The native number: ten times that of the code. */
  readonly version: number;
  readonly tables: Readonly<
    Record<string, { readonly keyPath: string; readonly indexes: readonly string[] }>
  >;
}

const KEPT: readonly OldDatabase[] = [version1, version2];

async function leaveBehind(name: string, { schema, rows }: OldDatabase): Promise<void> {
  const request = indexedDB.open(name, schema.version);
  request.addEventListener('upgradeneeded', () => {
    for (const [table, { keyPath, indexes }] of Object.entries(schema.tables)) {
      const store = request.result.createObjectStore(table, { keyPath });
      for (const index of indexes) store.createIndex(index, index);
      for (const row of rows[table] ?? []) store.add(withBytes(row as object));
    }
  });
  (await opened(request)).close();
}

/** JSON holds no bytes: what was packed stands in it as text. */
function withBytes(row: object): object {
  if (!('packedBase64' in row)) return row;
  const { packedBase64, ...rest } = row;
  const bytes = Uint8Array.from(atob(String(packedBase64)), (unit) => unit.charCodeAt(0));
  return { ...rest, packed: new Blob([bytes]) };
}

function opened(request: IDBOpenDBRequest): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('not opened')));
  });
}

async function schemaOf(name: string): Promise<Schema> {
  const db = await opened(indexedDB.open(name));
  const names = [...db.objectStoreNames];
  const transaction = db.transaction(names);
  const tables = names.map((table) => {
    const store = transaction.objectStore(table);
    return [table, { keyPath: store.keyPath as string, indexes: [...store.indexNames] }] as const;
  });
  db.close();
  return { version: db.version, tables: Object.fromEntries(tables) };
}

function value<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe.each(KEPT)('a database of schema $schema.version', (old) => {
  // What the first of them held, all later ones hold as well, wherever they keep it.
  const records = version1.rows['records'] as unknown as readonly JournalRecord[];
  const sales = (version1.rows['sales'] as unknown as readonly { readonly sale: Sale }[]).map(
    ({ sale }) => sale,
  );
  const outbox = old.rows['outbox'] as readonly OutboxRow[];

  it('P10 opens with today’s program: every record, sale, unsent row and note is there', async () => {
    const name = `journal-of-old-${crypto.randomUUID()}`;
    await leaveBehind(name, old);
    const store = openDexieTillStore(name);
    expect(value(await store.head())?.number).toBe(records.at(-1)?.number);
    expect(value(await store.recordsFrom(1, 1_000))).toEqual(records);
    const found = value(await store.sales(sales.map(({ id }) => id)));
    expect([...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(sales);
    expect(value(await store.recentSales(1_000))).toHaveLength(sales.length);
    const keys = (rows: readonly OutboxRow[]): string[] => rows.map(({ key }) => key).sort();
    expect(keys(value(await store.outbox()))).toEqual(keys(outbox));
    expect(value(await store.note('anchor'))).toBe('{"epoch":1,"number":2}');
    store.close();
  });

  it('P6 money that was open then is found open now', async () => {
    const name = `journal-of-old-${crypto.randomUUID()}`;
    await leaveBehind(name, old);
    const store = openDexieTillStore(name);
    const open = value(await store.openSales());
    expect(open.map(({ payments }) => payments[0]?.status.state)).toEqual(['authorizing']);
    store.close();
  });

  it('P9 P11 goes on being written, with the drain epoch above the old one', async () => {
    const name = `journal-of-old-${crypto.randomUUID()}`;
    await leaveBehind(name, old);
    const store = openDexieTillStore(name);
    const last = present(records.at(-1), 'a record in the old database');
    const record = { ...last, number: last.number + 1 };
    value(await store.apply({ record, putSales: [], putOutbox: [], deleteOutbox: [] }));
    expect(value(await store.head())?.number).toBe(record.number);
    expect(value(await store.raiseDrainEpoch())).toBe(4);
    store.close();
  });
});

describe('the schema of today', () => {
  it('P10 is the one of the newest database kept here: whoever raises it leaves one behind', async () => {
    const name = `journal-of-today-${crypto.randomUUID()}`;
    const store = openDexieTillStore(name);
    value(await store.head());
    store.close();
    expect(await schemaOf(name)).toEqual(KEPT.at(-1)?.schema);
  });
});
