import { describe, expect, it } from 'vitest';
import { BankSaid } from './bank-said.ts';

const anchor = { epoch: 2, number: 40, hash: 'a'.repeat(64), state: 'unchanged' } as const;
const watermark = { contiguousUpTo: 30, highest: 31, gaps: [] };

describe('what the bank has said of the numbers', () => {
  it('P10 a window cannot claim an end of the journal that the bank has not named', () => {
    const said = new BankSaid();
    const claim = { epoch: 2, number: 40, transaction: 31, reason: 'rollback' } as const;
    expect(said.bearsOut(null)).toBe(true);
    expect(said.bearsOut(claim)).toBe(false);
    said.hear({ watermark, anchor, batchNumber: 7 });
    expect(said.bearsOut(claim)).toBe(true);
    for (const lie of [{ epoch: 3 }, { number: 41 }, { transaction: 32 }]) {
      expect(said.bearsOut({ ...claim, ...lie })).toBe(false);
    }
  });

  it('P2 the highest counts, in whatever order the answers come', () => {
    const said = new BankSaid();
    said.hear({ watermark, anchor, batchNumber: 7 });
    said.hear({ watermark: { ...watermark, highest: 5 }, anchor });
    expect(said.heard).toEqual({ transaction: 31, batch: 7 });
  });
});
