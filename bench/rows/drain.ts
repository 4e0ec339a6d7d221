import { join } from 'node:path';
import { startDrainServer, type DrainServer } from '../drain/drain-server.ts';
import { interleave } from '../frame/interleave.ts';
import { openBenchPage, type BenchPage } from '../frame/page.ts';
import { row, type Figure } from '../frame/row.ts';
import { p50, perSecond } from '../frame/statistics.ts';

const PEERS = join(import.meta.dirname, '..', 'peers');
const FAR_MS = 50;

type Who = 'ours' | 'rxdb' | 'pouchdb' | 'workbox';

const NOTES: Readonly<Record<Exclude<Who, 'ours'>, string>> = {
  rxdb: 'push alone, 1,000 documents a batch (the fastest of 100 to 1,000), Dexie storage, relaxed',
  pouchdb: '2,000 documents a batch (the fastest of 100 to 2,000), relaxed',
  workbox: 'one request a record as it does, fewer of them; rates are compared',
};

/** A queue of sales on its way to one server: the till's own services, and the peers. */
export const drainRow = row({
  name: 'drain',
  goals: [
    'drain-rxdb-near',
    'drain-rxdb-far',
    'drain-pouchdb-near',
    'drain-pouchdb-far',
    'drain-workbox-near',
    'drain-workbox-far',
  ],
  measure: async ({ quick, folder, say }) => {
    const server = await startDrainServer();
    const entry = join(PEERS, 'drain-page.ts');
    const worker = join(PEERS, 'drain-worker.ts');
    const page = await openBenchPage({ entry, worker, folder, serve: server.serve });
    try {
      await page.call('open', server.activationCode);
      const [sales, fewer] = quick ? [2_000, 30] : [10_000, 500];
      const work = { page, server, rounds: 3, sales, fewer, say };
      const near = await drained(work, 0);
      const far = await drained(work, FAR_MS);
      return {
        'drain-rxdb-near': figure(near, 'rxdb'),
        'drain-rxdb-far': figure(far, 'rxdb'),
        'drain-pouchdb-near': figure(near, 'pouchdb'),
        'drain-pouchdb-far': figure(far, 'pouchdb'),
        'drain-workbox-near': figure(near, 'workbox'),
        'drain-workbox-far': figure(far, 'workbox'),
      };
    } finally {
      await page.close();
    }
  },
});

interface Work {
  readonly page: BenchPage;
  readonly server: DrainServer;
  readonly rounds: number;
  readonly sales: number;
  /** Of what only goes one by one. */
  readonly fewer: number;
  readonly say: (line: string) => void;
}

interface Drained {
  readonly sales: number;
  readonly fewer: number;
  /** Milliseconds a record. */
  readonly each: Readonly<Record<Who, number>>;
}

async function drained(work: Work, roundTripMs: number): Promise<Drained> {
  const { rounds, sales, fewer, say } = work;
  const contender = (who: Who, count: number) => async () => {
    const each = (await drainOnce(work, who, count, roundTripMs)) / count;
    say(`  ${who} ${roundTripMs} ms away: ${perSecond(1, each)}`);
    return each;
  };
  const taken = await interleave(rounds, {
    ours: contender('ours', sales),
    rxdb: contender('rxdb', sales),
    pouchdb: contender('pouchdb', sales),
    workbox: contender('workbox', fewer),
  });
  const { ours, rxdb, pouchdb, workbox } = taken;
  const each = { ours: p50(ours), rxdb: p50(rxdb), pouchdb: p50(pouchdb), workbox: p50(workbox) };
  return { sales, fewer, each };
}

/** Filled with the server near: only the way of the queue is measured. */
async function drainOnce(
  { page, server }: Work,
  who: Who,
  count: number,
  roundTripMs: number,
): Promise<number> {
  server.standAway(0);
  await page.call('fill', who, count);
  server.takeCount();
  server.standAway(roundTripMs);
  const takenMs = await page.call<number>('drain');
  const arrived = server.takeCount();
  if (arrived !== count) throw new Error(`${who}: ${arrived} of ${count} records arrived`);
  return takenMs;
}

function figure({ sales, fewer, each }: Drained, peer: Exclude<Who, 'ours'>): Figure {
  const counts = peer === 'workbox' ? `${fewer} records` : `${sales} records`;
  return {
    value: each[peer] / each.ours,
    ours: perSecond(1, each.ours),
    theirs: perSecond(1, each[peer]),
    note: `${sales} cash sales of three lines, browser host in Chromium, strict; theirs ${counts}, ${NOTES[peer]}`,
  };
}
