import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import { present } from '../../shared/lib/assert.ts';
import { setBalance } from '../services/merchants.ts';
import { verifyBooks } from '../store/verification.ts';
import { startTestBank, type TestBank } from './test-bank.ts';
import type { TestTill } from './test-till.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startTestBank();
});
afterAll(() => bank.close());

/** One after the other: many activations at once look like somebody guessing codes (P25). */
async function newTills(count: number): Promise<TestTill[]> {
  const tills: TestTill[] = [];
  while (tills.length < count) tills.push(await bank.newTill());
  return tills;
}

const firstOf = (tills: readonly TestTill[]) => present(tills[0], 'the first till');

/** Holds the row until let go, as other work does. */
async function held(table: 'terminals' | 'cards', id: string) {
  let letGo = (): void => undefined;
  const over = new Promise<void>((resolve) => (letGo = resolve));
  let isLocked = (): void => undefined;
  const locked = new Promise<void>((resolve) => (isLocked = resolve));
  const ended = bank.ports.database.transaction().execute(async (db) => {
    await db.selectFrom(table).select('id').where('id', '=', id).forUpdate().execute();
    isLocked();
    await over;
  });
  await locked;
  return async () => {
    letGo();
    await ended;
  };
}

describe('group commit', () => {
  it('I1 of many tills at one card at the same time no more are approved than it can pay', async () => {
    const tills = await newTills(12);
    await setBalance(bank.ports, 'good-tap', 5000n);
    const answers = await Promise.all(
      tills.map(async (till) => till.authorise(await till.newCore({ amountMinor: 1000 }))),
    );
    const codes = answers.map(({ json }) => (json as { code: string }).code);
    expect([...codes].sort()).toEqual([
      ...Array.from({ length: 5 }, () => '00'),
      ...Array.from({ length: 7 }, () => '51'),
    ]);
    await setBalance(bank.ports, 'good-tap', 1_000_000n);
    expect((await verifyBooks(bank.ports.database)).problems).toEqual([]);
  });

  it('A13 a till whose work is held does not hold the others', async () => {
    const [slow, others] = [await bank.newTill(), await newTills(5)];
    const letGo = await held('terminals', slow.facts.terminalId);
    const late = slow.authorise(await slow.newCore());
    const answers = await Promise.all(
      others.map(async (till) => till.authorise(await till.newCore())),
    );
    for (const { json } of answers) expect(json).toMatchObject({ outcome: 'approved' });
    await letGo();
    expect((await late).json).toMatchObject({ outcome: 'approved' });
  });

  it('A13 a card that is held keeps its own payments waiting, and no others', async () => {
    const [slow, others] = [await bank.newTill(), await newTills(5)];
    const letGo = await held('cards', 'good-tap');
    const late = slow.authorise(await slow.newCore({ cardId: 'good-tap' }));
    const answers = await Promise.all(
      others.map(async (till) => till.authorise(await till.newCore({ cardId: 'stolen' }))),
    );
    for (const { json } of answers) expect(json).toMatchObject({ code: '43' });
    await letGo();
    expect((await late).json).toMatchObject({ outcome: 'approved' });
  });

  it('I8 one id from many tills at the same time is booked for one; the others are told', async () => {
    const tills = await newTills(6);
    const { id } = await firstOf(tills).newCore();
    const answers = await Promise.all(
      tills.map(async (till) => till.reverse({ ...(await till.newCore()), id })),
    );
    const statuses = answers.map(({ status }) => status);
    expect([...statuses].sort((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 5 }, () => 422),
    ]);
    const rows = await bank.ports.database
      .selectFrom('transactions')
      .select('terminal_id')
      .where('merchant_id', '=', DEMO_MERCHANT.merchantId)
      .where('id', '=', id)
      .execute();
    expect(rows).toHaveLength(1);
  });
});
