import { gzipSync } from 'node:zlib';
import { v7 as uuidV7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import {
  batchAnswer,
  type BatchAnswer,
  type UploadItem,
  type UploadResult,
} from '../../shared/contracts/bank-api.ts';
import { PROGRAM_VERSION } from '../../shared/contracts/program-version.ts';
import { DEFAULT_PARAMETERS, DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import { minor } from '../../shared/domain/money.ts';
import { present } from '../../shared/lib/assert.ts';
import { readParameters } from '../store/terminal-store.ts';
import { verifyBooks } from '../store/verification.ts';
import { changeParameters } from '../services/parameters.ts';
import { bankOfThisFile } from './test-bank.ts';
import type { Answer } from './test-till.ts';

const bank = await bankOfThisFile();

function read(answer: Answer): BatchAnswer {
  expect(answer).toMatchObject({ status: 200, signed: true });
  return batchAnswer.parse(answer.json);
}

function only(answer: Answer): UploadResult {
  return present(read(answer).results[0], 'one result');
}

const hashOf = (number: number, salt = 'a') => `${salt}${String(number).padStart(63, '0')}`;

describe('a batch', () => {
  it('P12 A07 one result a record, matched by id; the same batch again changes nothing', async () => {
    const till = await bank.newTill();
    const items: UploadItem[] = [
      till.stored(await till.newCore()),
      till.cashReport(1999),
      {
        kind: 'void-number',
        id: uuidV7(),
        transactionNumber: till.numbers().transactionNumber,
        reason: 'not used',
      },
    ];
    const first = read(await till.batch(items, { deliveredUpTo: 3 }));
    expect(first.results.map((result) => result.code)).toEqual(['00', '00', '00']);
    expect(first.watermark).toEqual({ contiguousUpTo: 3, highest: 3, gaps: [] });
    const again = read(await till.batch(items));
    expect(again.results).toEqual(first.results);
    const facts = (await verifyBooks(bank.ports.database)).facts;
    await till.batch(items);
    expect((await verifyBooks(bank.ports.database)).facts).toEqual(facts);
  });

  it('P12 F23 each item its own result: a bad one never spoils the others', async () => {
    const till = await bank.newTill();
    const other = await bank.newTill();
    const good = till.cashReport(100);
    const wrongSum = till.cashReport(200);
    if (wrongSum.kind === 'sale-report') wrongSum.report.totals.dueMinor = minor(201);
    const noTill = till.cashReport(300);
    if (noTill.kind === 'sale-report') noTill.report.note = 'half a character \ud800 and \0';
    const foreign = other.cashReport(400);
    const stolen = till.stored(await till.newCore({ cardId: 'stolen' }));
    const poor = till.stored(await till.newCore({ cardId: 'poor', amountMinor: 101 }));
    const last = till.stored(await till.newCore());
    const items = [good, wrongSum, noTill, foreign, stolen, poor, last];
    const { results } = read(await till.batch(items));
    expect(results.map((result) => result.code)).toEqual([
      '00',
      '30',
      '30',
      '30',
      '43',
      '51',
      '00',
    ]);
    expect(results[1]?.message).toContain('due');
  });

  it('F30 a promise that the issuer refuses is final and charges nobody', async () => {
    const till = await bank.newTill();
    const core = await till.newCore({ cardId: 'poor', amountMinor: 5000 });
    expect(only(await till.batch([till.stored(core)]))).toMatchObject({ id: core.id, code: '51' });
    expect((await till.get(`/v1/transactions/${core.id}`)).json).toMatchObject({
      state: 'refused',
      code: '51',
      approvedMinor: 0,
    });
    expect(only(await till.batch([till.stored(core)])).code).toBe('51');
  });

  it('a promise waits while the issuer is down, and is judged afterwards', async () => {
    const till = await bank.newTill();
    const item = till.stored(await till.newCore());
    bank.ports.faults.change({ issuerDown: true });
    expect(only(await till.batch([item])).code).toBe('91');
    bank.ports.faults.change({ issuerDown: false });
    expect(only(await till.batch([item])).code).toBe('00');
  });

  it('P1 P26 same id, other content: 30, no effect, security event; of report and payment', async () => {
    const till = await bank.newTill();
    const report = till.cashReport(700);
    const core = await till.newCore({ amountMinor: 800 });
    await till.batch([report, till.stored(core)]);
    const events = await bank.eventCount('core-differs');
    const forged = structuredClone(report);
    if (forged.kind === 'sale-report') forged.report.note = 'changed';
    const otherCore = { ...core, amountMinor: minor(801) };
    const { results } = read(await till.batch([forged, till.stored(otherCore)]));
    expect(results).toMatchObject([
      { code: '30', message: 'core-differs' },
      { code: '30', message: 'core-differs' },
    ]);
    expect(await bank.eventCount('core-differs')).toBe(events + 2);
  });

  it('a sale is reported once: a second report of it is refused', async () => {
    const till = await bank.newTill();
    const report = till.cashReport(900);
    const second = structuredClone(till.cashReport(900));
    if (second.kind === 'sale-report' && report.kind === 'sale-report') {
      second.report.saleId = report.report.saleId;
    }
    const { results } = read(await till.batch([report, second]));
    expect(results.map((result) => result.code)).toEqual(['00', '30']);
  });

  it('P2 I8 a number is used or void, never both', async () => {
    const till = await bank.newTill();
    const report = till.cashReport(100);
    const voidOfUsed: UploadItem = {
      kind: 'void-number',
      id: uuidV7(),
      transactionNumber: 1,
      reason: '',
    };
    const voided: UploadItem = {
      kind: 'void-number',
      id: uuidV7(),
      transactionNumber: 2,
      reason: '',
    };
    till.numbers();
    const usedAfterVoid = { ...(await till.newCore()), transactionNumber: 2 };
    const items = [report, voidOfUsed, voided, till.stored(usedAfterVoid)];
    expect(read(await till.batch(items)).results.map((result) => result.code)).toEqual([
      '00',
      '30',
      '00',
      '30',
    ]);
    const sameId = {
      ...(await till.newCore()),
      id: voided.kind === 'void-number' ? voided.id : '',
    };
    expect((await till.authorise(sameId)).status).toBe(400);
  });

  it('A10 a batch that is malformed as a whole: 400, details, nothing booked', async () => {
    const till = await bank.newTill();
    const good = till.cashReport(100);
    const bad = till.cashReport(200);
    if (bad.kind === 'sale-report') bad.report.lines = [];
    const answer = await till.batch([good, bad]);
    expect(answer).toMatchObject({ status: 400, json: { error: { code: 'request-malformed' } } });
    expect(JSON.stringify(answer.json)).toContain('lines');
    expect((await till.get('/v1/watermark')).json).toMatchObject({ highest: 0 });
  });

  it('F18 two copies of one batch at the same instant book each record once', async () => {
    const till = await bank.newTill();
    const items: UploadItem[] = [];
    for (let i = 0; i < 20; i += 1) {
      items.push(i % 2 === 0 ? till.cashReport(100 + i) : till.stored(await till.newCore()));
    }
    const answers = await Promise.all([till.batch(items), till.batch(items), till.batch(items)]);
    const results = answers.map((answer) => read(answer).results);
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
    expect(results[0]?.every((result) => result.code === '00')).toBe(true);
  });

  it('takes gzip, with the digest over the plain body; refuses a bomb with 413', async () => {
    const till = await bank.newTill();
    const items = [till.cashReport(100)];
    const body = {
      batchId: uuidV7(),
      items,
      deliveredUpTo: 1,
      operatorId: '01',
      journal: { epoch: 1, from: 1, hashes: [] },
    };
    const request = till.signed('POST', '/v1/batches', body, body.batchId);
    const sendZipped = (plain: string) =>
      fetch(`${bank.url}/v1/batches`, {
        method: 'POST',
        headers: { ...request.headers, 'content-encoding': 'gzip' },
        body: gzipSync(plain),
      });
    expect((await sendZipped(request.body)).status).toBe(200);
    const bomb = await sendZipped(' '.repeat(6 * 1024 * 1024));
    expect(bomb.status).toBe(413);
    expect(await bomb.json()).toMatchObject({ error: { code: 'body-too-large' } });
  });

  it('the largest batch, a thousand sales, is booked as one', async () => {
    const till = await bank.newTill();
    const items = Array.from({ length: 1000 }, (_, i) => till.cashReport(100 + i));
    const { results, watermark } = read(await till.batch(items, { deliveredUpTo: 1000 }));
    expect(results.filter((result) => result.code === '00')).toHaveLength(1000);
    expect(watermark).toEqual({ contiguousUpTo: 1000, highest: 1000, gaps: [] });
  });

  it('A06 more than the merchant’s parameters allow: 413, and nothing of it is booked', async () => {
    const till = await bank.newTill();
    const { merchantId } = till.facts;
    const items = Array.from({ length: 3 }, (_, i) => till.cashReport(100 + i));
    await changeParameters(bank.ports, merchantId, { mostRecordsPerBatch: 2 });
    const tooMany = await till.batch(items);
    const allowed = read(await till.batch(items.slice(0, 2)));
    await changeParameters(bank.ports, merchantId, { mostRecordsPerBatch: 1000 });
    expect(tooMany).toMatchObject({ status: 413, json: { error: { code: 'body-too-large' } } });
    expect(allowed.watermark.highest).toBe(2);
  });
});

describe('P2 the series', () => {
  it('P2 names every gap at or below what the till declared, and none above', async () => {
    const till = await bank.newTill();
    const items = Array.from({ length: 6 }, (_, i) => till.cashReport(100 + i));
    const [one, , three, , , six] = items;
    const sent = [one, three, six].flatMap((item) => item ?? []);
    const { watermark } = read(await till.batch(sent, { deliveredUpTo: 5 }));
    expect(watermark).toEqual({ contiguousUpTo: 1, highest: 6, gaps: [2, 4, 5] });
    expect(await bank.eventCount('sequence-gap')).toBeGreaterThan(0);
    const full = read(await till.batch(items));
    expect(full.watermark).toEqual({ contiguousUpTo: 6, highest: 6, gaps: [] });
  });

  it('P21 sign-on: the higher batch number wins, on both sides, and stays', async () => {
    const till = await bank.newTill();
    const signOn = async (batchNumber: number) => {
      const answer = await till.post('/v1/sign-on', {
        operatorId: '01',
        appVersion: PROGRAM_VERSION,
        deliveredUpTo: 0,
        lastTransactionNumber: 0,
        batchNumber,
      });
      return answer.json;
    };
    expect(await signOn(0)).toMatchObject({ batchNumber: 1, anchor: { number: 0 } });
    expect(await signOn(7)).toMatchObject({ batchNumber: 7 });
    expect(await signOn(3)).toMatchObject({ batchNumber: 7, versionRefusal: null });
  });
});

describe('P2 journal anchors', () => {
  it('P2 F09 F10 extends, tolerates repeats, and names a gap and a fork', async () => {
    const till = await bank.newTill();
    const item = till.cashReport(100);
    const anchor = async (epoch: number, from: number, hashes: string[]) =>
      read(await till.batch([item], { journal: { epoch, from, hashes } })).anchor;
    const first = [1, 2, 3].map((number) => hashOf(number));
    expect(await anchor(1, 1, first)).toEqual({
      epoch: 1,
      number: 3,
      hash: hashOf(3),
      state: 'extended',
    });
    expect(await anchor(1, 1, first)).toMatchObject({ number: 3, state: 'unchanged' });
    expect(await anchor(1, 3, [hashOf(3), hashOf(4)])).toMatchObject({
      number: 4,
      state: 'extended',
    });
    expect(await anchor(1, 6, [hashOf(6)])).toMatchObject({ number: 4, state: 'gap' });
    expect(await anchor(1, 3, [hashOf(3, 'b')])).toMatchObject({ number: 4, state: 'fork' });
    expect(await bank.eventCount('journal-fork')).toBe(1);
    expect(await anchor(2, 3, [hashOf(3, 'c')])).toMatchObject({
      epoch: 2,
      number: 3,
      state: 'extended',
    });
    expect(await bank.eventCount('journal-rollback')).toBe(1);
    expect(await anchor(1, 5, [hashOf(5)])).toMatchObject({ epoch: 2, state: 'fork' });
    expect(await anchor(3, 20, [hashOf(20)])).toMatchObject({
      epoch: 3,
      number: 20,
      state: 'extended',
    });
  });
});

it('P15 changes of parameters at the same moment each become a version of their own, none is lost', async () => {
  const { merchantId } = DEMO_MERCHANT;
  const versions = await Promise.all([
    changeParameters(bank.ports, merchantId, { offline: { maxCount: 41 } }),
    changeParameters(bank.ports, merchantId, { offline: { maxAgeMs: 42_000_000 } }),
    changeParameters(bank.ports, merchantId, { mostRecordsPerBatch: 999 }),
    changeParameters(bank.ports, merchantId, { offline: { enabled: true } }),
  ]);
  expect(new Set(versions).size).toBe(versions.length);
  expect(await readParameters(bank.ports.database, merchantId)).toMatchObject({
    version: Math.max(...versions),
    mostRecordsPerBatch: 999,
    offline: { maxCount: 41, maxAgeMs: 42_000_000 },
  });
  await changeParameters(bank.ports, merchantId, DEFAULT_PARAMETERS);
});
