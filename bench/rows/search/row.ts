import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Product } from '../../../shared/domain/product.ts';
import {
  SHOWN_AT_MOST,
  type ReadEntry,
} from '../../../renderer/services/catalogue/catalogue-ports.ts';
import {
  createSearchBuilder,
  type ProductSearch,
} from '../../../renderer/services/catalogue/catalogue-search.ts';
import {
  loadNameReader,
  typedReading,
} from '../../../renderer/services/catalogue/search/reading.ts';
import { interleave } from '../../frame/interleave.ts';
import { setUpRow, type Figure } from '../../frame/row.ts';
import { ms, p50, p95 } from '../../frame/statistics.ts';
import { makeGoods } from '../../goods/goods.ts';
import { makeQueries, QUERY_KINDS, type QueryKind } from './queries.ts';

const PEER = join(import.meta.dirname, '..', '..', 'peers', 'goods-index.ts');
const GOODS = 100_000;
/** FlexSearch takes most of a minute to take in all of them, on a slow machine. */
const QUICK_GOODS = 20_000;
const WARM_UP_ROUNDS = 3;

/** Answers with the products that a register would show. */
type Find = (query: string) => readonly (Product | undefined)[];
type Who = 'ours' | 'peer';

/** Look-ups in the till's own search and in FlexSearch, in one process, for the same goods. */
export const searchRow = setUpRow({
  name: 'search',
  goals: ['search-lookup'],
  besideSeconds: 15,
  setUp: async ({ quick, say }) => {
    const goods = makeGoods(quick ? QUICK_GOODS : GOODS);
    const read = await loadNameReader();
    // The same work for both, at a shop's import, and before the clock starts.
    const entries = goods.map((product) => ({ product, reading: read(product.nameZh) }));
    const ours = build('ours', say, () => buildOurs(entries));
    const finds: Readonly<Record<Who, Find>> = {
      ours: (query) => ours.find(query, SHOWN_AT_MOST).products,
      peer: await buildPeer(entries, say),
    };
    const queries = makeQueries(goods, read, quick ? 200 : 300);
    const rounds = WARM_UP_ROUNDS + (quick ? 5 : 31);
    return {
      measure: async () => {
        const compared: Compared[] = [];
        for (const kind of QUERY_KINDS) {
          const one = await compare(kind, finds, queries[kind], rounds);
          say(`  ${inWords(one)}`);
          compared.push(one);
        }
        return { 'search-lookup': figure([...compared, pooled(compared)], goods.length) };
      },
      leave: async () => undefined,
    };
  },
});

function build<Built>(who: string, say: (line: string) => void, make: () => Built): Built {
  const startedMs = performance.now();
  const built = make();
  say(`  ${who}: index built in ${ms(performance.now() - startedMs)}`);
  return built;
}

function buildOurs(entries: readonly ReadEntry[]): ProductSearch {
  const builder = createSearchBuilder();
  builder.add(entries);
  return builder.finish();
}

interface PeerModule {
  readonly createGoodsIndex: (
    products: readonly Readonly<Record<string, string>>[],
  ) => (query: string, limit: number) => readonly number[];
}

async function buildPeer(
  entries: readonly ReadEntry[],
  say: (line: string) => void,
): Promise<Find> {
  const { createGoodsIndex } = (await import(pathToFileURL(PEER).href)) as PeerModule;
  const texts = entries.map(({ product: { nameZh, nameEn, barcode, sku }, reading }) => {
    return { nameZh, nameEn, barcode, sku, ...typedReading(reading) };
  });
  const find = build('FlexSearch', say, () => createGoodsIndex(texts));
  // One more than is shown tells that there is more, as in ours.
  return (query) =>
    find(query, SHOWN_AT_MOST + 1)
      .slice(0, SHOWN_AT_MOST)
      .map((id) => entries[id]?.product);
}

interface Compared {
  readonly kind: QueryKind | 'pooled';
  /** Of each query its median, in milliseconds. */
  readonly taken: Readonly<Record<Who, readonly number[]>>;
  /** For how many of the queries there was an answer. */
  readonly answered: Readonly<Record<Who, number>>;
}

/** Each query in turn by one of them, then by the other; the next round the other way about. */
async function compare(
  kind: QueryKind,
  finds: Readonly<Record<Who, Find>>,
  queries: readonly string[],
  rounds: number,
): Promise<Compared> {
  const samples = { ours: queries.map((): number[] => []), peer: queries.map((): number[] => []) };
  const answered = { ours: 0, peer: 0 };
  const contender = (who: Who) => (round: number) => {
    const find = finds[who];
    answered[who] = 0;
    for (const [at, query] of queries.entries()) {
      const startedMs = performance.now();
      const found = find(query);
      const takenMs = performance.now() - startedMs;
      if (round >= WARM_UP_ROUNDS) samples[who][at]?.push(takenMs);
      if (found.length > 0) answered[who] += 1;
    }
    return Promise.resolve(0);
  };
  await interleave(rounds, { ours: contender('ours'), peer: contender('peer') });
  return { kind, answered, taken: { ours: samples.ours.map(p50), peer: samples.peer.map(p50) } };
}

function pooled(all: readonly Compared[]): Compared {
  const sum = (who: Who) => all.reduce((total, { answered }) => total + answered[who], 0);
  return {
    kind: 'pooled',
    taken: {
      ours: all.flatMap(({ taken }) => taken.ours),
      peer: all.flatMap(({ taken }) => taken.peer),
    },
    answered: { ours: sum('ours'), peer: sum('peer') },
  };
}

const ratioOf = ({ taken }: Compared): number => p95(taken.ours) / p95(taken.peer);

function inWords({ kind, taken, answered }: Compared): string {
  const side = (who: Who) =>
    `p50 ${ms(p50(taken[who]))}, p95 ${ms(p95(taken[who]))}, answers ${answered[who]}`;
  return `${kind}: ours ${side('ours')}; FlexSearch ${side('peer')} of ${taken.ours.length}`;
}

/** Every kind of query must reach it, and all of them together: the worst one is judged. */
function figure(compared: readonly Compared[], goods: number): Figure {
  const [worst] = [...compared].sort((a, b) => ratioOf(b) - ratioOf(a));
  if (worst === undefined) throw new Error('no kind of query was measured');
  const each = compared.map((one) => `${one.kind} ${ratioOf(one).toFixed(2)}`).join(', ');
  return {
    value: ratioOf(worst),
    ours: `${worst.kind}: ${ms(p95(worst.taken.ours))}`,
    theirs: ms(p95(worst.taken.peer)),
    note:
      `${goods.toLocaleString('en')} products; the worst kind counts; ${each}; ` +
      `${compared[0]?.taken.ours.length ?? 0} queries a kind, ${SHOWN_AT_MOST} products shown, ` +
      'Node; FlexSearch finds beginnings of words only',
  };
}
