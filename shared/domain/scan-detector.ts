/**
 * Tells a barcode scanner from a person (A25). Both are keyboards; a scanner types a whole code at
 * a speed that no hand reaches, and usually ends it with Enter or Tab.
 *
 *   key ──▶ held ──┬─ next key within the gap ──▶ held …
 *                  ├─ Enter or Tab within the gap, long enough ──▶ a scan
 *                  └─ silence, or anything else ──▶ typed after all, in the same order
 *
 * Keys are held back until it is clear what they are, so that a code is never half-typed into a
 * field or an amount; a person's key is held for one gap, too short to be noticed. Every character
 * that goes in comes out once, as part of a scan or as typing.
 */
export interface ScannerProfile {
  /** What the scanner is set up to send before each code; empty when it sends nothing. */
  readonly prefix: string;
  /** `none`: a code ends with silence. */
  readonly suffix: 'enter' | 'tab' | 'enter-or-tab' | 'none';
  /** The longest time between two keys of one scan. */
  readonly longestGapMs: number;
  /** Fewer characters are typing, however fast. */
  readonly shortestCode: number;
}

export const DEFAULT_SCANNER: ScannerProfile = {
  prefix: '',
  suffix: 'enter-or-tab',
  longestGapMs: 40,
  shortestCode: 6,
};

export type ScanKey =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'enter' }
  | { readonly kind: 'tab' };

/** The characters that are held back. */
export interface Run {
  readonly text: string;
  readonly lastAtMs: number;
}

export const NO_RUN: Run = { text: '', lastAtMs: 0 };

export interface Judgement {
  readonly run: Run;
  /** Held until now, and typing after all; it comes before the scan and before the key itself. */
  readonly typed: string;
  readonly scan: string | null;
}

export interface KeyJudgement extends Judgement {
  /** The key is held or was part of a scan; otherwise it goes on to whoever has the focus. */
  readonly takesKey: boolean;
}

/** A stuck key or a pasting tool, no code: it is not held for ever. */
const LONGEST_CODE = 128;

/**
 * So many digits at a scanner's speed are a scanner; from then on a busy machine may deliver a key
 * late without the code being torn. Letters are not trusted so: fast hands roll over three of them.
 */
const STEADY_DIGITS = /^\d{4,}$/;
const STEADY_FACTOR = 3;

export function onKey(
  profile: ScannerProfile,
  before: Run,
  key: ScanKey,
  atMs: number,
): KeyJudgement {
  const settled = onSilence(profile, before, atMs);
  const { run } = settled;
  if (key.kind === 'character') {
    const isFull = run.text.length >= LONGEST_CODE;
    const text = (isFull ? '' : run.text) + key.character;
    const typed = settled.typed + (isFull ? run.text : '');
    return { ...settled, typed, run: { text, lastAtMs: atMs }, takesKey: true };
  }
  const ended = endsWith(profile, key.kind) ? ending(profile, run.text) : asTyped(run.text);
  return {
    run: NO_RUN,
    typed: settled.typed + ended.typed,
    scan: ended.scan ?? settled.scan,
    takesKey: ended.scan !== null,
  };
}

/** Time has passed without a key: what is held may be decided now. */
export function onSilence(profile: ScannerProfile, run: Run, nowMs: number): Judgement {
  if (run.text === '' || nowMs - run.lastAtMs <= gapAfter(profile, run)) {
    return { run, typed: '', scan: null };
  }
  return profile.suffix === 'none' ? ending(profile, run.text) : asTyped(run.text);
}

/** How long the next key may take. */
export function gapAfter({ longestGapMs, prefix }: ScannerProfile, { text }: Run): number {
  const isSteady = STEADY_DIGITS.test(text.startsWith(prefix) ? text.slice(prefix.length) : text);
  return isSteady ? longestGapMs * STEADY_FACTOR : longestGapMs;
}

/** Something else was pressed or clicked: what is held was typing. */
export function asTyped(text: string): Judgement {
  return { run: NO_RUN, typed: text, scan: null };
}

function endsWith({ suffix }: ScannerProfile, key: 'enter' | 'tab'): boolean {
  return suffix === key || suffix === 'enter-or-tab' || suffix === 'none';
}

/** What stands before the prefix was typed by hand a moment ago. */
function ending({ prefix, shortestCode }: ScannerProfile, text: string): Judgement {
  const from = text.indexOf(prefix);
  const code = text.slice(from + prefix.length).trim();
  if (from < 0 || code.length < shortestCode) return asTyped(text);
  return { run: NO_RUN, typed: text.slice(0, from), scan: code };
}
