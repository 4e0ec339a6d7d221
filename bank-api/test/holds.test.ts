import { v7 as uuidV7 } from 'uuid';
import { expect, it } from 'vitest';
import { present } from '../../shared/lib/assert.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { ledgerText } from '../admin/ledger-text.ts';
import { buildApp } from '../app.ts';
import { issueActivationCode } from '../services/activation.ts';
import { createMerchant, createTerminal, setBalance } from '../services/merchants.ts';
import { readLedger } from '../store/ledger-view-store.ts';
import { readBalances } from '../store/party-view-store.ts';
import { verifyBooks } from '../store/verification.ts';
import { holdCard, waitForLocks } from './row-locks.ts';
import { bankOfThisFile } from './test-bank.ts';
import { activateTestTill, createTestTill, type TestTill } from './test-till.ts';

/** Holds in PostgreSQL: what many bank servers on one database, and its own check, owe the books. */

const bank = await bankOfThisFile();

const codeOf = async (till: TestTill, core: PaymentCore) =>
  ((await till.authorise(core, { operatorId: '00' })).json as { code: string }).code;

async function held(till: TestTill, amountMinor: number): Promise<PaymentCore> {
  const core = await till.newCore({ kind: 'pre-authorisation', amountMinor });
  expect(await codeOf(till, core)).toBe('00');
  return core;
}

const followOn = ({ id }: PaymentCore, till: TestTill, amountMinor: number) =>
  till.newCore({ kind: 'completion', originalId: id, amountMinor });

/** The same till's keys over another server on the same database. */
async function elsewhere(): Promise<{ till: TestTill; close: () => Promise<void> }> {
  const other = await buildApp(bank.ports);
  const url = await other.listen({ host: '127.0.0.1', port: 0 });
  const { facts, device } = await bank.newTill();
  const till = createTestTill(url, facts, device, () => bank.clock.nowMs);
  return { till, close: () => other.close() };
}

const problems = async () => (await verifyBooks(bank.ports.database)).problems;

it('I1 two servers asked at the same moment complete one hold once', async () => {
  const [till, second] = [await bank.newTill(), await elsewhere()];
  const hold = await held(till, 1000);
  const letGo = await holdCard(bank, 'good-tap');
  const asked = [
    codeOf(till, await followOn(hold, till, 1000)),
    codeOf(second.till, await followOn(hold, second.till, 1150)),
  ];
  await waitForLocks(bank, 2);
  await letGo();
  expect((await Promise.all(asked)).sort()).toEqual(['00', '12']);
  expect(await problems()).toEqual([]);
  await second.close();
});

it('I1 two servers asked at the same moment hold no more than there is on the card', async () => {
  const [till, second] = [await bank.newTill(), await elsewhere()];
  await setBalance(bank.ports, 'good-chip', 1000n);
  const wish = { kind: 'pre-authorisation', cardId: 'good-chip', amountMinor: 700 } as const;
  const holds = [await till.newCore(wish), await second.till.newCore(wish)] as const;
  const letGo = await holdCard(bank, 'good-chip');
  const asked = [codeOf(till, holds[0]), codeOf(second.till, holds[1])];
  await waitForLocks(bank, 2);
  await letGo();
  expect((await Promise.all(asked)).sort()).toEqual(['00', '51']);
  await second.close();
});

it('I1 what one merchant holds no other one can take', async () => {
  const [till, merchantId, terminalId] = [await bank.newTill(), '898310054118888', '80000001'];
  await createMerchant(bank.ports, { merchantId, name: 'H', shopName: 'H', mode: 'training' });
  await createTerminal(bank.ports, { terminalId, merchantId, tillNumber: '01' });
  const code = await issueActivationCode(bank.ports, terminalId);
  const other = await activateTestTill(bank.url, code, () => bank.clock.nowMs);
  await setBalance(bank.ports, 'poor', 1000n);
  const hold = await till.newCore({
    kind: 'pre-authorisation',
    cardId: 'poor',
    amountMinor: 600,
  });
  expect(await codeOf(till, hold)).toBe('00');
  const bought = (amountMinor: number) =>
    other.newCore({ cardId: 'poor', amountMinor, kind: 'purchase' });
  expect(await codeOf(other, await bought(401))).toBe('51');
  expect(await codeOf(other, await bought(400))).toBe('00');
  const foreign = await other.newCore({
    kind: 'completion',
    originalId: hold.id,
    cardId: 'poor',
    amountMinor: 600,
  });
  expect(await codeOf(other, foreign)).toBe('25');
  const balances = await readBalances(bank.ports.database, bank.clock.nowMs);
  expect(balances.find(({ cardId }) => cardId === 'poor')).toMatchObject({
    availableMinor: 600,
    heldMinor: 600,
  });
  expect(await problems()).toEqual([]);
});

it('I1 the ledger shows what is held, and a completion pays its fee like a sale', async () => {
  const till = await bank.newTill();
  const before = (await readLedger(bank.ports.database)).verified.facts;
  const [open, completed] = [await held(till, 5000), await held(till, 3000)];
  const completion = await followOn(completed, till, 3450);
  expect(await codeOf(till, completion)).toBe('00');
  const ledger = await readLedger(bank.ports.database);
  const { holds, sales, verified } = ledger;
  expect(verified.problems).toEqual([]);
  expect(verified.facts.heldMinor - before.heldMinor).toBe(5000);
  expect(verified.facts.capturedMinor - before.capturedMinor).toBe(3450);
  expect(verified.facts.feesMinor - before.feesMinor).toBe(21);
  const shown = holds.find(({ id }) => id === open.id);
  expect(shown).toMatchObject({ amountMinor: 5000, terminalId: open.terminalId });
  expect(shown?.authorisationCode).toMatch(/^\d{6}$/);
  expect(holds.map(({ id }) => id)).not.toContain(completed.id);
  const lines = ledgerText(ledger).split('\n');
  const line = lines.find((one) => one.includes('622848') && one.includes(open.id));
  expect(line).toContain('50.00');
  expect(line).toContain(shown?.authorisationCode);
  expect(line).toContain('2026-12-24');
  const moved = (core: PaymentCore) =>
    present(
      sales.find(({ saleId }) => saleId === core.saleId),
      'its line',
    ).payments;
  expect(moved(completion)).toMatchObject([{ kind: 'completion', postedMinor: 3450 }]);
  expect(moved(open)).toMatchObject([{ kind: 'pre-authorisation', postedMinor: 0 }]);
});

it('I1 the books themselves name a hold that is not kept, and one that is kept for nothing', async () => {
  const till = await bank.newTill();
  const [hold, completed] = [await held(till, 500), await held(till, 500)];
  const completion = await followOn(completed, till, 500);
  expect(await codeOf(till, completion)).toBe('00');
  const { database } = bank.ports;
  const change = async (id: string, values: Record<string, unknown>) => {
    await database.updateTable('transactions').set(values).where('id', '=', id).execute();
    return problems();
  };
  const { id } = hold;
  const kept = await database
    .deleteFrom('card_holds')
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  expect(await problems()).toContain(
    `hold ${id} is approved with 0 followers over 500, its card is kept from 0`,
  );
  await database.insertInto('card_holds').values(kept).execute();
  expect(await change(id, { state: 'reversed' })).toContain(
    `hold ${id} is reversed with 0 followers over 500, its card is kept from 500`,
  );
  await change(id, { state: 'approved' });
  expect(await change(completed.id, { amount_minor: 434n })).toContain(
    `completion ${completion.id} over 500 is of pre-authorisation over 434`,
  );
  await change(completed.id, { amount_minor: 500n });
  expect(await change(completion.id, { original_id: uuidV7() })).toContain(
    `completion ${completion.id} over 500 is of nothing`,
  );
  expect(await change(completion.id, { original_id: completed.id })).toEqual([]);
});
