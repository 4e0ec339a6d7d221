import { expect, it } from 'vitest';
import { PROGRAM_VERSION } from '../../shared/contracts/program-version.ts';
import type { ActivationAnswer } from '../../shared/contracts/activation-api.ts';
import { issueActivationCode } from '../services/activation.ts';
import { bankOfThisFile } from './test-bank.ts';
import { activateTestTill, askActivation, newDevice, type TestTill } from './test-till.ts';

const bank = await bankOfThisFile();

async function signOn(till: TestTill, lastTransactionNumber: number): Promise<void> {
  const answer = await till.post('/v1/sign-on', {
    operatorId: '01',
    appVersion: PROGRAM_VERSION,
    deliveredUpTo: 0,
    lastTransactionNumber,
    batchNumber: 1,
  });
  expect(answer.status).toBe(200);
}

const codeOf = (till: TestTill) => issueActivationCode(bank.ports, till.facts.terminalId);

/** What another device is told that comes with a code of the bank. */
async function takeOver(till: TestTill): Promise<unknown> {
  const { status, json } = await askActivation(bank.url, await codeOf(till), newDevice());
  if (status === 200) return 'taken over';
  return (json as { readonly error: unknown }).error;
}

async function release(terminalId: string): Promise<number> {
  const answer = await fetch(`${bank.url}/admin/released-terminals`, {
    method: 'POST',
    headers: { authorization: 'Bearer test-token', 'content-type': 'application/json' },
    body: JSON.stringify({ terminalId }),
  });
  return answer.status;
}

const inUse = (message: string) => ({ code: 'terminal-in-use', message });

it('P24 a terminal with something unsettled stays with its till, and the refusal says how much', async () => {
  const till = await bank.newTill();
  const core = await till.newCore();
  expect((await till.authorise(core)).status).toBe(200);
  expect(await takeOver(till)).toEqual(inUse('unsent 0, unsettled 1'));
  // Still its till's: nothing of it changed.
  expect((await till.get('/v1/watermark')).status).toBe(200);
  await till.reverse(core);
  expect(await takeOver(till)).toBe('taken over');
  expect((await till.get('/v1/watermark')).status).toBe(401);
});

it('P24 numbers that were given out and have not arrived keep it too, until they have', async () => {
  const till = await bank.newTill();
  const reports = [till.cashReport(100), till.cashReport(200)];
  await signOn(till, 2);
  expect(await takeOver(till)).toEqual(inUse('unsent 2, unsettled 0'));
  await till.batch(reports.slice(0, 1));
  expect(await takeOver(till)).toEqual(inUse('unsent 1, unsettled 0'));
  await till.batch(reports.slice(1));
  expect(await takeOver(till)).toBe('taken over');
});

it('P24 P25 a lost till: the bank releases its terminal, for one activation, and what it owed holds up nobody again', async () => {
  const lost = await bank.newTill();
  const { terminalId } = lost.facts;
  await signOn(lost, 3);
  expect(await takeOver(lost)).toEqual(inUse('unsent 3, unsettled 0'));
  const events = await bank.eventCount('terminal-released');
  expect(await release(terminalId)).toBe(200);
  expect(await bank.eventCount('terminal-released')).toBe(events + 1);
  const second = await activateTestTill(bank.url, await codeOf(lost), () => bank.clock.nowMs);
  await signOn(second, 4);
  expect(await takeOver(second)).toEqual(inUse('unsent 1, unsettled 0'));
  expect(await release('77777777')).toBe(404);
});

it('P25 keys that are lost: the last journal goes on under new ones, an earlier one does not, released or not', async () => {
  const till = await bank.newTill();
  const { terminalId, journalNumber } = till.facts;
  expect(journalNumber).toBe(1);
  const comesBack = async (number: number, isOpen: boolean) => {
    await release(terminalId);
    const formerly = { terminalId, journalNumber: number, isOpen };
    const code = await codeOf(till);
    const { json } = await askActivation(bank.url, code, newDevice(), 'file', formerly);
    const said = json as ActivationAnswer & { readonly error?: { readonly code: string } };
    return said.error?.code ?? said.journalNumber;
  };
  await signOn(till, 3);
  expect(await comesBack(1, true)).toBe(1);
  expect(await takeOver(till)).toEqual(inUse('unsent 3, unsettled 0'));
  // What a till owes that is gone for good holds up nobody: its journal is not the last any more.
  await release(terminalId);
  expect(await takeOver(till)).toBe('taken over');
  expect(await comesBack(1, true)).toBe('terminal-passed-on');
  expect(await comesBack(2, true)).toBe(2);
  expect(await comesBack(1, false)).toBe(3);
  // A bank whose books were put back has heard of fewer: it is told.
  expect(await comesBack(5, true)).toBe(5);
  expect(await comesBack(4, true)).toBe('terminal-passed-on');
});
