import fc from 'fast-check';
import { HEADERS } from '../../shared/contracts/http-signature.ts';
import type { HttpAnswer, HttpRequest } from '../../shared/host/ports.ts';
import { signedAnswer } from '../sim/bank-gate.ts';
import { damagedText, someDamage, type Damage } from './damage.ts';

/**
 * What may come back instead of the bank's answer. The first kinds are the bank's own words, signed
 * for this very request: it has looked up the wrong record, mixed up amounts, or says what is no
 * answer. The others were changed on their way, and no signature fits them.
 */
export type AnswerLie =
  | { readonly kind: 'truth' }
  | { readonly kind: 'damaged'; readonly damages: readonly Damage[] }
  | { readonly kind: 'member'; readonly name: string; readonly raw: string }
  | { readonly kind: 'mixed-up'; readonly back: number }
  | { readonly kind: 'status'; readonly status: number; readonly code: string }
  | { readonly kind: 'time'; readonly byMs: number }
  | { readonly kind: 'replayed'; readonly back: number }
  | { readonly kind: 'body'; readonly name: string; readonly raw: string }
  | { readonly kind: 'header'; readonly name: string; readonly raw: string }
  | { readonly kind: 'unsigned'; readonly status: number };

export function isSigned({ kind }: AnswerLie): boolean {
  return !['replayed', 'body', 'header', 'unsigned'].includes(kind);
}

const NAMES = fc.constantFrom(
  ...[
    ['id', 'id', 'outcome', 'state', 'known', 'code', 'approvedMinor', 'approvedMinor'],
    ['authorisationCode', 'referenceNumber', 'batchId', 'results', 'watermark', 'anchor'],
    ['bankId', 'timeMs'],
  ].flat(),
);

/** Values that fit somewhere, mostly not here. */
const VALUES = fc.constantFrom(
  ...[
    ['"approved"', '"approved-in-part"', '"declined"', '"reversed"', '"posted"', '"refused"'],
    ['"tombstone"', '"nothing-to-undo"', 'true', 'false', 'null', '"00"', '"10"', '"51"', '"94"'],
    ['"68"', '"77"', '"A2"', '"30"', '0', '1', '2616', '2617', '2618', '261700', '-2617', '2617.5'],
    ['"2617"', '1e999', '999999999999', '""', '"123456"', '[]', '{}', '"another-bank"'],
    idsNearBy().map((id) => JSON.stringify(id)),
    ['{"contiguousUpTo":0,"highest":9,"gaps":[1,2,3,9]}'],
    ['{"contiguousUpTo":9007199254740991,"highest":0,"gaps":[]}'],
    [`{"epoch":1,"number":900000,"hash":"${'a'.repeat(64)}","state":"extended"}`],
    [`{"epoch":0,"number":0,"hash":"${'0'.repeat(64)}","state":"fork"}`],
  ].flat(),
);

/** The ids that a bench till gives out first: sales, payments, tenders and reports are among them. */
function idsNearBy(): string[] {
  return Array.from(
    { length: 14 },
    (_, i) => `01900000-0000-7000-8000-${String(i + 1).padStart(12, '0')}`,
  );
}

const back = fc.integer({ min: 1, max: 4 });
const STATUSES = fc.constantFrom(
  200,
  201,
  204,
  301,
  400,
  401,
  403,
  404,
  409,
  413,
  422,
  426,
  429,
  500,
  503,
);
const CODES = fc.constantFrom(
  ...[
    ['request-malformed', 'clock-skew', 'terminal-unknown', 'core-differs', 'number-reused'],
    ['in-progress', 'bank-internal', 'too-many-requests', 'store-failed', 'nonsense', ''],
  ].flat(),
);
const HEADER = fc.constantFrom(
  HEADERS.signature,
  HEADERS.signatureInput,
  HEADERS.contentDigest,
  HEADERS.bankTime,
);

export const anyLie: fc.Arbitrary<AnswerLie> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<AnswerLie>({ kind: 'truth' }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('damaged'), damages: someDamage }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('member'), name: NAMES, raw: VALUES }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('mixed-up'), back }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('status'), status: STATUSES, code: CODES }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('time'),
      byMs: fc.constantFrom(-1, 400_000, -400_000, 31_536_000_000, -31_536_000_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('replayed'), back }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('body'), name: NAMES, raw: VALUES }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('header'),
      name: HEADER,
      raw: fc.constantFrom('', 'sig1=:AAAA:', '1700000000000', 'sha-256=:AAAA:', 'é'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unsigned'), status: STATUSES }) },
);

/** @param before what was answered until now, as it was signed. */
export function told(
  lie: AnswerLie,
  request: HttpRequest,
  truth: HttpAnswer,
  before: readonly HttpAnswer[],
): HttpAnswer {
  const bankTimeMs = Number(truth.headers[HEADERS.bankTime]);
  const nonce = 'lie'.padEnd(24, '0');
  const signed = (text: string, status = truth.status, timeMs = bankTimeMs): HttpAnswer =>
    signedAnswer({ status, text, bankTimeMs: timeMs, nonce }, request);
  switch (lie.kind) {
    case 'truth':
      return truth;
    case 'damaged':
      return signed(damagedText(JSON.parse(truth.body), lie.damages));
    case 'member':
      return signed(withMember(truth.body, lie));
    case 'mixed-up':
      return signed(before.at(-lie.back)?.body ?? truth.body);
    case 'status':
      return signed(JSON.stringify({ error: { code: lie.code, message: '' } }), lie.status);
    case 'time':
      return signed(truth.body, truth.status, bankTimeMs + lie.byMs);
    case 'replayed':
      return before.at(-lie.back) ?? { ...truth, headers: {} };
    case 'body':
      return { ...truth, body: withMember(truth.body, lie) };
    case 'header':
      return { ...truth, headers: { ...truth.headers, [lie.name]: lie.raw } };
    case 'unsigned':
      return { status: lie.status, headers: {}, body: truth.body };
  }
}

/** As text: JSON can say what no value holds. In a list of results it is the first that changes. */
function withMember(text: string, { name, raw }: { readonly name: string; readonly raw: string }) {
  const value = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const results: unknown = value['results'];
  const inResult = Array.isArray(results) && results.length > 0 && ['id', 'code'].includes(name);
  const at = new RegExp(`"${name}":("[^"]*"|-?[0-9]+|true|false|null)`);
  const from = inResult ? text.indexOf('"results"') : 0;
  const [front, rest] = [text.slice(0, from), text.slice(from)];
  if (at.test(rest)) return `${front}${rest.replace(at, () => `"${name}":${raw}`)}`;
  return JSON.stringify({ ...value, [name]: '@' }).replace('"@"', () => raw);
}
