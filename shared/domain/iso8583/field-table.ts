/**
 * The fields of a card terminal's messages, as UnionPay's terminals in China send them (TERMINAL 4,
 * the domain notes "UPF"): numbers packed two digits a byte (BCD), text as ASCII, lengths before what
 * varies as BCD. Where a family of hosts differs, a row of this table differs; the codec does not.
 *
 * What must never be kept is not a field here: tracks and PIN block are refused, not decoded (I6,
 * P27). A card number is a field of its own kind, because it may pass only with its middle masked.
 */
export interface FieldRule {
  /**
   * `n`: digits, two a byte. `an`: letters, digits, blanks. `ans`: printable ASCII. `b`: bytes,
   * written as lower-case hex. `masked`: a card number with its middle as `*`, digits two a byte.
   */
  readonly content: 'n' | 'an' | 'ans' | 'b' | 'masked';
  /** Digits for `n` and `masked`, characters for `an` and `ans`, bytes for `b`. */
  readonly size:
    | { readonly kind: 'fixed'; readonly count: number }
    /** One byte of length before it, at most 99. */
    | { readonly kind: 'LLVAR'; readonly most: number }
    /** Two bytes of length before it, at most 999. */
    | { readonly kind: 'LLLVAR'; readonly most: number };
  /** Where the half byte of an odd number of digits stays empty (0). */
  readonly fill: 'front' | 'back';
}

type Content = FieldRule['content'];

const fixed = (content: Content, count: number, fill: FieldRule['fill'] = 'front'): FieldRule => ({
  content,
  size: { kind: 'fixed', count },
  fill,
});

const upTo = (kind: 'LLVAR' | 'LLLVAR', content: Content, most: number): FieldRule => ({
  content,
  size: { kind, most },
  fill: 'back',
});

export const FIELD_RULES: ReadonlyMap<number, FieldRule> = new Map([
  [2, upTo('LLVAR', 'masked', 19)],
  [3, fixed('n', 6)],
  [4, fixed('n', 12)],
  [11, fixed('n', 6)],
  [12, fixed('n', 6)],
  [13, fixed('n', 4)],
  [14, fixed('n', 4)],
  [15, fixed('n', 4)],
  // Terminals write the mode of entry from the left: 051 goes as 0510, a card's number 1 as 0001.
  [22, fixed('n', 3, 'back')],
  [23, fixed('n', 3)],
  [25, fixed('n', 2)],
  [26, fixed('n', 2)],
  [32, upTo('LLVAR', 'n', 11)],
  [37, fixed('an', 12)],
  [38, fixed('an', 6)],
  [39, fixed('an', 2)],
  [41, fixed('ans', 8)],
  [42, fixed('ans', 15)],
  [44, upTo('LLVAR', 'ans', 25)],
  [48, upTo('LLLVAR', 'n', 322)],
  [49, fixed('an', 3)],
  [53, fixed('n', 16)],
  [54, upTo('LLLVAR', 'an', 20)],
  [55, upTo('LLLVAR', 'b', 255)],
  [60, upTo('LLLVAR', 'n', 17)],
  [61, upTo('LLLVAR', 'n', 29)],
  [62, upTo('LLLVAR', 'b', 512)],
  [63, upTo('LLLVAR', 'ans', 163)],
  [64, fixed('b', 8)],
  // Second bitmap: not of UnionPay's terminals, but of hosts behind them.
  [70, fixed('n', 3)],
  [90, fixed('n', 42)],
  [128, fixed('b', 8)],
]);

/** Track 2, track 3, track 1 and PIN block: whoever sends one of these is stopped (I6). */
export const FORBIDDEN_FIELDS: ReadonlySet<number> = new Set([35, 36, 45, 52]);

/** First six and last four at most, as on a slip (P16): the rest is masked. */
export function isMasked(cardNumber: string): boolean {
  return /^\d{0,6}\*{3,}\d{0,4}$/.test(cardNumber);
}
