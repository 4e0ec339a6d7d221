import { afterEach, expect, it } from 'vitest';
import { NO_FAULTS } from '../faults.ts';
import { verifyBooks } from '../store/verification.ts';
import { bankOfThisFile } from './test-bank.ts';

const bank = await bankOfThisFile();
afterEach(() => {
  bank.ports.faults.change(NO_FAULTS);
});

const faults = () => bank.ports.faults;

async function chargedMinor(): Promise<number> {
  const { facts } = await verifyBooks(bank.ports.database);
  return facts.capturedMinor - facts.reversedMinor;
}

it('A04 F13 the answer is lost after the commit: the same id gets it, one posting', async () => {
  const till = await bank.newTill();
  const before = await chargedMinor();
  const core = await till.newCore({ amountMinor: 321 });
  faults().change({ loseAnswers: 1 });
  await expect(till.authorise(core)).rejects.toThrow();
  expect((await till.get(`/v1/transactions/${core.id}`)).json).toMatchObject({ state: 'approved' });
  expect((await till.authorise(core)).json).toMatchObject({ outcome: 'approved' });
  expect(await chargedMinor()).toBe(before + 321);
});

it('A04 F18 a batch whose answer is lost is booked once', async () => {
  const till = await bank.newTill();
  const before = await chargedMinor();
  const items = [till.stored(await till.newCore({ amountMinor: 55 })), till.cashReport(99)];
  faults().change({ loseAnswers: 2, path: 'batches' });
  await expect(till.batch(items)).rejects.toThrow();
  await expect(till.batch(items)).rejects.toThrow();
  expect((await till.batch(items)).status).toBe(200);
  expect(await chargedMinor()).toBe(before + 55);
});

it('F12 the request is lost: nothing is known of it, the same id is served later', async () => {
  const till = await bank.newTill();
  const core = await till.newCore();
  faults().change({ loseRequests: 1 });
  await expect(till.authorise(core)).rejects.toThrow();
  expect((await till.get(`/v1/transactions/${core.id}`)).json).toMatchObject({ known: false });
  expect((await till.authorise(core)).json).toMatchObject({ outcome: 'approved' });
});

it('F19 500 after the commit: signed, unknown to the till, resolved by the id', async () => {
  const till = await bank.newTill();
  const before = await chargedMinor();
  const core = await till.newCore({ amountMinor: 77 });
  faults().change({ failAfterCommit: 1 });
  expect(await till.authorise(core)).toMatchObject({
    status: 500,
    signed: true,
    json: { error: { code: 'bank-internal' } },
  });
  expect((await till.authorise(core)).json).toMatchObject({ outcome: 'approved' });
  expect(await chargedMinor()).toBe(before + 77);
});

it('F22 a captive portal: 200, HTML, unsigned, and no effect', async () => {
  const till = await bank.newTill();
  const core = await till.newCore();
  faults().change({ portal: true });
  const answer = await till.authorise(core);
  expect(answer).toMatchObject({ status: 200, signed: false, json: null });
  expect(answer.text).toContain('<html');
  faults().change({ portal: false });
  expect((await till.get(`/v1/transactions/${core.id}`)).json).toMatchObject({ known: false });
});

it('P14 the bank is off: the socket is cut; echo and health as well', async () => {
  const till = await bank.newTill();
  faults().change({ off: true });
  await expect(till.post('/v1/echo', { deliveredUpTo: 0 })).rejects.toThrow();
  await expect(fetch(`${bank.url}/health`)).rejects.toThrow();
  faults().change({ off: false });
  expect((await till.post('/v1/echo', { deliveredUpTo: 0 })).json).toMatchObject({
    bankId: 'twintill-demo-bank',
    timeMs: bank.clock.nowMs,
  });
});

it('administration works through every fault, with its token only', async () => {
  faults().change({ off: true, portal: true });
  const ask = (token: string) =>
    fetch(`${bank.url}/admin/faults`, { headers: { authorization: `Bearer ${token}` } });
  expect((await ask('test-token')).status).toBe(200);
  expect((await ask('wrong')).status).toBe(403);
});
