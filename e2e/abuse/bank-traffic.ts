import fc from 'fast-check';
import { HEADERS } from '../../shared/contracts/http-signature.ts';
import { place, someDamage, type Damage } from './damage.ts';

/** What a till says to the bank, as a plan: which message, how it is bent, how it is sent. */
export interface Saying {
  readonly what: What;
  readonly till: number;
  /** Of the payments that this till has named before, which one it is about; null = a new one. */
  readonly about: number | null;
  readonly card: string;
  readonly amountMinor: number;
  readonly links: Links;
  readonly operatorId: string;
  readonly code: ActivationCode;
  readonly damage: readonly Damage[];
  readonly signing: Signing;
  readonly sending: Sending;
  readonly packing: Packing;
  /** So many copies at the same instant. */
  readonly copies: number;
  /** The bank's clock goes on by so much before it. */
  readonly laterMs: number;
}

/** How it hangs together with a payment that was named before. */
export type Links =
  /** It is that payment, if there is one. */
  | 'none'
  | 'supersedes'
  | 'originalId'
  | 'itself'
  /** The same id with another amount (F16). */
  | 'dearer'
  /** Another id with the same transaction number (I8). */
  | 'number';

type What =
  | 'authorise'
  | 'void'
  | 'refund'
  | 'original'
  | 'hold'
  | 'complete'
  | 'release'
  | 'held'
  | 'link'
  | 'link-withdrawn'
  | 'reverse'
  | 'batch'
  | 'sign-on'
  | 'echo'
  | 'parameters'
  | 'watermark'
  | 'query'
  | 'signature'
  | 'activate'
  /** A dozen wrong activation codes from one address. */
  | 'guess'
  | 'nowhere';

type ActivationCode =
  | 'right'
  | 'used'
  | 'wrong'
  | 'nonsense'
  | 'live'
  | 'key-of-another'
  | 'no-point';

/** Rightly signed, but not what a till would sign. */
export type Signing =
  | { readonly kind: 'plain' }
  | { readonly kind: 'time'; readonly offsetMs: number }
  | { readonly kind: 'key'; readonly keyId: string }
  | { readonly kind: 'audience'; readonly audience: string }
  | { readonly kind: 'idempotency-key'; readonly value: string }
  | { readonly kind: 'path'; readonly spelling: PathSpelling }
  | { readonly kind: 'method'; readonly method: string };

export type PathSpelling =
  | 'query'
  | 'percent'
  | 'slash'
  | 'double-slash'
  | 'upper'
  | 'broken-percent'
  | 'long'
  | 'dots';

/** What a stranger on the cable makes of it, who has no key. */
export type Sending =
  | { readonly kind: 'as-signed' }
  | { readonly kind: 'without'; readonly header: string }
  | { readonly kind: 'with'; readonly header: string; readonly value: string }
  | { readonly kind: 'doubled'; readonly header: string; readonly value: string | null }
  | { readonly kind: 'other-body'; readonly at: number }
  | { readonly kind: 'other-path'; readonly path: string }
  | { readonly kind: 'old-signature' }
  | { readonly kind: 'replay' };

export type Packing = 'plain' | 'gzip' | 'not-gzip' | 'br' | 'bomb' | 'latin-1' | 'huge' | 'bom';

const SIGNED_HEADERS = [
  HEADERS.contentDigest,
  HEADERS.idempotencyKey,
  HEADERS.audience,
  HEADERS.signatureInput,
  HEADERS.signature,
];
const ANY_HEADER = [...SIGNED_HEADERS, HEADERS.protocolVersion, 'content-type'];

const HEADER_VALUES: readonly string[] = [
  '',
  ' ',
  '0',
  '1, 2',
  'sig1=()',
  'sig1=::',
  `sig1=:${'A'.repeat(86)}==:`,
  `sig2=:${'A'.repeat(86)}==:`,
  `sig1=:${'A'.repeat(86)}==:, sig1=:${'B'.repeat(86)}==:`,
  'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:',
  'sha-512=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:',
  'application/json; charset=utf-16',
  'text/html',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  '__proto__',
  '<script>',
  '\u00ff\u00fe',
  '99999999999999999999',
  'x'.repeat(4000),
];

const header = fc.constantFrom(...ANY_HEADER);
const headerValue = fc.constantFrom(...HEADER_VALUES);
const MINUTE_MS = 60_000;

const signing: fc.Arbitrary<Signing> = fc.oneof(
  { weight: 22, arbitrary: fc.constant({ kind: 'plain' as const }) },
  fc.record({
    kind: fc.constant('time' as const),
    offsetMs: fc.constantFrom(-11, -6, -4, 4, 6, 60 * 24 * 365, -1e9).map((m) => m * MINUTE_MS),
  }),
  fc.record({
    kind: fc.constant('key' as const),
    keyId: fc.constantFrom('nobody', 'other-till', '__proto__', '0', 'own-id', '.'.repeat(64)),
  }),
  fc.record({
    kind: fc.constant('audience' as const),
    audience: fc.constantFrom('', 'another-bank', 'twintill-demo-bank '),
  }),
  fc.record({
    kind: fc.constant('idempotency-key' as const),
    value: fc.constantFrom('', 'another', '00000000-0000-0000-0000-000000000000', 'x'.repeat(999)),
  }),
  fc.record({
    kind: fc.constant('path' as const),
    spelling: fc.constantFrom<PathSpelling>(
      'query',
      'percent',
      'slash',
      'double-slash',
      'upper',
      'broken-percent',
      'long',
      'dots',
    ),
  }),
  fc.record({
    kind: fc.constant('method' as const),
    method: fc.constantFrom('PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'GET', 'POST', 'PROPFIND'),
  }),
);

const sending: fc.Arbitrary<Sending> = fc.oneof(
  { weight: 30, arbitrary: fc.constant({ kind: 'as-signed' as const }) },
  fc.record({ kind: fc.constant('without' as const), header }),
  fc.record({ kind: fc.constant('with' as const), header, value: headerValue }),
  fc.record({
    kind: fc.constant('doubled' as const),
    header,
    value: fc.oneof(fc.constant(null), headerValue),
  }),
  fc.record({
    kind: fc.constant('other-body' as const),
    at: place,
  }),
  fc.record({
    kind: fc.constant('other-path' as const),
    path: fc.constantFrom(
      '/v1/reversals',
      '/v1/authorisations',
      '/v1/batches',
      '/v1/echo',
      '/v1/signatures',
      '/v1/x',
    ),
  }),
  fc.constant({ kind: 'old-signature' as const }),
  { weight: 2, arbitrary: fc.constant({ kind: 'replay' as const }) },
);

const what = fc.oneof(
  { weight: 5, arbitrary: fc.constant<What>('authorise') },
  { weight: 4, arbitrary: fc.constant<What>('batch') },
  {
    weight: 11,
    arbitrary: fc.constantFrom<What>(
      'link',
      'link-withdrawn',
      'void',
      'refund',
      'hold',
      'complete',
      'release',
      'reverse',
      'reverse',
      'sign-on',
      'query',
      'activate',
      'signature',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<What>(
      'echo',
      'original',
      'held',
      'parameters',
      'watermark',
      'nowhere',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom<What>('guess', 'echo') },
);

export const anySaying: fc.Arbitrary<Saying> = fc.record({
  what,
  till: fc.nat(2),
  about: fc.oneof(fc.constant(null), fc.constant(null), fc.nat(11)),
  card: fc.constantFrom('good-tap', 'good-tap', 'good-chip', 'stolen', 'expired', 'poor', 'wrong'),
  amountMinor: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 500 }) },
    fc.constantFrom(1, 99_999, 999_999_999_999),
  ),
  links: fc.oneof(
    { weight: 4, arbitrary: fc.constant<Links>('none') },
    {
      weight: 5,
      arbitrary: fc.constantFrom<Links>(
        ...([
          'supersedes',
          'originalId',
          'itself',
          'dearer',
          'dearer',
          'number',
          'number',
        ] as const),
      ),
    },
  ),
  operatorId: fc.constantFrom('01', '01', '01', '01', '01', '00', '00', '77', ''),
  code: fc.constantFrom(
    'right',
    'right',
    'used',
    'wrong',
    'nonsense',
    'live',
    'key-of-another',
    'no-point',
  ),
  damage: someDamage,
  signing,
  sending,
  packing: fc.oneof(
    { weight: 14, arbitrary: fc.constant<Packing>('plain') },
    { weight: 4, arbitrary: fc.constant<Packing>('gzip') },
    { weight: 2, arbitrary: fc.constantFrom<Packing>('not-gzip', 'br', 'latin-1', 'bom') },
  ),
  copies: fc.constantFrom(1, 1, 1, 1, 1, 2, 3),
  laterMs: fc.oneof(
    { weight: 30, arbitrary: fc.constant(0) },
    fc.constantFrom(1_000, 11 * MINUTE_MS),
  ),
});

/** Bodies that are costly to send: few of them tell as much as many. */
export const largeSaying: fc.Arbitrary<Saying> = fc.record({
  what: fc.constantFrom<What>('batch', 'authorise', 'echo'),
  till: fc.nat(2),
  about: fc.constant(null),
  card: fc.constant('good-tap'),
  amountMinor: fc.constant(1),
  links: fc.constant<Links>('none'),
  operatorId: fc.constant('01'),
  code: fc.constant('right' as const),
  damage: fc.constant([]),
  signing: fc.constant({ kind: 'plain' as const }),
  sending: fc.constant({ kind: 'as-signed' as const }),
  packing: fc.constantFrom<Packing>('bomb', 'huge'),
  copies: fc.constant(1),
  laterMs: fc.constant(0),
});
