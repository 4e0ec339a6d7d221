import type { Product } from '../../../shared/domain/product.ts';
import {
  searchable,
  typedReading,
  type NameReader,
} from '../../../renderer/services/catalogue/search/reading.ts';
import { createChance, type Chance } from '../../goods/chance.ts';

export const QUERY_KINDS = ['Latin', 'Chinese', 'initials', 'rare'] as const;
export type QueryKind = (typeof QUERY_KINDS)[number];

const SEED = 7;

/** What cashiers type, made from the goods; "rare" is also what is not there at all. */
export function makeQueries(
  goods: readonly Product[],
  read: NameReader,
  count: number,
): Readonly<Record<QueryKind, readonly string[]>> {
  const chance = createChance(SEED);
  const many = (one: (product: Product, chance: Chance) => string): readonly string[] =>
    Array.from({ length: count }, () => one(chance.oneOf(goods), chance));
  return {
    Latin: many(latin),
    Chinese: many(chinese),
    initials: many((product, { between }) => {
      const all = typedReading(read(headOf(product.nameZh))).initials;
      return all.slice(0, between(2, Math.min(6, all.length)));
    }),
    rare: many(rare),
  };
}

const headOf = (name: string): string => searchable(name).split(' ')[0] ?? '';

/** The beginning of a word; sometimes of two that follow each other. */
function latin({ nameEn }: Product, { share, between }: Chance): string {
  const words = searchable(nameEn)
    .split(' ')
    .filter((word) => /^[a-z]/.test(word));
  const begun = (word = ''): string => word.slice(0, between(2, Math.max(2, word.length)));
  const at = between(0, words.length - 1);
  if (share() < 0.7 || words.length < 2) return begun(words[at]);
  return `${words[at] ?? ''} ${begun(words[(at + 1) % words.length])}`;
}

/** Up to four characters from the beginning or the middle of a name. */
function chinese({ nameZh }: Product, { share, between }: Chance): string {
  const characters = Array.from(headOf(nameZh));
  const count = between(1, Math.min(4, characters.length));
  const from = share() < 0.5 ? 0 : between(0, characters.length - count);
  return characters.slice(from, from + count).join('');
}

/** A brand, a brand mistyped, or letters that mean nothing. */
function rare({ nameEn }: Product, { share, between, oneOf }: Chance): string {
  if (share() < 0.5) {
    return Array.from({ length: between(4, 8) }, () => oneOf(LETTERS)).join('');
  }
  const brand = headOf(nameEn);
  return share() < 0.5 ? `${brand.slice(0, -1)}xq` : brand;
}

const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz');
