import { describe, expect, it } from 'vitest';
import { PROGRAM_VERSION } from '../../shared/contracts/program-version.ts';
import { DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import { operatorList, type OperatorList } from '../../shared/contracts/operator-list.ts';
import { startCodeText } from '../../shared/domain/operators.ts';
import { sha256Hex } from '../security/hashing.ts';
import { bankOfThisFile } from './test-bank.ts';
import type { TestTill } from './test-till.ts';

const bank = await bankOfThisFile();

const { merchantId } = DEMO_MERCHANT;

async function admin(path: string, body: object): Promise<{ status: number; json: unknown }> {
  const answer = await fetch(`${bank.url}/admin/${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer test-token', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, json: await answer.json() };
}

async function listOf(till: TestTill): Promise<OperatorList> {
  const answer = await till.post('/v1/sign-on', {
    operatorId: '',
    appVersion: PROGRAM_VERSION,
    deliveredUpTo: 0,
    lastTransactionNumber: 0,
    batchNumber: 1,
  });
  expect(answer.signed).toBe(true);
  return operatorList.parse((answer.json as { readonly operators: unknown }).operators);
}

async function sells(till: TestTill, operatorId: string): Promise<number> {
  const core = await till.newCore();
  return (await till.authorise(core, { operatorId })).status;
}

describe('P28 the operators of a merchant', () => {
  it('P21 P28 each change is a version of its own; a start code goes as its hash, the last one counts', async () => {
    const till = await bank.newTill();
    const before = await listOf(till);
    expect(till.facts.operators).toEqual(before);
    expect(await sells(till, '02')).toBe(403);
    const chen = { merchantId, operatorId: '02' };
    expect(await admin('operators', { ...chen, name: '陈 Chen' })).toMatchObject({ status: 200 });
    const first = (await admin('start-codes', chen)).json as { readonly startCode: string };
    const second = (await admin('start-codes', chen)).json as { readonly startCode: string };
    const after = await listOf(till);
    expect(after.version).toBe(before.version + 3);
    const listed = after.operators.find(({ id }) => id === '02');
    const hashOf = (code: string) => sha256Hex(startCodeText(merchantId, '02', code) ?? '');
    expect(listed).toMatchObject({ name: '陈 Chen', role: 'cashier' });
    expect(listed?.startCode?.hash).toBe(hashOf(second.startCode));
    expect(JSON.stringify(after)).not.toContain(hashOf(first.startCode));
    expect(await sells(till, '02')).toBe(200);

    expect(await admin('removed-operators', chen)).toMatchObject({ status: 200 });
    expect((await listOf(till)).operators.map(({ id }) => id)).toEqual(['00', '01', '03', '99']);
    expect((await listOf(till)).version).toBe(after.version + 1);
    expect(await sells(till, '02')).toBe(403);
    expect(await admin('removed-operators', chen)).toMatchObject({ status: 404 });
    expect(await admin('start-codes', chen)).toMatchObject({ status: 404 });
  });

  it('P28 the number is the role; a system administrator sells nothing, whatever the till says', async () => {
    const till = await bank.newTill();
    const { operators } = await listOf(till);
    expect(operators.map(({ id, role }) => [id, role])).toEqual([
      ['00', 'supervisor'],
      ['01', 'cashier'],
      ['03', 'cashier'],
      ['99', 'administrator'],
    ]);
    const events = await bank.eventCount('not-permitted');
    expect(await sells(till, '99')).toBe(403);
    expect(await bank.eventCount('not-permitted')).toBe(events + 1);
    expect(await admin('operators', { merchantId, operatorId: '100', name: 'x' })).toMatchObject({
      status: 400,
    });
  });

  it('P28 a merchant of one’s own begins with three whose PINs nobody knows, each with a start code', async () => {
    const own = '898310054110077';
    const made = await admin('merchants', {
      merchantId: own,
      name: 'Own',
      shopName: 'Own',
      mode: 'training',
    });
    const { startCodes } = made.json as { readonly startCodes: Record<string, string> };
    expect(Object.keys(startCodes).sort()).toEqual(['00', '01', '99']);
    const response = await fetch(`${bank.url}/admin/operators?merchantId=${own}`, {
      headers: { authorization: 'Bearer test-token' },
    });
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ version: 4, operators: [{}, {}, {}] });
    for (const [id, code] of Object.entries(startCodes)) {
      expect(text).not.toContain(code);
      expect(text).not.toContain(sha256Hex(startCodeText(own, id, code) ?? ''));
    }
  });

  it('A28 what a cashier may not do alone goes with the list; a supervisor may everything', async () => {
    const till = await bank.newTill();
    const mayNot = async (operatorId: string) => {
      const { operators } = await listOf(till);
      return operators.find(({ id }) => id === operatorId)?.mayNot;
    };
    const change = (operatorId: string, right: string, isAllowed: boolean) =>
      admin('operator-rights', { merchantId, operatorId, right, isAllowed });
    expect(await mayNot('01')).toBeUndefined();
    expect(await mayNot('03')).toEqual(['discount', 'delete']);
    const { version } = await listOf(till);
    expect(await change('03', 'delete', true)).toMatchObject({ status: 200 });
    expect(await mayNot('03')).toEqual(['discount']);
    expect((await listOf(till)).version).toBe(version + 1);
    // Another name takes nothing away and gives nothing.
    await admin('operators', { merchantId, operatorId: '03', name: '赵 Zhao' });
    expect(await mayNot('03')).toEqual(['discount']);
    expect(await change('03', 'delete', false)).toMatchObject({ status: 200 });
    expect(await mayNot('03')).toEqual(['discount', 'delete']);
    expect(await change('00', 'discount', false)).toMatchObject({ status: 404 });
    expect(await change('77', 'discount', false)).toMatchObject({ status: 404 });
    expect(await change('01', 'refund', false)).toMatchObject({ status: 400 });
    expect(await mayNot('00')).toBeUndefined();
  });

  it('P28 the operators are for the bank’s own administration', async () => {
    const url = `${bank.url}/admin/start-codes`;
    const body = JSON.stringify({ merchantId, operatorId: '00' });
    const headers = { authorization: 'Bearer guessed', 'content-type': 'application/json' };
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(403);
  });
});
