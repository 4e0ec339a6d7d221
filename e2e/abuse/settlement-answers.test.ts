import { describe, expect, it } from 'vitest';
import type { SettlementAnswer, SettlementRequest } from '../../shared/contracts/settlement-api.ts';
import { approveUnbooked } from '../bank-lies.ts';
import { BankPen } from '../bank-pen.ts';
import { SETTLEMENTS } from '../cable.ts';
import { valueOf } from '../value-of.ts';
import { dayEndsIn } from '../whole-way/day-ends.ts';
import { shopForTests } from '../whole-way/shop-for-tests.ts';

type Said = Record<string, unknown>;
type Lie = (truth: Said, asked: SettlementRequest) => Said;

const RECORDS = `${SETTLEMENTS}/records`;
const END = `${SETTLEMENTS}/end`;
const OTHER_ID = '01900000-0000-7000-8000-0000000000ff';

/** The bank's totals or the till's, called balanced. */
function balanced(truth: Said, totals?: SettlementRequest['totals']): Said {
  const { groups } = truth as SettlementAnswer;
  const calledSo = groups.map((group) => {
    return { ...group, result: 'balanced', totals: totals ?? group.totals };
  });
  return { ...truth, groups: calledSo };
}

/**
 * The bank's answers at day end (P5, P22): signed, and about another batch, another settlement or
 * other totals. In each of these worlds the bank misses a sale, so that no honest answer settles.
 */
describe('a signed answer to a day end that does not fit', () => {
  const shop = shopForTests();

  const { close, cure, end, last, sell, paidOut } = dayEndsIn(shop);

  async function lying(path: string, lie: Lie): Promise<void> {
    const pen = await BankPen.of(shop.bank);
    shop.cable.answer(path, async (exchange, ask) => {
      const { status, body } = await ask();
      const asked = JSON.parse(exchange.body) as SettlementRequest;
      return pen.write(exchange, { status, body: lie(JSON.parse(body) as Said, asked) });
    });
  }

  async function strangeAnswers(): Promise<readonly string[]> {
    const records = valueOf(await shop.till.host.readJournal({ from: 1, limit: 200 }));
    return records.flatMap(({ body }) =>
      body.kind === 'notice' && body.code === 'answer-differs' ? [body.detail] : [],
    );
  }

  it.each<readonly [string, string, RegExp, Lie]>([
    [
      'balanced, with totals that are not the till’s',
      SETTLEMENTS,
      /balanced with other totals$/,
      (truth) => balanced(truth),
    ],
    [
      'balanced, with the till’s sums of other records',
      SETTLEMENTS,
      /balanced with other totals$/,
      (truth, { totals }) => balanced(truth, { ...totals, fingerprint: '0'.repeat(32) }),
    ],
    [
      'balanced, of another batch',
      SETTLEMENTS,
      /batch \d+$/,
      (truth, { totals, batchNumber }) => {
        return { ...balanced(truth, totals), batchNumber: batchNumber + 1 };
      },
    ],
    [
      'balanced, of another settlement',
      SETTLEMENTS,
      /settlement 01900000-/,
      (truth, { totals }) => ({ ...balanced(truth, totals), settlementId: OTHER_ID }),
    ],
    [
      'an upload of another settlement',
      RECORDS,
      /settlement 01900000-/,
      (truth) => ({ ...truth, settlementId: OTHER_ID }),
    ],
    [
      'the end of another settlement, without any difference',
      END,
      /settlement 01900000-/,
      (truth) => ({ ...truth, settlementId: OTHER_ID, differences: [] }),
    ],
  ])(
    'P5 P22 P26 %s: nothing is settled, it is noted, and settled with the truth',
    async (_what, path, noted, lie) => {
      await sell(1000);
      const booksAgain = await approveUnbooked(shop.cable, shop.bank);
      await sell(300);
      booksAgain();
      await lying(path, lie);
      const { settlement, noAnswer } = await end();
      expect([settlement.step, settlement.bank]).toEqual(['opened', null]);
      expect(noAnswer?.code).toBe('line-answer-differs');
      expect((await last())?.step).toBe('opened');
      expect(await paidOut(settlement)).toBe(0);
      expect(await strangeAnswers()).toEqual([expect.stringMatching(noted)]);

      shop.cable.answer(path, null);
      const again = await close();
      expect([again.id, again.step]).toEqual([settlement.id, 'disagree']);
      expect(again.differences.map(({ kind }) => kind)).toEqual(['missing-at-bank']);
      const cured = await cure(again.differences);
      expect([cured.id, cured.step]).toEqual([settlement.id, 'confirmed']);
      expect(await paidOut(settlement)).toBe(1300);
    },
  );
});
