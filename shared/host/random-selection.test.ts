import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RandomSelectionStep } from '../domain/emv/kernel/trace.ts';
import { DEFAULT_CHIP_PARAMETERS, DEFAULT_PARAMETERS } from '../domain/demo-merchant.ts';
import { NEW_CARD_STATE } from '../domain/emv/chip-card.ts';
import { minor } from '../domain/money.ts';
import type { BlockCipher } from '../domain/emv/block-cipher.ts';
import { cardReaderHere, type ReaderPorts } from './virtual-card-reader.ts';

/**
 * F26: which small sale is asked about nobody can know beforehand. Ten thousand sales by the reader
 * and the kernel of the till's host, with a source of chance that is the same for each run.
 */
const THRESHOLD = 10_000;
const FLOOR = DEFAULT_PARAMETERS.offline.floorLimitMinor;
const SHARE = { thresholdMinor: minor(THRESHOLD), sharePercent: 10, maxSharePercent: 50 };
const chip = { ...DEFAULT_CHIP_PARAMETERS, randomSelection: SHARE };
const parameters = { ...DEFAULT_PARAMETERS, chip };
const SALES = 10_000;
/** So far chance may take a share from what is promised: four standard deviations. */
const SIGMAS = 4;

function seededBytes(seed: number): ReaderPorts['randomBytes'] {
  let state = seed;
  return (count) =>
    Uint8Array.from({ length: count }, () => {
      // Mulberry32.
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return (mixed ^ (mixed >>> 14)) >>> 24;
    });
}

/** What the card answers is not looked at here, and would take most of the time. */
const QUICK: BlockCipher = {
  algorithm: 'aes',
  under: () => ({
    encrypt: (block) => Uint8Array.from(block),
    decrypt: (block) => Uint8Array.from(block),
  }),
};

/** A new card each time: its own counters would ask for its issuer otherwise. */
async function sold(randomBytes: ReaderPorts['randomBytes'], amountMinor: number) {
  const reader = cardReaderHere({
    sealerFor: () => () => Promise.resolve(''),
    hmac: () => 'token',
    chipCrypto: { cipher: QUICK, proveCard: null },
    randomBytes,
  });
  const core = { id: 'p', amountMinor: minor(amountMinor), currency: 'CNY', terminalId: '1' };
  const read = await reader.ask({
    kind: 'first',
    wish: { cardId: 'good-chip', lineUsable: true, core },
    parameters,
    card: { state: NEW_CARD_STATE, lastOffline: null },
    pin: 'nothing',
    nowMs: Date.UTC(2026, 10, 23),
    cardTokenKey: '',
    sealingPublicKey: '',
  });
  if (read?.kind !== 'read') throw new Error('the card was not read');
  const step = read.presentation.chip.steps.find(
    (one): one is RandomSelectionStep => one.step === 'random-selection',
  );
  if (step === undefined) throw new Error('nothing was drawn');
  return step;
}

describe('F26 random selection', () => {
  beforeEach(() => {
    vi.spyOn(Math, 'random').mockImplementation(() => {
      throw new Error('whoever knows Math.random knows which sale is asked about');
    });
  });
  afterEach(() => vi.restoreAllMocks());

  it('F26 of 10,000 small sales the promised share is asked about, and more of the larger ones', async () => {
    const randomBytes = seededBytes(20_261_127);
    const bands = [
      { amountMinor: 200, promised: 0.1 },
      { amountMinor: THRESHOLD, promised: 0.1 },
      { amountMinor: THRESHOLD + (FLOOR - THRESHOLD) / 4, promised: 0.2 },
      { amountMinor: THRESHOLD + (FLOOR - THRESHOLD) / 2, promised: 0.3 },
      { amountMinor: FLOOR - 1, promised: 0.49 },
    ];
    const each = SALES / bands.length;
    const shares: number[] = [];
    for (const { amountMinor, promised } of bands) {
      let asked = 0;
      for (let i = 0; i < each; i += 1) {
        const { sets } = await sold(randomBytes, amountMinor);
        if (sets.includes('randomly-selected')) asked += 1;
      }
      const share = asked / each;
      // A draw is 1 to 99, so that one in a hundred more than the promised share is asked about.
      const expected = promised / 0.99;
      const sigma = Math.sqrt((expected * (1 - expected)) / each);
      expect(Math.abs(share - expected)).toBeLessThan(SIGMAS * sigma);
      shares.push(share);
    }
    expect(shares.slice(1)).toEqual(shares.slice(1).sort((a, b) => a - b));
  });

  it('F26 at the floor limit nothing is drawn for: it is asked about anyway', async () => {
    expect(await sold(seededBytes(1), FLOOR)).toMatchObject({ sharePercent: null, sets: [] });
  });

  it('F26 each draw from 1 to 99 is as likely as any other, and is of the bytes of chance alone', async () => {
    const counts = Array.from({ length: 100 }, () => 0);
    for (let byte = 0; byte < 256; byte += 1) {
      // The first bytes are the unpredictable number; a byte that would be likelier is drawn again.
      const rest = [byte, 7];
      const source = (count: number) =>
        count === 1 ? Uint8Array.of(rest.shift() ?? 0) : new Uint8Array(count);
      const { draw } = await sold(source, 200);
      if (rest.length === 1) counts[draw] = (counts[draw] ?? 0) + 1;
    }
    expect(counts).toEqual([0, ...Array.from({ length: 99 }, () => 2)]);
  });
});
