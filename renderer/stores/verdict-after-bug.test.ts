import { describe, expect, it } from 'vitest';
import type { TillHost } from '../../shared/contracts/host.ts';
import { benchCounter } from './testing/bench-counter.ts';
import { verdict } from './testing/counter-reads.ts';

type Counter = ReturnType<typeof benchCounter>;

const broken = () => Promise.reject(new Error('planted bug'));

/** Not a failure that somebody foresaw: an exception. */
function breakAt({ fake }: Counter, call: keyof TillHost): () => void {
  const { [call]: whole } = fake.host;
  Object.assign(fake.host, { [call]: broken });
  return () => Object.assign(fake.host, { [call]: whole });
}

/** Back at the register, whatever happened: nothing waits for a restart. */
function leave({ state }: Counter): void {
  state().stopPaying();
  expect(state().paying).toBeNull();
}

describe('a bug while somebody pays', () => {
  it('P5 I9 after the intent: unknown, looked up later, and the register is back', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    breakAt(counter, 'authorise');
    await counter.state().payCard('good-tap');
    expect(counter.state().paying).toMatchObject({ busy: false, question: null });
    expect(verdict(counter)).toMatchObject({ kind: 'failed', failure: { code: 'till-bug' } });
    expect(counter.bugs).toEqual(['Error: planted bug']);
    leave(counter);
    // P8: the money is not taken a second time while the first try is open.
    counter.state().startPaying();
    await counter.state().payCash(2617);
    expect(verdict(counter)).toMatchObject({ failure: { code: 'sale-busy' } });
  });

  it('P9 before anything was written: nothing was charged, and it can be tried again', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    const mend = breakAt(counter, 'presentCard');
    await counter.state().payCard('good-tap');
    expect(verdict(counter)).toMatchObject({ failure: { code: 'till-bug-before-money' } });
    expect(counter.fake.seen).toEqual([]);
    mend();
    counter.state().nextTender();
    await counter.state().payCard('good-tap');
    expect(verdict(counter)).toMatchObject({ kind: 'approved', sale: { state: 'completed' } });
  });

  it('P9 cash whose record broke in the file: nothing was sold', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    breakAt(counter, 'appendJournal');
    await counter.state().payCash(2617);
    expect(verdict(counter)).toMatchObject({ failure: { code: 'till-bug-before-money' } });
    leave(counter);
    expect(await counter.sales()).toEqual([]);
  });

  it('I3 I9 after the record: the sale stands, and the counter is free for the next', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    breakAt(counter, 'openDrawer');
    await counter.state().payCash(2617);
    expect(verdict(counter)).toMatchObject({ kind: 'cash', sale: { state: 'completed' } });
    expect(counter.cart.getState().cart.lines).toEqual([]);
    leave(counter);
  });

  it('I9 a database that lacks what the journal may hold proves nothing: unknown', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    breakAt(counter, 'presentCard');
    breakAt(counter, 'readJournal');
    Object.assign(counter.till.store, { head: broken });
    await counter.state().payCard('good-tap');
    expect(verdict(counter)).toMatchObject({ failure: { code: 'till-bug' } });
    leave(counter);
  });

  it('F04 a slip that breaks the printer’s code: the sale stands, the slip is not printed', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    breakAt(counter, 'print');
    await counter.state().payCash(2617);
    expect(verdict(counter)).toMatchObject({ kind: 'cash' });
    expect(counter.state().paying?.slip).toBe('not-printed');
  });

  it('P6 a calling off that broke leaves what was taken, and can be done again', async () => {
    const counter = benchCounter();
    counter.ringUp(2617);
    await counter.state().payCash(1000);
    const mend = breakAt(counter, 'appendJournal');
    await counter.state().cancelSale();
    expect(counter.state().paying).toMatchObject({ busy: false, sale: { state: 'paying' } });
    mend();
    await counter.state().cancelSale();
    expect(verdict(counter)).toMatchObject({ kind: 'cancelled', cashBackMinor: 1000 });
  });
});
