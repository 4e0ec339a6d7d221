import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activationAnswer } from '../../shared/contracts/activation-api.ts';
import {
  apiError,
  authorisationAnswer,
  batchAnswer,
  echoAnswer,
  queryAnswer,
  reversalAnswer,
  signOnAnswer,
  terminalParameters,
  watermark,
} from '../../shared/contracts/bank-api.ts';
import { signatureAnswer } from '../../shared/contracts/signature-api.ts';
import { holdAnswer } from '../../shared/contracts/hold-api.ts';
import { payLinkAnswer } from '../../shared/contracts/pay-link-api.ts';
import { originalAnswer } from '../../shared/contracts/refund-api.ts';
import { ERROR_CODES, factsOf, isErrorCode } from '../../shared/contracts/error-codes.ts';
import { HEADERS } from '../../shared/contracts/http-signature.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { isSignedAnswer, type TestTill } from '../../bank-api/test/test-till.ts';
import { AbusedBank, type Said } from './abused-bank.ts';
import { askActivation, newDevice } from '../../bank-api/test/test-till.ts';
import { anySaying, largeSaying } from './bank-traffic.ts';
import { answersIn, brokenHttp, bytesOf, type BrokenHttp } from './broken-http.ts';
import { runsOf, Tally } from './cases.ts';

/**
 * Everything that can be said to the bank over HTTP by somebody who has a till's key, and by
 * somebody who has not. Whatever it was: the bank stays up, answers in its own words, and in its
 * books stands only what it has said yes to (F16, F37, P12, P26).
 */
let abused: AbusedBank;
beforeAll(async () => {
  abused = await AbusedBank.start();
});
afterAll(() => abused.stop());

/** What no caller can bring the bank to say. */
const NEVER_SAID: readonly string[] = [
  // Of the protocol, for banks that have sessions; this one knows its terminals by their keys.
  'sign-on-needed',
  // A bank that fails: the cases would have found a fault of it.
  'bank-internal',
  'bank-unavailable',
];
const SAID = Object.entries(ERROR_CODES).flatMap(([code, facts]) =>
  'status' in facts && !NEVER_SAID.includes(code) ? [code] : [],
);

const CONTRACTS = {
  authorisations: authorisationAnswer,
  reversals: reversalAnswer,
  batches: batchAnswer,
  'sign-on': signOnAnswer,
  echo: echoAnswer,
  parameters: terminalParameters,
  watermark,
  transactions: queryAnswer,
  originals: originalAnswer,
  holds: holdAnswer,
  'pay-links': payLinkAnswer,
  activate: activationAnswer,
  signatures: signatureAnswer,
} as const;

/** What the bank has said yes to: every id in such a request, and every amount. */
const taken = { ids: new Set<string>(), amounts: new Map<string, Set<number>>() };
const tally = new Tally('HTTP bodies and signatures at the bank');

describe('the bank, abused', () => {
  it('F16 F37 P12 P26 whatever is sent: a signed word of its own, and no effect of what was forged', async () => {
    const round = fc.array(anySaying, { minLength: 1, maxLength: 6, size: 'max' });
    const { numRuns, seed } = runsOf(600);
    await fc.assert(
      fc.asyncProperty(round, async (sayings) => {
        await abused.later(sayings.reduce((sum, { laterMs }) => sum + laterMs, 0));
        const said = await Promise.all(sayings.map((saying) => abused.say(saying)));
        for (const one of said.flat()) hear(one);
      }),
      { numRuns: Math.ceil(numRuns / 4), seed },
    );
  });

  it('P12 a body above the limit, plain or packed to nothing: refused, and the next one is served', async () => {
    await fc.assert(
      fc.asyncProperty(largeSaying, async (saying) => {
        // Who pours on after he was refused is hung up on: he may lose the answer, the bank nothing.
        const said = await abused.say(saying).catch((error: NodeJS.ErrnoException) => {
          expect(['EPIPE', 'ECONNRESET']).toContain(error.code);
          return [];
        });
        for (const one of said) hear(one);
        expect((await abused.tills[0]?.post('/v1/echo', { deliveredUpTo: 0 }))?.status).toBe(200);
      }),
      { ...runsOf(6), numRuns: 6 },
    );
  });

  it('P28 whatever comes over a socket: its own words or none, and no way around the token', async () => {
    const wireTally = new Tally('broken HTTP at the bank');
    const { numRuns, seed } = runsOf(1_500);
    await fc.assert(
      fc.asyncProperty(fc.array(brokenHttp, { minLength: 4, maxLength: 8 }), async (all) => {
        const heard = await Promise.all(all.map((one) => abused.wire.sendBytes(bytesOf(one))));
        for (const [i, text] of heard.entries()) hearBytes(all[i], text, wireTally);
      }),
      { numRuns: Math.ceil(Math.min(numRuns, 5_000) / 6), seed },
    );
    wireTally.print();
    wireTally.expectMet(['200', 'request-malformed', 'not-permitted', 'not-found']);
  });

  it('A13 F17 a copy that comes while the first is worked on hears so, in time', async () => {
    const [till] = abused.tills;
    if (till === undefined) throw new Error('a till was expected');
    const core = await till.newCore();
    await abused.bank.holdTerminal(till.facts.terminalId, async () => {
      const answer = await till.authorise(core);
      expect(answer).toMatchObject({ status: 409, json: { error: { code: 'in-progress' } } });
      tally.count('in-progress');
    });
    await expectApproved(till, core);
  });

  it('P29 a version that was never approved, or was withdrawn, hears which and buys nothing until it is approved', async () => {
    const [till] = abused.tills;
    if (till === undefined) throw new Error('a till was expected');
    const appVersion = '0.0.1-strange';
    const known = { deliveredUpTo: 0, lastTransactionNumber: 0, batchNumber: 0 };
    await till.post('/v1/sign-on', { operatorId: '01', appVersion, ...known });
    const hears = async (code: string) => {
      const answer = await till.authorise(await till.newCore());
      expect(answer).toMatchObject({ status: 403, json: { error: { code } } });
      tally.count(code);
    };
    await hears('version-not-approved');
    await abused.bank.admin('versions', { appVersion, approved: false });
    await hears('version-withdrawn');
    await abused.bank.admin('versions', { appVersion, approved: true });
    await expectApproved(till);
  });

  it('P24 another device with a code of the bank does not get a terminal that has something unsettled', async () => {
    const [till] = abused.tills;
    if (till === undefined) throw new Error('a till was expected');
    const { terminalId } = till.facts;
    await abused.later(11 * 60_000);
    const issued = await abused.bank.admin('activation-codes', { terminalId });
    const { activationCode } = issued as { readonly activationCode: string };
    const answer = await askActivation(abused.bank.ready.url, activationCode, newDevice());
    expect(answer).toMatchObject({ status: 403, json: { error: { code: 'terminal-in-use' } } });
    tally.count('terminal-in-use');
    await expectApproved(till);
  });

  it('P24 a key made anew: not for what is open, nor by the code of another terminal, nor in a file where it is live', async () => {
    const [till, other] = abused.tills;
    if (till === undefined || other === undefined) throw new Error('two tills were expected');
    await expectApproved(till);
    const { terminalId } = till.facts;
    const formerly = { terminalId, journalNumber: 1, isOpen: true };
    const otherOne = { ...formerly, terminalId: other.facts.terminalId };
    for (const [ofTerminal, device, told, code] of [
      [terminalId, till.device, formerly, 'terminal-open'],
      [terminalId, till.device, otherOne, 'other-terminal'],
      [terminalId, newDevice(), { ...formerly, journalNumber: 0 }, 'terminal-passed-on'],
      ['90000001', till.device, undefined, 'key-store-too-weak'],
    ] as const) {
      await abused.later(11 * 60_000);
      const issued = await abused.bank.admin('activation-codes', { terminalId: ofTerminal });
      const { activationCode } = issued as { readonly activationCode: string };
      const { url } = abused.bank.ready;
      const answer = await askActivation(url, activationCode, device, 'file', told);
      expect(answer).toMatchObject({ status: 403, json: { error: { code } } });
      tally.count(code);
    }
  });

  it('every code of the registry that the bank can say was said, and no other', () => {
    tally.print();
    tally.expectMet(['200', ...SAID]);
    tally.expectOnly(['200', 'no body', ...SAID]);
    // Half of all that is never even read would prove nothing about what is behind the door.
    expect(tally.shareOf('200')).toBeGreaterThan(0.15);
  });

  it('I1 I2 P26 the books verify, and hold nothing that the bank has not said yes to', async () => {
    // A till that declares what it never sent is caught at it (P2); nothing else is out of order.
    const { problems } = (await abused.bank.admin('verify')) as { readonly problems: string[] };
    expect(problems.filter((line) => !/^terminal \d{8} misses number \d+$/.test(line))).toEqual([]);
    const booked = await abused.bank.rows<{ id: string; amount_minor: string; core_hash: unknown }>(
      'SELECT id, amount_minor, core_hash FROM transactions',
    );
    expect(booked.length).toBeGreaterThan(10);
    expect(booked.filter(({ id }) => !taken.ids.has(id))).toEqual([]);
    const dearer = booked.filter(
      ({ id, core_hash, amount_minor }) =>
        core_hash !== null && taken.amounts.get(id)?.has(Number(amount_minor)) !== true,
    );
    expect(dearer).toEqual([]);
    const reported = await abused.bank.rows<{ id: string }>('SELECT id FROM sale_reports');
    expect(reported.length).toBeGreaterThan(10);
    expect(reported.filter(({ id }) => !taken.ids.has(id))).toEqual([]);
  });

  it('F37 what was forged is in the log of security events', async () => {
    const kinds = await abused.bank.rows<{ kind: string }>('SELECT kind FROM security_events');
    const logged = new Set(kinds.map(({ kind }) => kind));
    const forgeries = ['signature-invalid', 'signature-missing', 'clock-skew', 'terminal-unknown'];
    const content = ['core-differs', 'number-reused', 'not-permitted', 'activation-refused'];
    for (const kind of [...forgeries, ...content]) expect(logged).toContain(kind);
  });
});

/** It sells as before; with the money that a hundred thousand cases have not left on the card. */
async function expectApproved(till: TestTill, wanted?: PaymentCore): Promise<void> {
  const core = wanted ?? (await till.newCore());
  taken.ids.add(core.id);
  taken.amounts.set(core.id, new Set([core.amountMinor]));
  await abused.bank.admin('balances', { cardId: 'good-tap', amountMinor: 1_000_000 });
  expect((await till.authorise(core)).json).toMatchObject({ outcome: 'approved' });
}

/** One answer against everything that is promised of all of them. */
function hear(said: Said): void {
  const { answer, request, forged, till } = said;
  const story = JSON.stringify({ ...said, till: undefined }).slice(0, 6_000);
  // A HEAD brings no body, and so nothing that could be held against its digest.
  if (request.method === 'HEAD') {
    tally.count('no body');
    return;
  }
  const signature = request.headers[HEADERS.signature];
  const signed = isSignedAnswer(
    { ...answer, header: (name) => answer.headers[name] },
    typeof signature === 'string' ? signature : undefined,
    till.facts,
  );
  expect(signed, story).toBe(true);
  expect(answer.text, story).not.toMatch(/node_modules|\.ts:\d|^\s+at /m);
  if (answer.status === 200) {
    expect(forged, story).toBe(false);
    tally.count('200');
    expectContract(said, story);
    remember(said);
    return;
  }
  const parsed = apiError.safeParse(JSON.parse(answer.text));
  expect(parsed.success, story).toBe(true);
  const code = parsed.data?.error.code ?? '';
  expect(isErrorCode(code) && factsOf(code).status, story).toBe(answer.status);
  expect(NEVER_SAID, story).not.toContain(code);
  tally.count(code);
}

/** Whoever has no token reads the documentation and the health of the bank, and nothing else. */
function hearBytes(sent: BrokenHttp | undefined, heard: string, wireTally: Tally): void {
  const answers = answersIn(heard);
  if (answers.length === 0) wireTally.count('silence');
  const story = JSON.stringify({ sent, heard }).slice(0, 3_000);
  expect(heard, story).not.toMatch(/node_modules|\.ts:\d|^\s+at /m);
  for (const { status, body } of answers) {
    if (status === 200) {
      expect(sent?.target, story).toMatch(/^\/(health|docs\/json)$/);
      wireTally.count('200');
    } else if (sent?.method === 'HEAD') {
      wireTally.count('no body');
    } else {
      const code = apiError.parse(JSON.parse(body), { error: () => story }).error.code;
      expect(isErrorCode(code) && factsOf(code).status, story).toBe(status);
      wireTally.count(code);
    }
  }
}

function expectContract({ request, answer }: Said, story: string): void {
  const path = decodeURIComponent(request.path).replace(/^\/v1\/|\?.*$/g, '');
  const [name = ''] = path.split('/');
  const contract = CONTRACTS[name as keyof typeof CONTRACTS];
  expect(contract, story).toBeDefined();
  const parsed = contract.safeParse(JSON.parse(answer.text));
  expect(parsed.error?.issues ?? [], story).toEqual([]);
}

/** Ids and amounts of a request that was answered with a yes; of one in a batch at least heard. */
function remember({ request }: Said): void {
  if (request.body.length === 0) return;
  const packed = request.headers['content-encoding'] === 'gzip';
  const bytes = packed ? gunzipSync(request.body) : request.body;
  collect(JSON.parse(new TextDecoder().decode(bytes)));
}

function collect(value: unknown): void {
  if (typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value)) taken.ids.add(value);
  if (value === null || typeof value !== 'object') return;
  const { id, amountMinor } = value as { readonly id?: unknown; readonly amountMinor?: unknown };
  if (typeof id === 'string' && typeof amountMinor === 'number') {
    taken.amounts.set(id, (taken.amounts.get(id) ?? new Set()).add(amountMinor));
  }
  for (const inner of Object.values(value)) collect(inner);
}
