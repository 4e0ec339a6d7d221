import { describe, expect, it } from 'vitest';
import { HEADERS } from '../../shared/contracts/http-signature.ts';
import { DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import { createHmac } from 'node:crypto';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import { issueActivationCode } from '../services/activation.ts';
import { createMerchant, createTerminal } from '../services/merchants.ts';
import { bankOfThisFile } from './test-bank.ts';
import { activateTestTill, askActivation, newDevice, type SentRequest } from './test-till.ts';

const bank = await bankOfThisFile();

const without = (request: SentRequest, name: string): SentRequest => ({
  ...request,
  headers: Object.fromEntries(Object.entries(request.headers).filter(([key]) => key !== name)),
});
const withHeader = (request: SentRequest, name: string, value: string): SentRequest => ({
  ...request,
  headers: { ...request.headers, [name]: value },
});

describe('P26 signed requests', () => {
  it('F37 a replay after ten minutes is refused, without effect, with signed bank time', async () => {
    const till = await bank.newTill();
    const core = await till.newCore();
    const request = till.signed(
      'POST',
      '/v1/authorisations',
      { core, attempt: till.attempt() },
      core.id,
    );
    bank.clock.nowMs += 10 * 60 * 1000;
    const answer = await till.send(request);
    expect(answer).toMatchObject({
      status: 401,
      signed: true,
      bankTimeMs: bank.clock.nowMs,
      json: { error: { code: 'clock-skew' } },
    });
    expect((await till.get(`/v1/transactions/${core.id}`)).json).toMatchObject({ known: false });
  });

  it('P26 a flood of unsigned calls is counted in one row for each source, kind and hour', async () => {
    const till = await bank.newTill();
    const request = till.signed('POST', '/v1/echo', { deliveredUpTo: 0 }, 'any');
    const unsigned = without(request, HEADERS.signature);
    const rows = async () => {
      const all = bank.ports.database.selectFrom('security_events').selectAll();
      return all.where('kind', '=', 'signature-missing').orderBy('at_ms').execute();
    };
    const [before, events] = [await rows(), await bank.eventCount('signature-missing')];
    bank.clock.nowMs += 60 * 60 * 1000;
    const firstMs = bank.clock.nowMs - (bank.clock.nowMs % (60 * 60 * 1000));
    bank.clock.nowMs = firstMs;
    for (let i = 0; i < 20; i += 1) {
      bank.clock.nowMs += 1;
      expect((await till.send(unsigned)).status).toBe(401);
    }
    expect(await bank.eventCount('signature-missing')).toBe(events + 20);
    const [row, ...others] = (await rows()).slice(before.length);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ times: 20n, last_at_ms: BigInt(firstMs + 20) });
    bank.clock.nowMs += 60 * 60 * 1000;
    await till.send(unsigned);
    expect((await rows()).length).toBe(before.length + 2);
  });

  it('F37 body, path, key, audience or signature changed or removed: 401, logged', async () => {
    const till = await bank.newTill();
    const core = await till.newCore();
    const request = till.signed(
      'POST',
      '/v1/authorisations',
      { core, attempt: till.attempt() },
      core.id,
    );
    const abused: [SentRequest, string][] = [
      [{ ...request, body: request.body.replace('"01"', '"00"') }, 'signature-invalid'],
      [{ ...request, path: '/v1/reversals' }, 'signature-invalid'],
      [withHeader(request, HEADERS.idempotencyKey, 'another'), 'signature-invalid'],
      [withHeader(request, HEADERS.audience, 'another-bank'), 'signature-invalid'],
      [withHeader(request, HEADERS.signature, `sig1=:${'A'.repeat(86)}==:`), 'signature-invalid'],
      [withHeader(request, HEADERS.signatureInput, 'sig1=("@method")'), 'signature-invalid'],
      [without(request, HEADERS.signature), 'signature-missing'],
      [without(request, HEADERS.signatureInput), 'signature-missing'],
      [without(request, HEADERS.contentDigest), 'signature-invalid'],
    ];
    const events =
      (await bank.eventCount('signature-invalid')) + (await bank.eventCount('signature-missing'));
    for (const [bad, code] of abused) {
      const answer = await till.send(bad);
      expect(answer).toMatchObject({ status: 401, signed: true, json: { error: { code } } });
    }
    const after =
      (await bank.eventCount('signature-invalid')) + (await bank.eventCount('signature-missing'));
    expect(after).toBe(events + abused.length);
    expect((await till.get(`/v1/transactions/${core.id}`)).json).toMatchObject({ known: false });
  });

  it('a key that nobody registered is unknown; another till’s key signs for itself only', async () => {
    const till = await bank.newTill();
    const other = await bank.newTill();
    const core = await till.newCore();
    const answer = await other.authorise(core);
    expect(answer).toMatchObject({ status: 403, json: { error: { code: 'not-permitted' } } });
    const request = till.signed('POST', '/v1/echo', { deliveredUpTo: 0 }, 'echo');
    const input = request.headers[HEADERS.signatureInput] ?? '';
    const forged = withHeader(
      request,
      HEADERS.signatureInput,
      input.replace(/keyid="\w+"/, 'keyid="nobody"'),
    );
    expect((await till.send(forged)).json).toMatchObject({ error: { code: 'terminal-unknown' } });
    expect((await other.get(`/v1/transactions/${core.id}`)).json).toMatchObject({ known: false });
  });

  it('another protocol version: 426', async () => {
    const till = await bank.newTill();
    const request = till.signed('POST', '/v1/echo', { deliveredUpTo: 0 }, 'echo');
    expect((await till.send(withHeader(request, HEADERS.protocolVersion, '99'))).status).toBe(426);
    expect(await till.send(request)).toMatchObject({ status: 200, signed: true });
  });

  it('bad input at the boundary: a clear, signed refusal', async () => {
    const till = await bank.newTill();
    const send = (body: unknown) => till.post('/v1/authorisations', body);
    for (const body of [{}, [], 'text', { core: 1, attempt: null }]) {
      expect(await send(body)).toMatchObject({ status: 400, signed: true });
    }
    expect((await till.get('/v1/transactions/not-an-id')).status).toBe(400);
    expect((await till.get('/v1/nothing')).status).toBe(404);
    const huge = await till.post('/v1/echo', { deliveredUpTo: 0, x: 'x'.repeat(5 * 1024 * 1024) });
    expect(huge.status).toBe(413);
  });

  it.each(['/admin/ledger', '/%61dmin/ledger', 'http://bank/admin/ledger', '/admin/%6cedger'])(
    'P28 the administration is shut without its token, spelled %s',
    async (path) => {
      const answer = await bank.app.inject({ method: 'GET', url: path });
      expect([answer.statusCode, answer.json()]).toMatchObject([
        403,
        { error: { code: 'not-permitted' } },
      ]);
    },
  );

  it('P28 F38 an operator whom the merchant does not have: 403, logged', async () => {
    const till = await bank.newTill();
    const events = await bank.eventCount('not-permitted');
    const answer = await till.authorise(await till.newCore(), { operatorId: '77' });
    expect(answer.status).toBe(403);
    const signOn = {
      operatorId: '77',
      appVersion: '',
      deliveredUpTo: 0,
      lastTransactionNumber: 0,
      batchNumber: 0,
    };
    expect((await till.post('/v1/sign-on', signOn)).status).toBe(403);
    expect(await bank.eventCount('not-permitted')).toBe(events + 2);
  });

  it('P16 the hot list holds the stolen card as a token under the merchant’s key', async () => {
    const till = await bank.newTill();
    const { cardTokenKey } = till.facts;
    const stolen = TEST_CARDS.find((card) => card.account.standing === 'stolen');
    const token = createHmac('sha256', Buffer.from(cardTokenKey, 'base64'))
      .update(stolen?.number ?? '')
      .digest('hex');
    expect((await till.get('/v1/parameters')).json).toMatchObject({ hotCardTokens: [token] });
  });
});

describe('P25 activation', () => {
  it('F39 a code works once; the same device may ask again, since an answer may be lost', async () => {
    const code = await bank.newActivationCode();
    const device = newDevice();
    const first = await askActivation(bank.url, code, device);
    expect(first.status).toBe(200);
    const again = await askActivation(bank.url, code.toLowerCase().replaceAll('-', ' '), device);
    // But for the PIN pad's key: its serial number is given out once (P27, I8).
    const withoutPinKey = ({ json }: typeof first) => ({ ...(json as object), pinKey: null });
    expect(again.status).toBe(200);
    expect(withoutPinKey(again)).toEqual(withoutPinKey(first));
    const other = await askActivation(bank.url, code, newDevice());
    expect(other).toMatchObject({ status: 403, json: { error: { code: 'activation-code-used' } } });
  });

  it('P25 a key that is no point of the curve, and the key of another terminal, are refused', async () => {
    const till = await bank.newTill();
    const code = await bank.newActivationCode();
    const { kty, crv, x, y } = till.device.jwk;
    const noPoint = { ...till.device, jwk: { kty, crv, x: y, y: x } };
    expect(await askActivation(bank.url, code, noPoint)).toMatchObject({
      status: 400,
      json: { error: { code: 'request-malformed' } },
    });
    expect(await askActivation(bank.url, code, till.device)).toMatchObject({
      status: 403,
      json: { error: { code: 'not-permitted' } },
    });
    // Neither of them has used the code up.
    expect((await askActivation(bank.url, code, newDevice())).status).toBe(200);
    expect((await till.get('/v1/watermark')).status).toBe(200);
    bank.clock.nowMs += 11 * 60 * 1000;
  });

  it('P25 one key for two terminals at the same instant: one of them has it', async () => {
    const codes = [await bank.newActivationCode(), await bank.newActivationCode()];
    const device = newDevice();
    const answers = await Promise.all(codes.map((code) => askActivation(bank.url, code, device)));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 403]);
    bank.clock.nowMs += 11 * 60 * 1000;
  });

  it('F39 two tills at once: exactly one wins', async () => {
    const code = await bank.newActivationCode();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => askActivation(bank.url, code, newDevice())),
    );
    expect(answers.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([
      200, 403, 403, 403,
    ]);
    bank.clock.nowMs += 11 * 60 * 1000;
  });

  it('P25 a code dies after a day, and when a newer one is issued', async () => {
    const { terminalId } = DEMO_MERCHANT;
    const old = await issueActivationCode(bank.ports, terminalId);
    const fresh = await issueActivationCode(bank.ports, terminalId);
    expect((await askActivation(bank.url, old, newDevice())).status).toBe(403);
    bank.clock.nowMs += 24 * 60 * 60 * 1000 + 1;
    expect((await askActivation(bank.url, fresh, newDevice())).status).toBe(403);
  });

  it('P24 P25 only a demo terminal can be taken over by a new device, with an event', async () => {
    const { terminalId } = DEMO_MERCHANT;
    const nowMs = () => bank.clock.nowMs;
    const code = () => issueActivationCode(bank.ports, terminalId);
    const first = await activateTestTill(bank.url, await code(), nowMs);
    await first.batch([first.cashReport(100)]);
    const second = await activateTestTill(bank.url, await code(), nowMs);
    expect((await first.get('/v1/watermark')).status).toBe(401);
    const signOn = {
      operatorId: '',
      appVersion: '',
      deliveredUpTo: 0,
      lastTransactionNumber: 0,
      batchNumber: 0,
    };
    expect((await second.post('/v1/sign-on', signOn)).json).toMatchObject({
      batchNumber: 2,
      watermark: { highest: 1 },
      anchor: { number: 0 },
    });
    expect(await bank.eventCount('activation-repeated')).toBe(1);

    const merchantId = '898310054119999';
    await createMerchant(bank.ports, { merchantId, name: 'L', shopName: 'L', mode: 'live' });
    await createTerminal(bank.ports, { terminalId: '90000001', merchantId, tillNumber: '01' });
    const live = async () => issueActivationCode(bank.ports, '90000001');
    const firstCode = await live();
    expect(await askActivation(bank.url, firstCode, newDevice(), 'file')).toMatchObject({
      status: 403,
      json: { error: { code: 'key-store-too-weak' } },
    });
    expect((await askActivation(bank.url, firstCode, newDevice(), 'keyring')).status).toBe(200);
    expect(await askActivation(bank.url, await live(), newDevice(), 'keyring')).toMatchObject({
      status: 403,
      json: { error: { code: 'terminal-in-use', message: 'unsent 0, unsettled 0' } },
    });
  });

  it('F39 guessing is throttled; a right code waits with everybody else, then works', async () => {
    bank.clock.nowMs += 11 * 60 * 1000;
    const code = await bank.newActivationCode();
    const statuses = [];
    for (let i = 0; i < 15; i += 1) {
      const guess = `0000-0000-0000-0000-0000-0000-${code.slice(30)}`;
      statuses.push((await askActivation(bank.url, guess, newDevice())).status);
    }
    expect(statuses.filter((status) => status === 403)).toHaveLength(10);
    expect(statuses.at(-1)).toBe(429);
    expect((await askActivation(bank.url, code, newDevice())).status).toBe(429);
    bank.clock.nowMs += 11 * 60 * 1000;
    expect((await askActivation(bank.url, code, newDevice())).status).toBe(200);
  });

  it('F39 a thousand guesses at the same instant: none gets through, few are even looked at', async () => {
    bank.clock.nowMs += 11 * 60 * 1000;
    const code = await bank.newActivationCode();
    const before = await bank.eventCount('activation-refused');
    const guess = (i: number) => {
      const random = String(i).padStart(4, '0');
      return askActivation(
        bank.url,
        `${random}-0000-0000-0000-0000-0000-${code.slice(30)}`,
        newDevice(),
      );
    };
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, i) => guess(i)));
    const statuses = answers.map((answer) => answer.status);
    expect(statuses.filter((status) => status !== 403 && status !== 429)).toEqual([]);
    expect(statuses.filter((status) => status === 403).length).toBeLessThanOrEqual(10);
    expect(await bank.eventCount('activation-refused')).toBeLessThanOrEqual(before + 10);
    bank.clock.nowMs += 11 * 60 * 1000;
    expect((await askActivation(bank.url, code, newDevice())).status).toBe(200);
  });

  it('F39 codes are kept as hashes only', async () => {
    const code = await bank.newActivationCode();
    const rows = await bank.ports.database.selectFrom('activation_codes').selectAll().execute();
    const text = JSON.stringify(rows, (_key, value: unknown) =>
      typeof value === 'bigint' ? '' : value,
    );
    expect(text).not.toContain(code);
    expect(rows.every((row) => /^[0-9a-f]{64}$/.test(row.code_hash))).toBe(true);
  });
});
