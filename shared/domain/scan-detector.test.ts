import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  DEFAULT_SCANNER,
  gapAfter,
  NO_RUN,
  onKey,
  onSilence,
  type Run,
  type ScanKey,
  type ScannerProfile,
} from './scan-detector.ts';

interface Timed {
  readonly key: ScanKey;
  /** Since the key before. */
  readonly afterMs: number;
}

/** What came out, in order: `typed` texts and scans; a key that was let through is typed too. */
function heard(profile: ScannerProfile, keys: readonly Timed[]): string[] {
  const out: string[] = [];
  let run: Run = NO_RUN;
  let nowMs = 1000;
  const say = (typed: string, scan: string | null): void => {
    if (typed !== '') out.push(...signs(typed));
    if (scan !== null) out.push(`scan ${scan}`);
  };
  for (const { key, afterMs } of keys) {
    nowMs += afterMs;
    const judged = onKey(profile, run, key, nowMs);
    say(judged.typed, judged.scan);
    if (!judged.takesKey) out.push(key.kind);
    ({ run } = judged);
  }
  const last = onSilence(profile, run, nowMs + 10_000);
  say(last.typed, last.scan);
  expect(last.run).toEqual(NO_RUN);
  return out;
}

const signs = (text: string): string[] => Array.from(text);

const typedBy = (text: string, afterMs: number): Timed[] =>
  signs(text).map((character) => ({ key: { kind: 'character', character }, afterMs }));
const scanOf = (code: string, gapMs = 5, suffix: 'enter' | 'tab' = 'enter'): Timed[] => [
  ...typedBy(code, gapMs),
  { key: { kind: suffix }, afterMs: gapMs },
];

const FAST = DEFAULT_SCANNER;
const CODE = '2000000000015';

const anyCode = fc.stringMatching(/^[0-9A-Za-z]{6,20}$/);
const scannerGap = fc.integer({ min: 0, max: FAST.longestGapMs });
const handGap = fc.integer({ min: 3 * FAST.longestGapMs + 1, max: 2000 });
const anyKey: fc.Arbitrary<Timed> = fc.record({
  key: fc.oneof(
    fc.stringMatching(/^[ -~]$/).map((character) => ({ kind: 'character', character }) as const),
    fc.constantFrom({ kind: 'enter' } as const, { kind: 'tab' } as const),
  ),
  afterMs: fc.oneof(scannerGap, handGap),
});

describe('a scanner and a person', () => {
  it('A25 scans come out whole and in order, back to back or apart, the same one N times', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyCode, scannerGap, fc.constantFrom('enter', 'tab'), handGap), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.boolean(),
        (scans, apart) => {
          const keys = scans.flatMap(([code, gapMs, suffix, pauseMs]) => {
            const [first, ...rest] = scanOf(code, gapMs, suffix);
            return first === undefined
              ? []
              : [apart ? { ...first, afterMs: pauseMs } : first, ...rest];
          });
          expect(heard(FAST, keys)).toEqual(scans.map(([code]) => `scan ${code}`));
        },
      ),
    );
  });

  it('A25 what a hand types stays typing, sign by sign and in order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.stringMatching(/^[ -~]$/), handGap)), (typed) => {
        const keys = typed.flatMap(([character, gap]) => typedBy(character, gap));
        const enter: Timed = { key: { kind: 'enter' }, afterMs: 500 };
        expect(heard(FAST, [...keys, enter])).toEqual([...typed.map(([c]) => c), 'enter']);
      }),
    );
  });

  it('A25 no character is lost, doubled or moved, whatever is pressed when', () => {
    fc.assert(
      fc.property(
        fc.array(anyKey, { maxLength: 60 }),
        fc.constantFrom('', '~', 'x'),
        fc.constantFrom('enter', 'tab', 'enter-or-tab', 'none'),
        (keys, prefix, suffix) => {
          const out = heard({ ...FAST, prefix, suffix }, keys);
          const sent = keys.flatMap(({ key }) => (key.kind === 'character' ? [key.character] : []));
          const received = out.flatMap((one) =>
            one === 'enter' || one === 'tab' ? [] : signs(one.replace(/^scan /, prefix)),
          );
          // Spaces at the ends of a code are dropped with it.
          const bare = (signs: readonly string[]): string => signs.join('').replaceAll(' ', '');
          expect(bare(received)).toBe(bare(sent));
        },
      ),
    );
  });

  it('A25 typing before and after a scan does not touch it', () => {
    const keys = [...typedBy('ap', 150), ...typedBy('p', 150)];
    const [first, ...rest] = scanOf(CODE);
    const later = { ...first!, afterMs: 300 };
    expect(heard(FAST, [...keys, later, ...rest, ...typedBy('l', 200)])).toEqual([
      ...signs('app'),
      `scan ${CODE}`,
      'l',
    ]);
  });
});

describe('profiles', () => {
  test.each([
    ['a slow scanner is typing for a fast profile', 70, 40, false],
    ['and a scan for one that waits longer', 70, 80, true],
    ['exactly at the limit is within it', 40, 40, true],
  ])('A25 %s', (_, gapMs, longestGapMs, isScan) => {
    const out = heard({ ...FAST, longestGapMs }, scanOf(CODE, gapMs));
    expect(out).toEqual(isScan ? [`scan ${CODE}`] : [...signs(CODE), 'enter']);
  });

  it('A25 only the suffix that is set ends a scan', () => {
    const keys = scanOf(CODE, 5, 'tab');
    expect(heard({ ...FAST, suffix: 'tab' }, keys)).toEqual([`scan ${CODE}`]);
    expect(heard({ ...FAST, suffix: 'enter' }, keys)).toEqual([...signs(CODE), 'tab']);
  });

  it('A25 without a suffix, silence ends a scan', () => {
    const [first, ...rest] = typedBy(CODE, 5);
    const twice = [...typedBy(CODE, 5), { ...first!, afterMs: 500 }, ...rest];
    expect(heard({ ...FAST, suffix: 'none' }, twice)).toEqual([`scan ${CODE}`, `scan ${CODE}`]);
  });

  it('A25 with a prefix, nothing else is a scan, and what was typed before it stays typed', () => {
    const profile = { ...FAST, prefix: '~' };
    expect(heard(profile, scanOf(CODE))).toEqual([...signs(CODE), 'enter']);
    expect(heard(profile, scanOf(`~${CODE}`))).toEqual([`scan ${CODE}`]);
    expect(heard(profile, scanOf(`7~${CODE}`))).toEqual(['7', `scan ${CODE}`]);
  });

  it('A25 short and fast is typing: an amount and Enter on the number block', () => {
    expect(heard(FAST, scanOf('100'))).toEqual(['1', '0', '0', 'enter']);
  });

  it('A25 a busy machine that delivers a digit late does not tear the code', () => {
    const keys = [...typedBy('2000', 5), ...typedBy('0', 110), ...scanOf('00000015', 5)];
    expect(heard(FAST, keys)).toEqual([`scan ${CODE}`]);
    expect(gapAfter(FAST, { text: 'abcd', lastAtMs: 0 })).toBe(FAST.longestGapMs);
  });
});
