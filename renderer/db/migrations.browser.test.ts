import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../shared/domain/journal.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { present } from '../../shared/lib/assert.ts';
import type { Result } from '../../shared/lib/result.ts';
import { openDexieTillStore } from './dexie-till-store.ts';
import version1 from './migrations/journal-v1.json';
import version2 from './migrations/journal-v2.json';
import { leaveBehind, schemaOf, type OldDatabase } from './migrations/old-database.ts';

const KEPT: readonly OldDatabase[] = [version1, version2];

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
