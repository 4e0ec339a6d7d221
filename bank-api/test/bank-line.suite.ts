import { v7 as uuidV7 } from 'uuid';
import { expect, it } from 'vitest';
import { HEADERS, MAX_SIGNATURE_AGE_S } from '../../shared/contracts/http-signature.ts';
import { ZERO } from '../../shared/domain/money.ts';
import type { HttpRequest } from '../../shared/host/ports.ts';
import { answerOf, faultOf, type SuiteTill, type Counter } from './suite-till.ts';

const HOUR_MS = 60 * 60 * 1000;

export function lineCases(counter: Counter): void {
  terminalCases(counter);
  clockCases(counter);
  signatureCases(counter);
}

function terminalCases({ bank, newTill }: Counter): void {
  it('P21 a sign-on brings parameters, marks and the higher batch number, which never falls', async () => {
    const till = await newTill();
    const { parameters, operators } = till.atBank.activated;
    expect(operators.operators.map(({ id }) => id).sort()).toEqual(['00', '01', '03', '99']);
    expect(parameters.hotCardTokens).toHaveLength(1);
    const { pinKey, ...answer } = answerOf(await till.signOn({ batchNumber: 7 }));
    // Another one than at activation: no serial number of a PIN comes twice (I8).
    expect(pinKey?.id).not.toBe(till.atBank.activated.pinKey?.id);
    expect(answer).toEqual({
      batchNumber: 7,
      parameters,
      operators,
      watermark: { contiguousUpTo: 0, highest: 0, gaps: [] },
      anchor: { epoch: 0, number: 0, hash: '0'.repeat(64), state: 'unchanged' },
      versionRefusal: null,
    });
    expect(answerOf(await till.signOn({ batchNumber: 3 })).batchNumber).toBe(7);
    expect(answerOf(await till.signOn({ batchNumber: 0, operatorId: '' })).batchNumber).toBe(7);
  });

  it('P3 P21 a till that names a batch far ahead is not believed: its series would end', async () => {
    const till = await newTill();
    for (const batchNumber of [102, 999_999]) {
      expect(answerOf(await till.signOn({ batchNumber })).batchNumber).toBe(1);
    }
    expect(answerOf(await till.signOn({ batchNumber: 101 })).batchNumber).toBe(101);
    expect(faultOf(await till.signOn({ batchNumber: 1_000_000 }))).toBe('request-malformed');
  });

  it('P28 whom the merchant does not know cannot sign on', async () => {
    const till = await newTill();
    const events = await bank().eventCount('not-permitted');
    const refused = await till.signOn({ operatorId: '77', batchNumber: 9, deliveredUpTo: 4 });
    expect(faultOf(refused)).toBe('not-permitted');
    expect(await bank().eventCount('not-permitted')).toBe(events + 1);
    const { batchNumber, watermark } = answerOf(await till.signOn());
    expect([batchNumber, watermark.gaps]).toEqual([1, []]);
  });

  it('P14 an echo says which bank it is and what time', async () => {
    const till = await newTill();
    const { nowMs } = bank().clock;
    const reply = await till.client.echo({ deliveredUpTo: 0 });
    expect(answerOf(reply)).toEqual({ bankId: till.atBank.activated.bankId, timeMs: nowMs });
    expect(reply.ok && reply.value.bankTimeMs).toBe(nowMs);
    expect(faultOf(await till.client.echo({ deliveredUpTo: -1 }))).toBe('request-malformed');
  });

  it('P6 what nobody has sent is not known, nor what another till has sent', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const id = uuidV7();
    expect(answerOf(await till.client.query({ id, amountMinor: ZERO }))).toEqual({
      known: false,
      id,
    });
    const theirs = await other.core();
    await other.authorise(theirs);
    const report = other.cashReport(100);
    await other.results([report]);
    expect(await till.state(theirs)).toBe('unknown');
    expect(await till.state({ id: report.report.id, amountMinor: ZERO })).toBe('unknown');
    expect(faultOf(await till.client.query({ id: 'nothing', amountMinor: ZERO }))).toBe(
      'request-malformed',
    );
  });
}

function clockCases({ bank, newTill }: Counter): void {
  it('P20 a wrong clock costs one refusal, whose signed time mends it', async () => {
    const till = await newTill();
    const events = await bank().eventCount('clock-skew');
    for (const errorMs of [-HOUR_MS, HOUR_MS]) {
      let sent = 0;
      const transport = {
        send: (request: HttpRequest) => {
          sent += 1;
          return till.atBank.transport.send(request);
        },
      };
      const nowMs = () => bank().clock.nowMs + errorMs;
      const client = till.clientWith({ transport, nowMs });
      answerOf(await client.echo({ deliveredUpTo: 0 }));
      expect(sent).toBe(2);
      answerOf(await client.echo({ deliveredUpTo: 0 }));
      expect(sent).toBe(3);
    }
    expect(await bank().eventCount('clock-skew')).toBe(events + 2);
  });

  it('P20 a clock that jumps again and again is told so; it is not tried for ever', async () => {
    const till = await newTill();
    let errorMs = HOUR_MS;
    const jumping = { nowMs: () => bank().clock.nowMs + (errorMs += HOUR_MS) };
    expect(faultOf(await till.clientWith(jumping).echo({ deliveredUpTo: 0 }))).toBe('clock-skew');
  });

  it('P26 five minutes are borne, one second more is not', async () => {
    const till = await newTill();
    const ageMs = MAX_SIGNATURE_AGE_S * 1000;
    for (const sign of [1, -1]) {
      const request = await till.signed('/v1/echo', '{"deliveredUpTo":0}');
      const thenMs = bank().clock.nowMs;
      bank().clock.nowMs = thenMs + sign * ageMs;
      expect((await till.send(request)).status).toBe(200);
      bank().clock.nowMs += sign * 1000;
      expect(await till.send(request)).toEqual({ status: 401, code: 'clock-skew' });
      bank().clock.nowMs = thenMs;
    }
  });
}

type Change = (request: HttpRequest) => HttpRequest;

const withHeader =
  (name: string, value: string): Change =>
  (request) => ({ ...request, headers: { ...request.headers, [name]: value } });

const without =
  (name: string): Change =>
  (request) => ({
    ...request,
    headers: Object.fromEntries(Object.entries(request.headers).filter(([key]) => key !== name)),
  });

const CHANGES: readonly (readonly [string, Change, string])[] = [
  [
    'the body',
    (request) => ({ ...request, body: request.body.replace('"01"', '"00"') }),
    'signature-invalid',
  ],
  [
    'the path',
    (request) => ({ ...request, url: request.url.replace('authorisations', 'reversals') }),
    'signature-invalid',
  ],
  ['the idempotency key', withHeader(HEADERS.idempotencyKey, 'another'), 'signature-invalid'],
  ['the audience', withHeader(HEADERS.audience, 'another-bank'), 'signature-invalid'],
  ['the digest', withHeader(HEADERS.contentDigest, 'sha-256=:AAAA:'), 'signature-invalid'],
  ['no digest', without(HEADERS.contentDigest), 'signature-invalid'],
  ['a signature of another shape', withHeader(HEADERS.signature, 'x'), 'signature-invalid'],
  ['inputs of another shape', withHeader(HEADERS.signatureInput, 'x'), 'signature-invalid'],
  ['no signature', without(HEADERS.signature), 'signature-missing'],
  ['no inputs', without(HEADERS.signatureInput), 'signature-missing'],
];

function signatureCases({ bank, newTill }: Counter): void {
  const asked = async (till: SuiteTill) => {
    const core = await till.core();
    const body = JSON.stringify({ core, attempt: till.attempt() });
    return { core, request: await till.signed('/v1/authorisations', body, core.id) };
  };

  it('P26 F37 changed on the way, or not signed at all: 401, noted, without effect', async () => {
    const till = await newTill();
    const { core, request } = await asked(till);
    for (const [what, change, code] of CHANGES) {
      const kind = code as 'signature-invalid' | 'signature-missing';
      const events = await bank().eventCount(kind);
      expect([what, await till.send(change(request))]).toEqual([what, { status: 401, code }]);
      expect([what, await bank().eventCount(kind)]).toEqual([what, events + 1]);
    }
    expect(await till.state(core)).toBe('unknown');
    expect(await till.send(request)).toEqual({ status: 200, code: '' });
  });

  it('P26 a terminal that nobody knows, and one that signs as another', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const events = await bank().eventCount('terminal-unknown');
    const stranger = till.clientWith({ identity: { terminalId: '99999999' } });
    expect(faultOf(await stranger.echo({ deliveredUpTo: 0 }))).toBe('terminal-unknown');
    expect(await bank().eventCount('terminal-unknown')).toBe(events + 1);
    const { terminalId } = other.atBank.activated;
    const pretender = till.clientWith({ identity: { terminalId } });
    expect(faultOf(await pretender.echo({ deliveredUpTo: 0 }))).toBe('signature-invalid');
  });

  it('P26 a request for another bank is refused although it is well signed', async () => {
    const till = await newTill();
    const elsewhere = till.clientWith({ identity: { bankId: 'another-bank' } });
    expect(faultOf(await elsewhere.echo({ deliveredUpTo: 0 }))).toBe('signature-invalid');
  });

  it('F15 the same bytes again get the same answer, and have no second effect', async () => {
    const till = await newTill();
    const { core, request } = await asked(till);
    const first = await till.answerTo(request);
    expect((await till.answerTo(request)).body).toBe(first.body);
    await till.reverse(core);
    expect(await till.send(request)).toEqual({ status: 200, code: '' });
    expect(await till.state(core)).toBe('reversed');
  });

  it('P26 another protocol version is refused before anything else', async () => {
    const till = await newTill();
    const { request } = await asked(till);
    const newer = withHeader(HEADERS.protocolVersion, '999')(without(HEADERS.signature)(request));
    expect(await till.send(newer)).toEqual({ status: 426, code: 'protocol-version' });
  });

  it('P26 well signed, but no JSON, or JSON of something else', async () => {
    const till = await newTill();
    for (const body of ['{"core":', '', 'null', '[]', '"text"']) {
      const request = await till.signed('/v1/authorisations', body);
      const answer = await till.send(request);
      expect([body, answer]).toEqual([body, { status: 400, code: 'request-malformed' }]);
    }
  });
}
