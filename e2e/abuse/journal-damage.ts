import fc from 'fast-check';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';
import { hashedText, type JournalRecord } from '../../shared/domain/journal.ts';
import type { JournalCrypto } from '../../shared/host/ports.ts';
import { anyDamage, damagedText, oddJson, place, type Damage } from './damage.ts';

/**
 * What a disk, an editor or a hand with a program can do to a journal file: to its bytes, to its
 * lines, and to what one line says, up to a hash that is right again. Only the key is nobody's.
 */
export type FileDamage =
  | {
      readonly kind: 'flip' | 'cut' | 'zeros' | 'take-out';
      readonly at: number;
      readonly size: number;
    }
  | { readonly kind: 'put-in'; readonly at: number; readonly raw: string }
  | {
      readonly kind: 'remove' | 'double' | 'swap' | 'move-to-end';
      readonly line: number;
      readonly other: number;
    }
  | { readonly kind: 'insert'; readonly line: number; readonly raw: string }
  | { readonly kind: 'say'; readonly line: number; readonly damages: readonly Damage[] }
  /** Another content with its own hash, and the MAC it had. */
  | {
      readonly kind: 'forge';
      readonly line: number;
      readonly member: string;
      readonly value: number;
    }
  /** The whole chain from there on made anew, with another till's key. */
  | { readonly kind: 'reseal'; readonly line: number };

const line = fc.nat(30);
const sizes = fc.constantFrom(1, 1, 1, 2, 8, 16, 300, 5_000);
const oddBytes = fc.constantFrom(
  '\n',
  '\n\n',
  '\r',
  '\0',
  '\0\n',
  '{',
  '}\n',
  '\ufeff',
  'é',
  '"',
  ' ',
  '0',
);

const anyFileDamage: fc.Arbitrary<FileDamage> = fc.oneof(
  fc.record({ kind: fc.constantFrom('flip', 'cut', 'zeros', 'take-out'), at: place, size: sizes }),
  fc.record({ kind: fc.constant('put-in'), at: place, raw: oddBytes }),
  fc.record({
    kind: fc.constantFrom('remove', 'double', 'swap', 'move-to-end'),
    line,
    other: line,
  }),
  fc.record({ kind: fc.constant('insert'), line, raw: oddJson }),
  fc.record({
    kind: fc.constant('say'),
    line,
    damages: fc.array(anyDamage, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('forge'),
    line,
    member: fc.constantFrom('atMs', 'number', 'epoch'),
    value: fc.constantFrom(0, 1, 2, 7, 1_000_000, Number.MAX_SAFE_INTEGER),
  }),
  fc.record({ kind: fc.constant('reseal'), line }),
);

/** What a power cut leaves: only the end is not as it was. */
const tornEnd: fc.Arbitrary<FileDamage> = fc.record({
  kind: fc.constantFrom('cut', 'zeros'),
  at: fc.double({ min: 0.9, max: 1, noNaN: true }),
  size: sizes,
});

export const someFileDamage: fc.Arbitrary<readonly FileDamage[]> = fc.oneof(
  { weight: 3, arbitrary: fc.array(anyFileDamage, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.tuple(tornEnd) },
);

export function damagedFile(whole: Buffer, damage: FileDamage, thief: JournalCrypto): Buffer {
  switch (damage.kind) {
    case 'flip':
    case 'cut':
    case 'zeros':
    case 'take-out':
    case 'put-in':
      return damagedBytes(whole, damage);
    default:
      return Buffer.from(
        damagedLines(whole.toString('latin1').split('\n'), damage, thief).join('\n'),
        'latin1',
      );
  }
}

type ByteDamage = Extract<FileDamage, { readonly at: number }>;
type LineDamage = Exclude<FileDamage, ByteDamage>;

function damagedBytes(whole: Buffer, damage: ByteDamage): Buffer {
  const at = Math.floor(damage.at * (whole.length + 1));
  const [before, behind] = [whole.subarray(0, at), whole.subarray(at)];
  switch (damage.kind) {
    case 'cut':
      return Buffer.from(before);
    case 'take-out':
      return Buffer.concat([before, behind.subarray(damage.size)]);
    case 'put-in':
      return Buffer.concat([before, Buffer.from(damage.raw), behind]);
    case 'zeros':
      return Buffer.concat([before, Buffer.alloc(damage.size), behind.subarray(damage.size)]);
    case 'flip': {
      const flipped = Buffer.from(whole);
      for (let i = at; i < at + damage.size && i < whole.length; i += 1) {
        flipped[i] = (flipped[i] ?? 0) ^ (1 << ((i + damage.size) % 8));
      }
      return flipped;
    }
  }
}

/** Lines as bytes (latin1), the last of them what stands behind the last line end. */
function damagedLines(
  lines: readonly string[],
  damage: LineDamage,
  thief: JournalCrypto,
): string[] {
  const all = [...lines];
  const count = Math.max(1, all.length - 1);
  const i = damage.line % count;
  const here = all[i] ?? '';
  switch (damage.kind) {
    case 'remove':
      all.splice(i, 1);
      break;
    case 'double':
      all.splice(i, 0, here);
      break;
    case 'swap': {
      const j = damage.other % count;
      all[i] = all[j] ?? '';
      all[j] = here;
      break;
    }
    case 'move-to-end':
      all.splice(i, 1);
      all.splice(count - 1, 0, here);
      break;
    case 'insert':
      all.splice(i, 0, bytesOf(damage.raw));
      break;
    case 'say':
      all[i] = changed(here, (record) => damagedText(record, damage.damages));
      break;
    case 'forge':
      all[i] = changed(here, (record) => {
        const forged = { ...record, [damage.member]: damage.value };
        return canonicalJson({ ...forged, hash: thief.sha256(hashedText(forged)) });
      });
      break;
    case 'reseal':
      resealFrom(all, i, count, thief);
      break;
  }
  return all;
}

function resealFrom(all: string[], from: number, count: number, thief: JournalCrypto): void {
  let previousHash = '0'.repeat(64);
  changed(all[from - 1] ?? '', ({ hash }) => (previousHash = hash));
  for (let i = from; i < count; i += 1) {
    all[i] = changed(all[i] ?? '', (record) => {
      const chained = { ...record, previousHash, atMs: record.atMs + 1 };
      const hash = thief.sha256(hashedText(chained));
      previousHash = hash;
      return canonicalJson({ ...chained, hash, mac: thief.mac(hash) });
    });
  }
}

/** What earlier damage has left no record of, or nothing that anybody could hash, stays as it is. */
function changed(line: string, change: (record: JournalRecord) => string): string {
  try {
    return bytesOf(change(JSON.parse(Buffer.from(line, 'latin1').toString()) as JournalRecord));
  } catch {
    return line;
  }
}

function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1');
}
