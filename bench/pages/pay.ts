import { v7 } from 'uuid';
import { openTillHost } from '../../renderer/bridge/till-bridge.ts';
import { openDexieTillStore } from '../../renderer/db/dexie-till-store.ts';
import { platformClock } from '../../renderer/platform-clock.ts';
import type { TillPorts } from '../../renderer/ports.ts';
import { openTill } from '../../renderer/services/open-till.ts';
import { webLock } from '../../renderer/web-lock.ts';
import { journalLine, type JournalRecord } from '../../shared/domain/journal.ts';
import { present } from '../../shared/lib/assert.ts';
import { openCounter, pause, REST_MS, type Moment, type Tender } from './counter.ts';
import { fillStore } from './filled-store.ts';
import { rawWriter } from './sale-writers.ts';

/** The till in its own window, as its stores run it, without its screens; for bench/rows. */

const host = present(await openTillHost(), 'the host of the till');
const store = openDexieTillStore();
const ports: TillPorts = {
  host,
  store,
  clock: platformClock,
  random: { uuid: () => v7(), unit: () => Math.random() },
  network: { saysOffline: () => false, onChange: () => () => undefined },
  drainLock: webLock('twintill-drain'),
  isStorageDurable: () => navigator.storage.persist(),
};
const nobody = {
  figures: () => undefined,
  hostKnows: () => Promise.resolve(),
  found: () => undefined,
};
const opened = await openTill(ports, nobody);
if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
const till = opened.value;
const sell = openCounter(till, ports);
const raw = await rawWriter();

/** Sales from "pay" to "may be shown", one after the other. */
export async function pay(tender: Tender, sales: number, restMs = REST_MS): Promise<Moment[]> {
  const moments: Moment[] = [];
  for (let sale = 0; sale < sales; sale += 1) {
    moments.push(await sell(tender));
    await pause(restMs);
  }
  return moments;
}

/** Asks the bank until it counts as there; then cards are asked online. */
export async function goOnline(): Promise<void> {
  for (let asked = 0; asked < 5; asked += 1) await till.heartbeat.probe();
}

export const fill = (sales: number): Promise<void> => fillStore(store, sales);

/** The same rows by hand, and the lines that would stand in the journal. */
export async function payRaw(sales: number) {
  const records = (await newestSales()).slice(-sales);
  const taken: number[] = [];
  for (const record of records) {
    await pause(REST_MS);
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
