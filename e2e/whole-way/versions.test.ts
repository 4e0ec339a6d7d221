import { describe, expect, it } from 'vitest';
import { PROGRAM_VERSION } from '../../shared/contracts/program-version.ts';
import { minor } from '../../shared/domain/money.ts';
import { valueOf } from '../value-of.ts';
import { shopForTests } from './shop-for-tests.ts';

/** A program that its bank does not approve, from the till to the bank's books. */
describe('approved versions, all the way', () => {
  const shop = shopForTests();
  const decide = (approved: boolean, files: { readonly programHash?: string } = {}) =>
    shop.bank.admin('versions', { appVersion: PROGRAM_VERSION, approved, ...files });
  const refusal = async () => valueOf(await shop.till.host.about()).versionRefusal;
  const sell = () => shop.till.sellByCard('good-tap');

  it.each([
    ['version-not-approved', () => decide(true, { programHash: '0'.repeat(64) })],
    ['version-withdrawn', () => decide(false)],
  ] as const)(
    'P29 %s: what is promised goes out, cash goes on, no card is read, until it is approved',
    async (code, refuse) => {
      expect(await shop.till.sellByCard('good-tap', { lineUsable: false })).toMatchObject({
        kind: 'provisional',
      });
      await refuse();
      try {
        await shop.till.signOn();
        expect(await refusal()).toBe(code);
        await expect(sell()).rejects.toThrow(code);
        valueOf(await shop.till.sellForCash(minor(100)));
        expect(await shop.till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
        await shop.restart();
        expect(await refusal()).toBe(code);
      } finally {
        await decide(true);
      }
      await shop.till.signOn();
      expect(await refusal()).toBeNull();
      expect(await sell()).toMatchObject({ kind: 'approved' });
      expect(
        await shop.bank.rows(
          'SELECT state FROM transactions WHERE terminal_id = $1 ORDER BY transaction_number',
          [shop.till.report.terminal.terminalId],
        ),
      ).toEqual([{ state: 'posted' }, { state: 'approved' }]);
    },
  );
});
