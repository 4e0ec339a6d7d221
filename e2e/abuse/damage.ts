import fc from 'fast-check';

/**
 * Damage to a message that was good, so that it gets past the first check and is wrong further in:
 * a member removed, replaced, written twice, of another type, one too many; then the text itself.
 * It is written as text and not as values: JSON can say things that `JSON.stringify` cannot.
 */
export type Damage = TreeDamage | TextDamage;

type TreeDamage =
  | { readonly kind: 'remove' | 'repeat' | 'retype' | 'nest'; readonly at: number }
  | { readonly kind: 'replace' | 'add' | 'twice'; readonly at: number; readonly raw: string };

interface TextDamage {
  readonly kind: 'cut' | 'bend';
  readonly at: number;
  readonly raw: string;
}

/** What breaks careless code, as JSON text. */
const ODD_VALUES: readonly string[] = [
  ['null', 'true', 'false', '""', '" "', '[]', '{}', '[[]]', '[null]', '{"":""}'],
  ['0', '-0', '-1', '1', '0.5', '1e3', '1E400', '-1e400', '1e-400', '12345678901234567890'],
  ['9007199254740991', '9007199254740992', '9007199254740993', '-9007199254740993'],
  ['999999999999', '1000000000000', '253402300800000', '8640000000000001', '2147483648'],
  ['"NaN"', '"Infinity"', '"1e3"', '"0x10"', '"１２"', '"-1"', '"00"', '"94"', '"true"'],
  ['NaN', 'Infinity', 'undefined', '01', '+1', '.5', "'a'", '0x10', '[1,]', '{"a":1,}'],
  ['"\\u0000"', '"\\ud800"', '"\\udc00x"', '"\\u202e1000\\u202c"', '"\\u2028"', '"\\u00e9"'],
  ['"e\\u0301"', '"\\ufeff"', '"\\ufffd"', '"\\u200b"', '"👩‍👩‍👧"', '"İ"', '"ß"'],
  ['"<script>alert(1)</script>"', '"</title><img src=x onerror=alert(1)>"', '"${7*7}"'],
  ['"\'; drop table transactions; --"', '"../../etc/passwd"', '"%00"', '"a\\r\\nb: c"'],
  ['"__proto__"', '"constructor"', '"toString"', '{"__proto__":{"ok":true}}'],
  ['{"constructor":{"prototype":{"ok":true}}}', '{"toString":1}', '{"then":1}', '{"length":1e9}'],
  ['"2026-02-30"', '"0000-01-01"', '"9999-12-31"', '"2026-11-24T00:00:00Z"'],
  ['"00000000-0000-0000-0000-000000000000"', '"ffffffff-ffff-ffff-ffff-ffffffffffff"'],
  ['"AAAA"', '"====="', '"purchase"', '"void"', '"void-number"', '"sale"', '"supervisor-act"'],
  [
    JSON.stringify('x'.repeat(300)),
    JSON.stringify('超'.repeat(9000)),
    `${'['.repeat(2000)}${']'.repeat(2000)}`,
    `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`,
    `[${'0,'.repeat(3000)}0]`,
  ],
].flat();

export const oddJson: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...ODD_VALUES) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3, stringUnit: 'binary' }) },
  { weight: 1, arbitrary: fc.integer().map(String) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)) },
);

/** What a wire may do to text, and a hand to a file. */
const oddText = fc.constantFrom('', '\u0000', '"', '\\', '\n', '{', '}', ',', '\ufeff', 'é', '0');
/** Anywhere alike, from 0 to below 1: `fc.double` would nearly always be so small that it means the first. */
export const place: fc.Arbitrary<number> = fc.nat(999_999).map((millionths) => millionths / 1e6);

export const anyDamage: fc.Arbitrary<Damage> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('remove', 'repeat', 'retype', 'nest'),
      at: place,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('replace', 'replace', 'add', 'twice'),
      at: place,
      raw: oddJson,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('cut', 'bend'), at: place, raw: oddText }),
  },
);

/** None at all is what most of the deep code is reached by. */
export const someDamage: fc.Arbitrary<readonly Damage[]> = fc.oneof(
  { weight: 6, arbitrary: fc.constant([]) },
  { weight: 5, arbitrary: anyDamage.map((one) => [one]) },
  { weight: 1, arbitrary: fc.array(anyDamage, { minLength: 2, maxLength: 4 }) },
);

type Members = Readonly<Record<string, unknown>>;

/** The value as JSON text, with the damage done. */
export function damagedText(value: unknown, damages: readonly Damage[]): string {
  const nodes = countNodes(value);
  const inTree = damages.filter((damage) => !isOfText(damage));
  const writer = new Writer(new Map(inTree.map((one) => [Math.floor(one.at * nodes), one])));
  let text = writer.write(value);
  for (const { kind, at, raw } of damages.filter(isOfText)) {
    const from = Math.floor(at * (text.length + 1));
    text = kind === 'cut' ? text.slice(0, from) : bent(text, from, raw);
  }
  return text;
}

function isOfText(damage: Damage): damage is TextDamage {
  return damage.kind === 'cut' || damage.kind === 'bend';
}

function bent(text: string, at: number, raw: string): string {
  return `${text.slice(0, at)}${raw}${text.slice(at + 1)}`;
}

/** Everything that can be damaged: each value in the tree, the whole among them. */
function countNodes(value: unknown): number {
  if (value === null || typeof value !== 'object') return 1;
  return Object.values(value).reduce((sum: number, inner) => sum + countNodes(inner), 1);
}

class Writer {
  readonly #damages: ReadonlyMap<number, TreeDamage>;
  #node = -1;

  constructor(damages: ReadonlyMap<number, TreeDamage>) {
    this.#damages = damages;
  }

  write(value: unknown): string {
    return this.#item('', value).join(',') || 'null';
  }

  /** A value with its name, none when it was removed, two when it is said twice. */
  #item(name: string, value: unknown): string[] {
    this.#node += 1;
    const damage = this.#damages.get(this.#node);
    const plain = (): string => `${name}${this.#plain(value, damage)}`;
    switch (damage?.kind) {
      case undefined:
      case 'add':
        return [plain()];
      case 'remove':
        this.#node += countNodes(value) - 1;
        return [];
      case 'replace':
        this.#node += countNodes(value) - 1;
        return [`${name}${damage.raw}`];
      case 'retype':
        this.#node += countNodes(value) - 1;
        return [`${name}${retyped(value)}`];
      case 'repeat': {
        const said = plain();
        return [said, said];
      }
      case 'twice':
        return [plain(), `${name}${damage.raw}`];
      case 'nest':
        return [`${name}[${this.#plain(value, damage)}]`];
    }
  }

  #plain(value: unknown, damage: TreeDamage | undefined): string {
    if (value === undefined) return 'null';
    if (value === null || typeof value !== 'object') return JSON.stringify(value);
    const added = damage?.kind === 'add' ? damage.raw : null;
    if (Array.isArray(value)) {
      const items = value.flatMap((item: unknown) => this.#item('', item));
      return `[${[...items, ...(added === null ? [] : [added])].join(',')}]`;
    }
    const members = Object.entries(value as Members)
      .filter(([, member]) => member !== undefined)
      .flatMap(([key, member]) => this.#item(`${JSON.stringify(key)}:`, member));
    return `{${[...members, ...(added === null ? [] : [`"__proto__":${added}`, `"colour":${added}`])].join(',')}}`;
  }
}

/** The same thing, said in another type. */
function retyped(value: unknown): string {
  switch (typeof value) {
    case 'number':
      return JSON.stringify(String(value));
    case 'string':
      return value !== '' && Number.isFinite(Number(value)) ? String(Number(value)) : '0';
    case 'boolean':
      return JSON.stringify(String(value));
    default:
      return JSON.stringify(JSON.stringify(value) ?? null);
  }
}
