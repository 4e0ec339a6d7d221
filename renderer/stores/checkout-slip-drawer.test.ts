import { describe, expect, it } from 'vitest';
import { failure } from '../../shared/contracts/error-codes.ts';
import { err } from '../../shared/lib/result.ts';
import { createLedger } from '../services/books/ledger-of-the-till.ts';
import { benchCounter } from './testing/bench-counter.ts';
import { journalKinds, verdict } from './testing/counter-reads.ts';

type Counter = ReturnType<typeof benchCounter>;

const drawerRecords = ({ fake }: Counter): unknown[] =>
  fake.journal.flatMap(({ body }) => (body.kind === 'sale' ? [body.opensDrawer] : []));

/** What nobody waits for has come to rest. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('slip and drawer', () => {
  it('A27 the drawer opens once for a cash sale, after its record, and not for a reprint', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    await counter.state().payCash(1000);
    await counter.state().payCash(2000);
    await counter.state().printAgain();
    expect(counter.fake.drawer).toHaveLength(1);
    expect(journalKinds(counter)).toEqual(['sale', 'sale', 'printed', 'printed']);
    expect(drawerRecords(counter)).toEqual([true, undefined]);
  });

  it('A27 P9 its record is in both copies before it opens; a sale that is not recorded opens nothing', async () => {
    const counter = benchCounter();
    const { fake, till } = counter;
    const inBoth: (readonly boolean[])[] = [];
    const { openDrawer } = fake.host;
    Object.assign(fake.host, {
      openDrawer: async (saleId: string) => {
        const sales = await till.store.sales([saleId]);
        inBoth.push([drawerRecords(counter).includes(true), sales.ok && sales.value.has(saleId)]);
        return openDrawer(saleId);
      },
    });
    fake.journalFails = true;
    counter.ringUp(2617);
    await counter.state().payCash(3000);
    expect(inBoth).toEqual([]);
    fake.journalFails = false;
    await counter.state().payCash(3000);
    expect(inBoth).toEqual([[true, true]]);
  });

  it('A27 P10 a start that finds its record, or completes the database from it, opens nothing', async () => {
    const counter = benchCounter();
    const { fake, till } = counter;
    till.store.failNext('failed', 9);
    counter.ringUp(2617);
    await counter.state().payCash(3000);
    expect(drawerRecords(counter)).toEqual([]);
    till.store.failNext('failed', 0);
    const { apply } = till.store;
    Object.assign(till.store, { apply: () => new Promise(() => undefined) });
    void counter.state().payCash(3000);
    await settled();
    expect(drawerRecords(counter)).toEqual([true]);
    Object.assign(till.store, { apply });
    const ports = { ...till.ports, store: till.store };
    const restarted = createLedger(ports);
    expect(await restarted.catchUp()).toEqual({ ok: true, value: 1 });
    expect(fake.drawer).toEqual([]);
  });

  it('A27 one that stays shut is said and noted; the sale stands, and nobody waits', async () => {
    const counter = benchCounter();
    let answer: (opened: unknown) => void = () => undefined;
    const openDrawer = () => new Promise((resolve) => (answer = resolve));
    Object.assign(counter.fake.host, { openDrawer });
    counter.ringUp(2617);
    await counter.state().payCash(3000);
    expect(verdict(counter)).toMatchObject({ kind: 'cash', sale: { state: 'completed' } });
    expect(counter.state().paying).toMatchObject({ isDrawerShut: false });
    answer(err(failure('drawer-not-ready')));
    await settled();
    expect(counter.state().paying).toMatchObject({ isDrawerShut: true });
    expect(verdict(counter)).toMatchObject({ kind: 'cash' });
    expect(counter.fake.journal.at(-1)?.body).toMatchObject({ code: 'drawer-not-ready' });
  });

  it('A27 a card alone does not open it', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    await counter.state().payCard('good-tap');
    expect(counter.fake.drawer).toEqual([]);
  });

  it('A26 F04 a failed print undoes nothing; a retry is the slip, the next one a copy', async () => {
    const counter = benchCounter();
    counter.fake.printerFails = true;
    counter.ringUp(2617);
    await counter.state().payCard('good-tap');
    expect(counter.state().paying).toMatchObject({ slip: 'not-printed', busy: false });
    expect(verdict(counter)).toMatchObject({ kind: 'approved' });
    counter.fake.printerFails = false;
    await counter.state().printAgain();
    await counter.state().printAgain();
    expect(counter.fake.slips.map(({ copyNumber }) => copyNumber)).toEqual([1, 2]);
    expect(counter.fake.booked.size).toBe(1);
    expect((await counter.sales())[0]?.receipt.printedCount).toBe(2);
  });

  it('A26 two jobs at once are two slips, and only one of them is the first', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    await counter.state().payCard('good-tap');
    const saleId = counter.state().paying?.sale?.id ?? '';
    await Promise.all([
      counter.checkout.slips.print(saleId, 'again'),
      counter.checkout.slips.print(saleId, 'again'),
    ]);
    expect(counter.fake.slips.map(({ copyNumber }) => copyNumber)).toEqual([1, 2, 3]);
  });
});
