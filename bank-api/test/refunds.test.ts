import { v7 as uuidV7 } from 'uuid';
import { expect, it } from 'vitest';
import { present } from '../../shared/lib/assert.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { buildApp } from '../app.ts';
import { readLedger } from '../store/ledger-view-store.ts';
import { verifyBooks } from '../store/verification.ts';
import { holdCard, waitForLocks } from './row-locks.ts';
import { bankOfThisFile } from './test-bank.ts';
import { createTestTill, type TestTill } from './test-till.ts';

/** Refunds in PostgreSQL: what many bank servers on one database, and its own check, owe the books. */

const bank = await bankOfThisFile();

const refundOf = ({ id }: PaymentCore, till: TestTill, amountMinor: number) =>
  till.newCore({ kind: 'refund', originalId: id, amountMinor });

const codeOf = async (till: TestTill, core: PaymentCore) =>
  ((await till.authorise(core, { operatorId: '00' })).json as { code: string }).code;

it('I1 two servers asked at the same moment give the same sale back once', async () => {
  const other = await buildApp(bank.ports);
  const url = await other.listen({ host: '127.0.0.1', port: 0 });
  const [till, second] = [await bank.newTill(), await bank.newTill()];
  const { facts, device } = second;
  const elsewhere = createTestTill(url, facts, device, () => bank.clock.nowMs);
  const paid = await till.newCore({ amountMinor: 1000 });
  await till.authorise(paid);
  const letGo = await holdCard(bank, 'good-tap');
  const asked = [
    codeOf(till, await refundOf(paid, till, 1000)),
    codeOf(elsewhere, await refundOf(paid, elsewhere, 1000)),
  ];
  await waitForLocks(bank, 2);
  await letGo();
  expect((await Promise.all(asked)).sort()).toEqual(['00', '64']);
  expect((await verifyBooks(bank.ports.database)).problems).toEqual([]);
  await other.close();
});

it('I1 the fee is that of what the merchant keeps, whatever the parts', async () => {
  const till = await bank.newTill();
  const paid = await till.newCore({ amountMinor: 10_000 });
  await till.authorise(paid);
  const parts: PaymentCore[] = [];
  for (const amountMinor of [83, 83, 84, 1750]) {
    const part = await refundOf(paid, till, amountMinor);
    expect(await codeOf(till, part)).toBe('00');
    parts.push(part);
  }
  await till.reverse(present(parts[1], 'the second part'));
  const { accounts, sales, verified } = await readLedger(bank.ports.database);
  expect(verified.problems).toEqual([]);
  expect(verified.facts.refundedMinor).toBe(1000 + 2000);
  // Of 100.00 yuan 19.17 went back: 60 basis points of 80.83 are 48.498 fen.
  expect(accounts.find(({ code }) => code === 'bank:fee-income')?.balanceMinor).toBe(48);
  const [part] = sales.filter(({ saleId }) => saleId === parts[0]?.saleId);
  expect(part?.payments).toMatchObject([{ kind: 'refund', state: 'approved', postedMinor: -83 }]);
});

it('I1 the books themselves name a refund too many', async () => {
  const till = await bank.newTill();
  const paid = await till.newCore({ amountMinor: 500 });
  await till.authorise(paid);
  const refund = await refundOf(paid, till, 400);
  await codeOf(till, refund);
  const change = async (amountMinor: bigint, originalId: string) => {
    await bank.ports.database
      .updateTable('transactions')
      .set({ amount_minor: amountMinor, original_id: originalId })
      .where('id', '=', refund.id)
      .execute();
    return (await verifyBooks(bank.ports.database)).problems;
  };
  expect(await change(501n, paid.id)).toContain(
    `payment ${paid.id} is approved with -1 left of 500`,
  );
  expect(await change(400n, uuidV7())).toContain(`refund ${refund.id} is of no purchase`);
  expect(await change(400n, paid.id)).toEqual([]);
});
