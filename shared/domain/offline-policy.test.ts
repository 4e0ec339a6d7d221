import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PARAMETERS } from './demo-merchant.ts';
import { minor } from './money.ts';
import {
  capUsed,
  judgeOffline,
  offlineNow,
  windowUsed,
  windowWarning,
  type OfflineQuestion,
} from './offline-policy.ts';
import { SAMPLE_STATUS, samplePayment } from './testing/sample-sale.ts';

const policy = DEFAULT_PARAMETERS.offline;
const { card } = samplePayment(SAMPLE_STATUS.created);
const NOW_MS = 1_000_000_000;
const CALM: OfflineQuestion = {
  policy,
  amountMinor: minor(1000),
  card,
  cardExpired: false,
  cardNotYetValid: false,
  cardHot: false,
  exposure: { count: 0, totalMinor: minor(0), ofThisCardMinor: minor(0), oldestAtMs: null },
  offlineNowMs: NOW_MS,
  clockTrusted: true,
};
const withExposure = (changes: Partial<OfflineQuestion['exposure']>) => ({
  exposure: { ...CALM.exposure, ...changes },
});
const ALL_WRONG: Partial<OfflineQuestion> = {
  policy: { ...policy, enabled: false },
  cardHot: true,
  cardExpired: true,
  cardNotYetValid: true,
  card: { ...card, verification: 'online-pin' },
  clockTrusted: false,
  amountMinor: minor(policy.hardPerSaleMinor + 1),
  exposure: {
    count: policy.maxCount,
    totalMinor: policy.hardTotalExposureMinor,
    ofThisCardMinor: policy.perCardMinor,
    oldestAtMs: NOW_MS - policy.maxAgeMs,
  },
};

// In order of precedence: each line mends the reason of the one before, so that the next shows.
const MENDED: readonly (readonly [string, Partial<OfflineQuestion>])[] = [
  ['F29 offline-disabled', {}],
  ['F28 card-hot', { policy }],
  ['F28 card-expired', { cardHot: false }],
  ['F28 card-not-yet-valid', { cardExpired: false }],
  ['P18 pin-needs-line', { cardNotYetValid: false }],
  ['P20 clock-behind', { card }],
  ['F29 cap-age', { clockTrusted: true }],
  ['F29 cap-count', withExposure({ ...ALL_WRONG.exposure, oldestAtMs: NOW_MS })],
  ['F24 cap-per-card', withExposure({ ...ALL_WRONG.exposure, oldestAtMs: null, count: 0 })],
  [
    'P15 cap-per-sale',
    {
      policy: { ...policy, perCardMinor: minor(10 ** 9) },
      ...withExposure({ totalMinor: policy.hardTotalExposureMinor }),
    },
  ],
  ['F29 cap-total', { amountMinor: minor(1) }],
];

describe('P15 F24 F29 who is told what', () => {
  it.each(MENDED.map(([name], i) => [name, i] as const))('%s', (name, i) => {
    const mends = MENDED.slice(0, i + 1).map(([, change]) => change);
    const question = Object.assign({}, CALM, ALL_WRONG, ...mends) as OfflineQuestion;
    expect(judgeOffline(question)).toEqual({ kind: 'refused', code: name.split(' ')[1] });
  });
});

describe('P15 caps, to the fen', () => {
  const soft = (caps: string[]) => ({ kind: 'needs-supervisor', caps });
  const no = (code: string) => ({ kind: 'refused', code });
  const yes = { kind: 'allowed' };
  it.each([
    ['below the cap of a sale', { amountMinor: policy.perSaleMinor - 1 }, yes],
    ['at it', { amountMinor: policy.perSaleMinor }, yes],
    ['F24 one fen above', { amountMinor: policy.perSaleMinor + 1 }, soft(['cap-per-sale'])],
    ['at the bank’s hard one', { amountMinor: policy.hardPerSaleMinor }, soft(['cap-per-sale'])],
    [
      'at the cap of a card, with an earlier sale',
      {
        amountMinor: 1000,
        ...withExposure({ ofThisCardMinor: minor(policy.perCardMinor - 1000) }),
      },
      yes,
    ],
    [
      'F24 one fen above it, no supervisor helps',
      {
        amountMinor: 1001,
        ...withExposure({ ofThisCardMinor: minor(policy.perCardMinor - 1000) }),
      },
      no('cap-per-card'),
    ],
    [
      'F29 above the shop’s total',
      { ...withExposure({ totalMinor: policy.totalExposureMinor, count: 1 }) },
      soft(['cap-total']),
    ],
    [
      'F29 both soft caps at once',
      {
        amountMinor: policy.perSaleMinor + 1,
        ...withExposure({ totalMinor: policy.totalExposureMinor }),
      },
      soft(['cap-per-sale', 'cap-total']),
    ],
    ['F29 the last sale of the count', withExposure({ count: policy.maxCount - 1 }), yes],
    ['F29 one too many', withExposure({ count: policy.maxCount }), no('cap-count')],
    [
      'F29 a millisecond before the window ends',
      withExposure({ oldestAtMs: NOW_MS - policy.maxAgeMs + 1 }),
      yes,
    ],
    ['F29 at its end', withExposure({ oldestAtMs: NOW_MS - policy.maxAgeMs }), no('cap-age')],
  ])('%s', (_, changes, verdict) => {
    expect(judgeOffline({ ...CALM, ...(changes as Partial<OfflineQuestion>) })).toEqual(verdict);
  });

  it('P15 more money, more sales or more time never make it easier', () => {
    const rank = { allowed: 0, 'needs-supervisor': 1, refused: 2 };
    const part = fc.nat(2_000_000).map(minor);
    const asked = fc.record({
      amountMinor: part,
      count: fc.nat(250),
      totalMinor: part,
      ofThisCardMinor: part,
      ageMs: fc.nat(2 * policy.maxAgeMs),
    });
    const question = (values: fc.TypeOf<typeof asked>): OfflineQuestion => ({
      ...CALM,
      amountMinor: values.amountMinor,
      exposure: { ...values, oldestAtMs: NOW_MS },
      offlineNowMs: NOW_MS + values.ageMs,
    });
    fc.assert(
      fc.property(asked, asked, (less, more) => {
        const worse = {
          amountMinor: minor(less.amountMinor + more.amountMinor),
          count: less.count + more.count,
          totalMinor: minor(less.totalMinor + more.totalMinor),
          ofThisCardMinor: minor(less.ofThisCardMinor + more.ofThisCardMinor),
          ageMs: less.ageMs + more.ageMs,
        };
        const before = rank[judgeOffline(question(less)).kind];
        expect(rank[judgeOffline(question(worse)).kind]).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});

describe('P20 clock jumps', () => {
  it('F21 whatever the wall clock does, the time that the window runs on never goes back', () => {
    const jumps = fc.array(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), { minLength: 1 });
    fc.assert(
      fc.property(jumps, (steps) => {
        let [wallMs, heartbeatMs, used] = [NOW_MS, NOW_MS, 0];
        for (const step of steps) {
          wallMs += step;
          const nowMs = offlineNow(heartbeatMs, wallMs);
          expect(nowMs).toBeGreaterThanOrEqual(heartbeatMs);
          heartbeatMs = nowMs;
          const exposure = { oldestAtMs: NOW_MS };
          const usedNow = windowUsed({ policy, exposure, offlineNowMs: nowMs });
          expect(usedNow).toBeGreaterThanOrEqual(used);
          used = usedNow;
        }
      }),
    );
  });

  it('F21 a jump of three days forward uses the window up, and going back does not refill it', () => {
    const oldestAtMs = NOW_MS;
    const jumpedMs = offlineNow(NOW_MS, NOW_MS + 3 * 24 * 60 * 60 * 1000);
    const backMs = offlineNow(jumpedMs, NOW_MS - 2 * 60 * 60 * 1000);
    const verdict = judgeOffline({
      ...CALM,
      ...withExposure({ oldestAtMs }),
      offlineNowMs: backMs,
    });
    expect(verdict).toEqual({ kind: 'refused', code: 'cap-age' });
  });

  it('nothing stored uses nothing, and what was stored "in the future" is not negative', () => {
    const asked = { policy, offlineNowMs: NOW_MS };
    expect(windowUsed({ ...asked, exposure: { oldestAtMs: null } })).toBe(0);
    expect(windowUsed({ ...asked, exposure: { oldestAtMs: NOW_MS + 1 } })).toBe(0);
  });

  it.each([
    [0, null],
    [0.4999, null],
    [0.5, 50],
    [0.79, 50],
    [0.8, 80],
    [0.95, 95],
    [0.9999, 95],
    [1, 100],
    [7, 100],
  ])('P15 at %s of the window the till warns at %s', (used, level) => {
    expect(windowWarning(used)).toBe(level);
  });

  it('P15 a bank that allows no promise leaves nothing of its caps, and no figure that is none', () => {
    expect([capUsed(0, 0), capUsed(3, 0)].map(windowWarning)).toEqual([100, 100]);
    expect([capUsed(0, 200), capUsed(50, 200), capUsed(300, 200)]).toEqual([0, 0.25, 1.5]);
  });
});
