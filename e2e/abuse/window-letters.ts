import fc from 'fast-check';
import { IPC_CHANNELS } from '../../shared/contracts/ipc-channels.ts';
import type { IpcChannel } from '../../shared/contracts/ipc-contract.ts';
import { damagedText, place, someDamage, type Damage } from './damage.ts';

/** What a window says to its host, as a plan: which message, about what, and how it is bent. */
export interface Letter {
  readonly channel: IpcChannel;
  /** Picks one of what the message can be about; each message has its own list. */
  readonly about: number;
  /** Picks within what that has become by now: the newest approval, one used up, a made-up one. */
  readonly which: number;
  readonly damage: readonly Damage[];
  /** What JSON cannot say and a window can: put in somewhere. */
  readonly odd: Odd | null;
  /** From a frame that is not the till's. */
  readonly foreign: boolean;
}

interface Odd {
  readonly at: number;
  readonly name: keyof typeof ODD_THINGS;
}

/** Made anew each time, since some are bent by whoever reads them. All can be sent to another process. */
const ODD_THINGS = {
  undefined: () => undefined,
  nan: () => Number.NaN,
  infinity: () => Number.NEGATIVE_INFINITY,
  'minus-zero': () => -0,
  fraction: () => 0.1,
  bigint: () => 2n ** 70n,
  date: () => new Date(Number.NaN),
  map: () => new Map([['kind', 'notice']]),
  set: () => new Set([1]),
  'regular-expression': () => /(a+)+$/,
  bytes: () => new Uint8Array(64),
  buffer: () => new ArrayBuffer(8),
  error: () => new RangeError('from the window'),
  boxed: () => Object(1) as unknown,
  'boxed-text': () => Object('00') as unknown,
  holes: () => Object.assign([], { length: 3 }) as unknown,
  'lone-surrogate': () => '\ud800',
  cyclic: () => {
    const loop: Record<string, unknown> = { kind: 'notice' };
    loop['body'] = loop;
    return loop;
  },
  deep: () => {
    let deep: unknown = 1;
    for (let i = 0; i < 400; i += 1) deep = [deep];
    return deep;
  },
  long: () => 'x'.repeat(1_000_000),
  many: () => Array.from({ length: 20_000 }, (_, i) => i),
} as const;

/** What changes something is sent more often than what only tells. */
const WEIGHTS: Partial<Record<IpcChannel, number>> = {
  appendJournal: 12,
  repairJournal: 2,
  approve: 6,
  forceOffline: 4,
  moveToBank: 2,
  unlockCards: 7,
  signIn: 2,
  presentCard: 6,
  pressPinKey: 9,
  authorise: 6,
  upload: 3,
  signSlip: 4,
  readSlip: 5,
  findOriginal: 3,
  findHold: 3,
  uploadSignature: 6,
  saveSettings: 3,
  askPayLink: 4,
  withdrawPayLink: 4,
};

export const anyLetter: fc.Arbitrary<Letter> = fc.record({
  channel: fc.oneof(
    ...IPC_CHANNELS.map((channel) => ({
      weight: WEIGHTS[channel] ?? 1,
      arbitrary: fc.constant(channel),
    })),
  ),
  about: fc.nat(),
  which: fc.nat(),
  damage: someDamage,
  odd: fc.oneof(
    { weight: 9, arbitrary: fc.constant(null) },
    {
      weight: 1,
      arbitrary: fc.record<Odd>({
        at: place,
        name: fc.constantFrom(...(Object.keys(ODD_THINGS) as (keyof typeof ODD_THINGS)[])),
      }),
    },
  ),
  foreign: fc.oneof(
    { weight: 60, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});

/** What the plan makes of a message that was good, copied as between processes; null when it is too deep for that. */
export function bentArgument(good: unknown, letter: Letter): { readonly copy: unknown } | null {
  const { text, odd } = writtenLetter(good, letter);
  const bent = text === null ? undefined : fromText(text);
  try {
    return { copy: structuredClone(odd === null ? bent : withOdd(bent, odd)) };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** A message on its way to another program: text, and where an odd thing is put into what it says. */
export interface WrittenLetter {
  /** Null: nothing is said. */
  readonly text: string | null;
  readonly odd: {
    /** Null: in place of all of it. */
    readonly way: readonly string[] | null;
    readonly name: Odd['name'];
  } | null;
}

export function writtenLetter(good: unknown, { damage, odd }: Letter): WrittenLetter {
  const text =
    damage.length > 0
      ? damagedText(good, damage)
      : good === undefined
        ? null
        : JSON.stringify(good);
  if (odd === null) return { text, odd };
  const places = placesIn(text === null ? undefined : fromText(text));
  const way = places[Math.floor(odd.at * (places.length + 1)) - 1] ?? null;
  return { text, odd: { way, name: odd.name } };
}

/** The source of what makes an odd thing, for a program that has none of this code. */
export function oddThingSource(name: Odd['name']): string {
  return ODD_THINGS[name].toString();
}

/** Through text, which keeps a member `__proto__` as it was written; what is none is sent as it is. */
function fromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function withOdd(value: unknown, { way, name }: NonNullable<WrittenLetter['odd']>): unknown {
  const thing: unknown = ODD_THINGS[name]();
  if (way === null) return thing;
  const inner = way.slice(0, -1).reduce(memberOf, value);
  Object.defineProperty(inner, way.at(-1) ?? '', {
    value: thing,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return value;
}

function memberOf(value: unknown, key: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[key];
}

/** The way to each value inside; deep and long ones are not looked through to their end. */
function placesIn(value: unknown, way: readonly string[] = []): (readonly string[])[] {
  if (value === null || typeof value !== 'object' || way.length > 8) return [];
  return Object.keys(value)
    .slice(0, 40)
    .flatMap((key) => [[...way, key], ...placesIn(memberOf(value, key), [...way, key])]);
}
