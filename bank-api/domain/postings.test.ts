import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  fundingPosting,
  isBalanced,
  merchantFee,
  purchasePostings,
  restoringPostings,
  undoingPostings,
} from './postings.ts';

it.each([
  [83n, 0n],
  [84n, 1n],
  [249n, 1n],
  [250n, 2n],
  [100_000n, 600n],
])('the fee of %i fen at 60 basis points, half up, is %i', (amount, fee) => {
  expect(merchantFee(amount)).toBe(fee);
});

it('I1 every posting balances, and undoing leaves nothing on any account', () => {
  const amounts = fc.bigInt({ min: 1n, max: 10n ** 12n });
  fc.assert(
    fc.property(
      amounts,
      fc.constantFrom('reversal', 'void'),
      fc.boolean(),
      (amountMinor, by, restored) => {
        const movement = { recordId: 'p', merchantId: 'm', cardId: 'c', amountMinor };
        const booked = [
          ...purchasePostings(movement),
          ...undoingPostings(movement, by),
          ...(restored ? restoringPostings(movement) : []),
        ];
        expect(booked.every(isBalanced)).toBe(true);
        const sums = new Map<string, bigint>();
        for (const { account, debitMinor, creditMinor } of booked.flatMap((one) => one.entries)) {
          expect(debitMinor >= 0n && creditMinor >= 0n && debitMinor !== creditMinor).toBe(true);
          sums.set(account, (sums.get(account) ?? 0n) + creditMinor - debitMinor);
        }
        expect(sums.get('card:c')).toBe(restored ? -amountMinor : 0n);
        expect(sums.get('bank:fee-income') ?? 0n).toBe(restored ? merchantFee(amountMinor) : 0n);
      },
    ),
  );
});

it('funding works in both directions', () => {
  expect(isBalanced(fundingPosting('x', 'c', 5n))).toBe(true);
  expect(isBalanced(fundingPosting('x', 'c', -5n))).toBe(true);
});
