import { v7 } from 'uuid';
import { openDexieTillStore } from '../../renderer/db/dexie-till-store.ts';
import { platformClock } from '../../renderer/platform-clock.ts';
import type { TillPorts } from '../../renderer/ports.ts';
import { openTill } from '../../renderer/services/till.ts';
import { webLock } from '../../renderer/web-lock.ts';
import type { TillHost } from '../../shared/contracts/host.ts';
import { journalLine, type JournalRecord } from '../../shared/domain/journal.ts';
import { present } from '../../shared/lib/assert.ts';
import { sampleCart } from './sample-sale.ts';
import { rawWriter } from './sale-writers.ts';

/** The till's services in the till's window, without its screens; called by bench/rows/pay.ts. */

/** Put there by the product's own preload. */
const bridge = window as unknown as { readonly till?: TillHost };
const host = present(bridge.till, 'the host of the till');
const store = openDexieTillStore();
const ports: TillPorts = {
  host,
  store,
  clock: platformClock,
  random: { uuid: () => v7(), unit: () => Math.random() },
  network: { saysOffline: () => true, onChange: () => () => undefined },
  drainLock: webLock('twintill-drain'),
};
const nobody = {
  figures: () => undefined,
  cardsLocked: () => Promise.resolve(),
  found: () => undefined,
};
const opened = await openTill(ports, nobody);
if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
const till = opened.value;
const raw = await rawWriter();

/** Cash sales, each from "pay" to "may be shown", in milliseconds. */
export async function pay(sales: number): Promise<number[]> {
  const taken: number[] = [];
  for (let sale = 0; sale < sales; sale += 1) {
    const cart = sampleCart(v7());
    const startedMs = performance.now();
    const paid = await till.checkout.payCash(cart, cart.totals.dueMinor);
    taken.push(performance.now() - startedMs);
    if (!paid.ok) throw new Error(`${paid.error.code}: ${paid.error.detail}`);
  }
  return taken;
}

/** The same rows by hand, and the lines that would stand in the journal. */
export async function payRaw(sales: number) {
  const records = (await newestSales()).slice(-sales);
  const taken: number[] = [];
  for (const record of records) {
    const startedMs = performance.now();
    await raw(record);
    taken.push(performance.now() - startedMs);
  }
  return { taken, lines: records.map(journalLine) };
}

async function newestSales(): Promise<JournalRecord[]> {
  const head = await store.head();
  const number = head.ok ? (head.value?.number ?? 1) : 1;
  const records = await store.recordsFrom(Math.max(1, number - 60), 100);
  return records.ok ? records.value.filter(({ body }) => body.kind === 'sale') : [];
}
