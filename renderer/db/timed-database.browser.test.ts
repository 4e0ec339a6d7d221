import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { leaveBehind } from './migrations/old-database.ts';
import { asked } from './many-keys.ts';
import { timedDatabase } from './timed-database.ts';

const TIMEOUT_MS = 100;
const MOVE_MS = 450;

/** A database of an older schema whose rows take longer to move than any call may take. */
async function withSlowMove() {
  const name = `moved-slowly-${crypto.randomUUID()}`;
  const tables = { rows: { keyPath: 'key', indexes: [] } };
  await leaveBehind(name, { schema: { version: 10, tables }, rows: { rows: [{ key: 'a' }] } });
  const db = new Dexie(name);
  let isMoving = false;
  db.version(1).stores({ rows: 'key' });
  db.version(2)
    .stores({ rows: 'key' })
    .upgrade(async ({ idbtrans }) => {
      isMoving = true;
      idbtrans.addEventListener('complete', () => {
        isMoving = false;
      });
      const untilMs = performance.now() + MOVE_MS;
      while (performance.now() < untilMs) await asked(idbtrans.objectStore('rows').count());
    });
  return { db, isMoving: () => isMoving };
}

describe('a database that is moved to a newer schema', () => {
  it('is waited for, longer than for anything else', async () => {
    const { db, isMoving } = await withSlowMove();
    const { within, leave } = timedDatabase(db, TIMEOUT_MS, isMoving);
    expect(await within(() => db.table('rows').count())).toEqual({ ok: true, value: 1 });
    leave();
  });
});
