import { describe, expect, it } from 'vitest';
import { PROGRAM_VERSION } from '../../shared/contracts/program-version.ts';
import { installDemo } from '../services/merchants.ts';
import { bankOfThisFile } from './test-bank.ts';
import type { TestTill } from './test-till.ts';

const bank = await bankOfThisFile();

async function setApproved(
  appVersion: string,
  approved: boolean,
  files: { readonly programHash?: string } = {},
): Promise<void> {
  const answer = await fetch(`${bank.url}/admin/versions`, {
    method: 'POST',
    headers: { authorization: 'Bearer test-token', 'content-type': 'application/json' },
    body: JSON.stringify({ appVersion, approved, ...files }),
  });
  expect(answer.status).toBe(200);
}

async function signOn(
  till: TestTill,
  appVersion: string,
  program: { readonly programHash?: string } = {},
): Promise<unknown> {
  const answer = await till.post('/v1/sign-on', {
    operatorId: '01',
    appVersion,
    ...program,
    deliveredUpTo: 0,
    lastTransactionNumber: 0,
    batchNumber: 1,
  });
  return answer.json;
}

const NOT_APPROVED = { status: 403, json: { error: { code: 'version-not-approved' } } };
const WITHDRAWN = { status: 403, json: { error: { code: 'version-withdrawn' } } };

describe('P29 approved versions', () => {
  it('P29 a withdrawn one may not sell; what it has sold is answered, taken back and uploaded', async () => {
    const till = await bank.newTill();
    await setApproved('9.1.0', true);
    expect(await signOn(till, '9.1.0')).toMatchObject({ versionRefusal: null });
    const sold = await till.newCore();
    const ask = (core: typeof sold) =>
      till.post('/v1/authorisations', { core, attempt: till.attempt() }, core.id);
    const before = await ask(sold);
    expect(before).toMatchObject({ status: 200, json: { outcome: 'approved' } });

    await setApproved('9.1.0', false);
    const events = await bank.eventCount('not-permitted');
    const fresh = await till.newCore();
    expect(await ask(fresh)).toMatchObject(WITHDRAWN);
    expect((await till.get(`/v1/transactions/${fresh.id}`)).json).toMatchObject({ known: false });
    expect(await bank.eventCount('not-permitted')).toBe(events + 1);
    expect(await signOn(till, '9.1.0')).toMatchObject({
      versionRefusal: 'version-withdrawn',
    });

    // The answer may have been lost on the way: asked again, the same one comes back.
    expect((await ask(sold)).json).toEqual(before.json);
    expect(await till.batch([till.cashReport(100)])).toMatchObject({ status: 200 });
    const reversal = { core: sold, reason: 'given-up', attempt: till.attempt() };
    expect(await till.post('/v1/reversals', reversal, sold.id)).toMatchObject({
      json: { outcome: 'reversed' },
    });
  });

  it('P29 a withdrawn one holds and completes nothing; what it has held it lets go', async () => {
    const till = await bank.newTill();
    await setApproved('9.4.0', true);
    await signOn(till, '9.4.0');
    const hold = await till.newCore({ kind: 'pre-authorisation' });
    expect(await till.authorise(hold)).toMatchObject({ json: { outcome: 'approved' } });
    await setApproved('9.4.0', false);
    const [another, completion, release] = await Promise.all([
      till.newCore({ kind: 'pre-authorisation' }),
      till.newCore({ kind: 'completion', originalId: hold.id }),
      till.newCore({ kind: 'pre-authorisation-void', originalId: hold.id }),
    ]);
    for (const core of [another, completion]) {
      expect(await till.authorise(core)).toMatchObject(WITHDRAWN);
    }
    const allowed = await till.authorise(release, { operatorId: '00' });
    expect(allowed).toMatchObject({ json: { outcome: 'approved' } });
  });

  it('P29 another version of the same till sells, and so does this one when it is approved again', async () => {
    const till = await bank.newTill();
    await setApproved('9.2.0', false);
    await setApproved('9.2.0', false);
    await setApproved('9.2.1', true);
    const sell = async () => {
      const core = await till.newCore();
      return till.post('/v1/authorisations', { core, attempt: till.attempt() }, core.id);
    };
    await signOn(till, '9.2.0');
    expect(await sell()).toMatchObject(WITHDRAWN);
    expect(await signOn(till, '9.2.1')).toMatchObject({ versionRefusal: null });
    expect(await sell()).toMatchObject({ status: 200 });
    await signOn(till, '9.2.0');
    await setApproved('9.2.0', true);
    expect(await sell()).toMatchObject({ status: 200 });
  });

  it('P29 one that the bank has never heard of sells no card; what it owes the bank it brings', async () => {
    const till = await bank.newTill();
    const sold = await till.newCore();
    expect(await till.authorise(sold)).toMatchObject({ json: { outcome: 'approved' } });
    const said = await signOn(till, '9.6.0');
    expect(said).toMatchObject({
      versionRefusal: 'version-not-approved',
    });
    const fresh = await till.newCore();
    expect(await till.authorise(fresh)).toMatchObject(NOT_APPROVED);
    expect((await till.get(`/v1/transactions/${fresh.id}`)).json).toMatchObject({ known: false });
    expect(await till.batch([till.cashReport(100)])).toMatchObject({ status: 200 });
    expect(await till.reverse(sold)).toMatchObject({ json: { outcome: 'reversed' } });
    await setApproved('9.6.0', true);
    expect(await till.authorise(await till.newCore())).toMatchObject({ status: 200 });
    expect(await signOn(till, '9.6.0')).toMatchObject({ versionRefusal: null });
  });

  it('P29 approved with its files only: made of others, or not saying of what, it sells no card', async () => {
    const till = await bank.newTill();
    const [files, others] = ['3c'.repeat(32), '4d'.repeat(32)];
    await setApproved('9.7.0', true, { programHash: files });
    const sells = async (program: { readonly programHash?: string }) => {
      await signOn(till, '9.7.0', program);
      return till.authorise(await till.newCore());
    };
    expect(await sells({ programHash: others })).toMatchObject(NOT_APPROVED);
    expect(await sells({})).toMatchObject(NOT_APPROVED);
    expect(await sells({ programHash: files })).toMatchObject({ status: 200 });
    await setApproved('9.7.0', true);
    expect(await sells({ programHash: others })).toMatchObject({ status: 200 });
  });

  it('P29 its own version a bank with the sample shop approves by itself, once: withdrawn, it stays so', async () => {
    const till = await bank.newTill();
    expect(await signOn(till, PROGRAM_VERSION)).toMatchObject({ versionRefusal: null });
    await setApproved(PROGRAM_VERSION, false);
    await installDemo(bank.ports);
    expect(await signOn(till, PROGRAM_VERSION)).toMatchObject({
      versionRefusal: 'version-withdrawn',
    });
    await setApproved(PROGRAM_VERSION, true);
    const headers = { authorization: 'Bearer test-token' };
    const decided = await (await fetch(`${bank.url}/admin/versions`, { headers })).json();
    expect(decided).toContainEqual({
      appVersion: PROGRAM_VERSION,
      approved: true,
      programHash: '',
    });
  });

  it('P29 the hash of the program is kept beside its version; another one under the same version is noted', async () => {
    const till = await bank.newTill();
    const [first, other] = ['1a'.repeat(32), '2b'.repeat(32)];
    const kept = async (): Promise<unknown> => {
      const headers = { authorization: 'Bearer test-token' };
      const terminals = await (await fetch(`${bank.url}/admin/terminals`, { headers })).json();
      const { terminalId } = till.facts;
      return (terminals as { terminalId: string }[]).find((one) => one.terminalId === terminalId);
    };
    const events = await bank.eventCount('program-changed');
    await signOn(till, '9.3.0');
    await signOn(till, '9.3.0', { programHash: first });
    await signOn(till, '9.3.0', { programHash: first });
    expect(await kept()).toMatchObject({ appVersion: '9.3.0', programHash: first });
    await signOn(till, '9.3.1', { programHash: other });
    expect(await bank.eventCount('program-changed')).toBe(events);
    await signOn(till, '9.3.1', { programHash: first });
    expect(await bank.eventCount('program-changed')).toBe(events + 1);
    expect(await kept()).toMatchObject({ appVersion: '9.3.1', programHash: first });
  });
});

it('P21 P16 a card on the hot list: a version of its own, by which a till takes it over', async () => {
  const till = await bank.newTill();
  const setHot = async (cardId: string, isHot: boolean) => {
    const { merchantId } = till.facts;
    const answer = await fetch(`${bank.url}/admin/hot-cards`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-token', 'content-type': 'application/json' },
      body: JSON.stringify({ merchantId, cardId, isHot }),
    });
    return answer.status;
  };
  const before = till.facts.parameters;
  const told = async () => (await signOn(till, '9.4.0')) as Pick<TestTill['facts'], 'parameters'>;
  expect(await setHot('good-tap', true)).toBe(200);
  // What is on it already makes it no other list.
  expect(await setHot('good-tap', true)).toBe(200);
  const { parameters } = await told();
  expect(parameters.version).toBe(before.version + 2);
  expect(parameters.hotListVersion).toBe(before.hotListVersion + 1);
  expect(parameters.keysVersion).toBe(before.keysVersion);
  expect(parameters.hotCardTokens).toHaveLength(before.hotCardTokens.length + 1);
  expect(await setHot('good-tap', false)).toBe(200);
  expect((await told()).parameters.hotCardTokens).toEqual(before.hotCardTokens);
  expect(await setHot('no-such-card', true)).toBe(404);
});

it('P21 P15 a key of an authority that is trusted no more: the keys have a version of their own', async () => {
  const till = await bank.newTill();
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${bank.url}/admin/${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-token', 'content-type': 'application/json' },
      body: JSON.stringify({ merchantId: till.facts.merchantId, ...body }),
    });
    return answer.status;
  };
  const { chip, hotListVersion, keysVersion } = till.facts.parameters;
  const told = async () => {
    const { parameters } = (await signOn(till, '9.5.0')) as Pick<TestTill['facts'], 'parameters'>;
    return parameters;
  };
  const [key] = chip.authorityKeys;
  const index = key?.index;
  expect(await post('authority-keys', { index, isTrusted: false })).toBe(200);
  expect(await told()).toMatchObject({
    hotListVersion,
    keysVersion: keysVersion + 1,
    chip: { authorityKeys: [] },
  });
  expect(await post('largest-batch', { mostRecords: 900 })).toBe(200);
  expect(await told()).toMatchObject({ hotListVersion, keysVersion: keysVersion + 1 });
  expect(await post('authority-keys', { index, isTrusted: true })).toBe(200);
  expect(await told()).toMatchObject({ keysVersion: keysVersion + 2, chip });
  expect(await post('authority-keys', { index: 1, isTrusted: true })).toBe(404);
});
