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
  /** What no honest window says: put in somewhere, or said instead of all of it. */
  readonly odd: Odd | null;
  /** From a frame that is not the till's. */
  readonly foreign: boolean;
}

interface Odd {
  readonly at: number;
  readonly name: keyof typeof ODD_TEXTS | keyof typeof NO_TEXTS;
}

/** Text that JSON reads in a way of its own, or not at all; it can stand anywhere inside of a message. */
const ODD_TEXTS = {
  infinity: '-1e999',
  'minus-zero': '-0',
  fraction: '0.1',
  'past-safe': '9007199254740993',
  'lone-surrogate': String.raw`"\ud800"`,
  prototype: '{"__proto__":{"kind":"notice"},"constructor":1}',
  'said-twice': '{"kind":"sale","kind":"notice"}',
  'half-text': '"kind',
  nothing: '',
  undefined: 'undefined',
  nan: 'NaN',
  'byte-order-mark': '\ufeff1',
  holes: '[,,]',
  deep: `${'['.repeat(400)}1${']'.repeat(400)}`,
  'very-deep': `${'['.repeat(100_000)}1${']'.repeat(100_000)}`,
  long: `"${'x'.repeat(1_000_000)}"`,
  many: `[${'1,'.repeat(20_000)}1]`,
} as const;

/**
 * What is no text, and can be sent to another process all the same. Made anew each time, since some are
 * bent by whoever reads them.
 */
const NO_TEXTS = {
  null: () => null,
  number: () => 1,
  bigint: () => 2n ** 70n,
  date: () => new Date(Number.NaN),
  map: () => new Map([['kind', 'notice']]),
  set: () => new Set([1]),
  'regular-expression': () => /(a+)+$/,
  bytes: () => new Uint8Array(64),
  buffer: () => new ArrayBuffer(8),
  error: () => new RangeError('from the window'),
  'boxed-text': () => Object('{}') as unknown,
  list: () => ['{}'],
  cyclic: () => {
    const loop: Record<string, unknown> = { kind: 'notice' };
    loop['body'] = loop;
    return loop;
  },
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
        name: fc.constantFrom(
          ...(Object.keys(ODD_TEXTS) as (keyof typeof ODD_TEXTS)[]),
          ...(Object.keys(NO_TEXTS) as (keyof typeof NO_TEXTS)[]),
        ),
      }),
    },
  ),
  foreign: fc.oneof(
    { weight: 60, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});

/** What the plan makes of a message that was good, as a window hands it over. */
export function bentMessage(good: unknown, letter: Letter): unknown {
  const { text, thing } = writtenLetter(good, letter);
  return thing === null ? (text ?? undefined) : NO_TEXTS[thing]();
}

/** A message on its way to another program: text, or the name of what is none. */
export interface WrittenLetter {
  /** Null: nothing is said. */
  readonly text: string | null;
  /** Handed over in place of any text. */
  readonly thing: keyof typeof NO_TEXTS | null;
}

export function writtenLetter(good: unknown, { damage, odd }: Letter): WrittenLetter {
  const text =
    damage.length > 0
      ? damagedText(good, damage)
      : good === undefined
        ? null
        : JSON.stringify(good);
  if (odd === null) return { text, thing: null };
  const { name } = odd;
  return isNoText(name)
    ? { text: null, thing: name }
    : { text: withOdd(text, odd.at, ODD_TEXTS[name]), thing: null };
}

/** The source of what is no text, for a program that has none of this code. */
export function noTextSource(name: keyof typeof NO_TEXTS): string {
  return NO_TEXTS[name].toString();
}

function isNoText(name: Odd['name']): name is keyof typeof NO_TEXTS {
  return Object.hasOwn(NO_TEXTS, name);
}

/** In the place of one of its values, or of all of it. */
function withOdd(text: string | null, at: number, oddText: string): string {
  const said = text === null ? undefined : valueIn(text);
  const places = placesIn(said);
  const way = places[Math.floor(at * (places.length + 1)) - 1];
  if (way === undefined) return oddText;
  const inner = way.slice(0, -1).reduce(memberOf, said);
  Object.defineProperty(inner, way.at(-1) ?? '', {
    value: PLACE,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return JSON.stringify(said).replace(JSON.stringify(PLACE), () => oddText);
}

const PLACE = 'here stands what is odd';

/** What is no JSON has no places. */
function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
