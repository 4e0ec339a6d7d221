import { describe, expect, it } from 'vitest';
import { v7 as uuidV7 } from 'uuid';
import { slipAnswer } from '../../shared/contracts/slip-api.ts';
import { issueActivationCode } from '../services/activation.ts';
import { createMerchant, createTerminal } from '../services/merchants.ts';
import { bankOfThisFile } from './test-bank.ts';
import { activateTestTill, type TestTill } from './test-till.ts';

const bank = await bankOfThisFile();
const [seller, asker] = await Promise.all([bank.newTill(), bank.newTill()]);

const asked = async (till: TestTill, id: string) => {
  const answer = await till.get(`/v1/slips/${id}`);
  expect([answer.status, answer.signed]).toEqual([200, true]);
  return slipAnswer.parse(answer.json);
};

describe('P19 what became of a promise, asked by another till of the merchant', () => {
  it('P19 posted: with the amount, the till and the card, and nothing more of it', async () => {
    const core = await seller.newCore({ amountMinor: 777 });
    expect(await asked(asker, core.id)).toEqual({ known: false, id: core.id });
    await seller.batch([seller.stored(core)]);
    const answer = await asked(asker, core.id);
    expect(answer).toMatchObject({ known: true, state: 'posted', amountMinor: 777 });
    expect(answer).toMatchObject({ terminalId: seller.facts.terminalId, saleId: core.saleId });
    expect(answer).toMatchObject({ maskedNumber: '622848******0072', isPaidOtherwise: false });
  });

  it('P13 refused, and made up for by another card of the same sale', async () => {
    const core = await seller.newCore({ cardId: 'stolen', amountMinor: 500 });
    await seller.batch([seller.stored(core)]);
    expect(await asked(asker, core.id)).toMatchObject({ state: 'refused', isPaidOtherwise: false });
    const other = await seller.newCore({ saleId: core.saleId, amountMinor: 400 });
    await seller.authorise(other);
    // Another amount is another tender of the sale, not what makes up for this one.
    expect(await asked(asker, core.id)).toMatchObject({ isPaidOtherwise: false });
    const again = await seller.newCore({ saleId: core.saleId, amountMinor: 500 });
    await seller.authorise(again);
    expect(await asked(asker, core.id)).toMatchObject({ state: 'refused', isPaidOtherwise: true });
    await seller.reverse(again);
    expect(await asked(asker, core.id)).toMatchObject({ isPaidOtherwise: false });
  });

  it('P6 taken back, also before it ever came', async () => {
    const core = await seller.newCore();
    await seller.reverse(core);
    expect(await asked(asker, core.id)).toMatchObject({ known: true, state: 'reversed' });
  });

  it('I6 of another merchant nothing is known', async () => {
    const core = await seller.newCore();
    await seller.batch([seller.stored(core)]);
    const merchantId = '999999999999999';
    await createMerchant(bank.ports, { merchantId, name: 'S', shopName: 'S', mode: 'training' });
    await createTerminal(bank.ports, { terminalId: '99000001', merchantId, tillNumber: '01' });
    const code = await issueActivationCode(bank.ports, '99000001');
    const stranger = await activateTestTill(bank.url, code, () => bank.clock.nowMs);
    expect(await asked(stranger, core.id)).toEqual({ known: false, id: core.id });
    expect((await stranger.get(`/v1/slips/${uuidV7()}`)).status).toBe(200);
    expect((await stranger.get('/v1/slips/no-id')).status).toBe(400);
  });
});
