import { connect } from 'node:net';
import fc from 'fast-check';
import { v7 as uuidV7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { PROTOCOL_VERSION } from '../../shared/contracts/protocol-version.ts';
import { apiError } from '../../shared/contracts/bank-api.ts';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import { bankOfThisFile } from './test-bank.ts';
import type { Answer } from './test-till.ts';

/**
 * What comes over the line is not to be believed: whatever it is, the answer is a clear and signed
 * no, nothing is booked, and the bank goes on.
 */
const bank = await bankOfThisFile();
const till = await bank.newTill();

async function postings(): Promise<bigint> {
  const { count } = await bank.ports.database
    .selectFrom('postings')
    .select((get) => get.fn.countAll<bigint>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** A request whose body is text, signed as it is: the signature holds, the content does not. */
async function sendText(path: string, body: string, headers: Record<string, string> = {}) {
  const signed = till.signedText('POST', path, body, uuidV7());
  return till.send({ ...signed, headers: { ...signed.headers, ...headers } });
}

function expectRefusal(answer: Answer, statuses: readonly number[]): void {
  expect(statuses).toContain(answer.status);
  expect(answer.signed).toBe(true);
  expect(apiError.safeParse(answer.json).success).toBe(true);
}

const MONEY_PATHS = [
  '/v1/authorisations',
  '/v1/reversals',
  '/v1/batches',
  '/v1/signatures',
  '/v1/sign-on',
  '/v1/echo',
];

describe('a body that is not what the contract says', () => {
  it.each(['', '{', '[1,', 'null', '"text"', '[]', '{"a":NaN}', '\u0000', '<html></html>', '-0'])(
    '400 for the body %j, on every path',
    async (body) => {
      for (const path of MONEY_PATHS) expectRefusal(await sendText(path, body), [400]);
    },
  );

  it('400 for text that is not UTF-8, for a broken gzip, and for an encoding nobody speaks', async () => {
    const body = JSON.stringify({ deliveredUpTo: 0 });
    const encoded = (encoding: string) =>
      sendText('/v1/echo', body, { 'content-encoding': encoding });
    expectRefusal(await encoded('gzip'), [400]);
    expectRefusal(await encoded('br'), [400]);
    const latin = Uint8Array.of(0x22, 0xe9, 0x22);
    const answer = await fetch(`${bank.url}/v1/activate`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'twintill-protocol': String(PROTOCOL_VERSION),
      },
      body: latin,
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'request-malformed' } });
  });

  it('400 for another content type: a form of a web page is never a request', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const body = JSON.stringify({ deliveredUpTo: 0 });
      expectRefusal(await sendText('/v1/echo', body, { 'content-type': type }), [400]);
    }
  });

  it('413 for a body above the limit, before it is read to its end', async () => {
    const huge = JSON.stringify({ deliveredUpTo: 0, x: 'x'.repeat(6 * 1024 * 1024) });
    expectRefusal(await sendText('/v1/echo', huge), [413]);
    const long = JSON.stringify({ strokes: [[0]], x: 'x'.repeat(64 * 1024) });
    expectRefusal(await sendText('/v1/signatures', long), [413]);
    const shorter = JSON.stringify({ strokes: [[0]], x: 'x'.repeat(63 * 1024) });
    expectRefusal(await sendText('/v1/signatures', shorter), [400]);
  });

  it('404 with a signed answer for an address that does not exist, whatever the method', async () => {
    expectRefusal(await till.get('/v1/refunds'), [404]);
    expectRefusal(await sendText('/v1/authorisations/1', '{}'), [404]);
  });
});

/** Straight onto the socket: what no HTTP library would send. */
function answerToBytes(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(bank.url).port), '127.0.0.1', () => socket.write(text));
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(heard));
  });
}

describe('what is hardly HTTP', () => {
  it.each([
    ['no method', 'GO /v1/echo HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['no host', 'GET /v1/echo HTTP/1.1\r\nconnection: close\r\n\r\n'],
    ['two lengths', 'POST /v1/echo HTTP/1.1\r\nhost: x\r\ncontent-length: 1, 2\r\n\r\n'],
    ['endless headers', `GET /v1/echo HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`],
    ['no HTTP at all', '\u0016\u0003\u0001\r\n\r\n'],
    [
      'half a percent sign',
      'GET /v1/transactions/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
    ],
    [
      'an endless id',
      `GET /v1/transactions/${'x'.repeat(200)} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
    ],
  ])('400 in the shape of every refusal for %s', async (_, bytes) => {
    const heard = await answerToBytes(bytes);
    expect(heard).toMatch(/^HTTP\/1\.1 400 /);
    const body: unknown = JSON.parse(heard.slice(heard.indexOf('\r\n\r\n')));
    expect(apiError.parse(body).error.code).toBe('request-malformed');
  });

  it('an address that cannot be read is refused in the bank’s own hand (P26)', async () => {
    expectRefusal(await till.get('/v1/transactions/%zz'), [400]);
    expectRefusal(await till.get(`/v1/transactions/${'x'.repeat(200)}`), [400]);
  });

  it('a wish that nobody knows is no reason not to answer', async () => {
    const wish = 'expect: a miracle\r\nconnection: close\r\n';
    const heard = await answerToBytes(`GET /v1/echo HTTP/1.1\r\nhost: x\r\n${wish}\r\n`);
    expect(heard).toMatch(/^HTTP\/1\.1 404 /);
  });
});

describe('values that no till would send', () => {
  it.each([
    ['an unknown member', { colour: 'red' }],
    ['an unknown kind', { kind: 'refund' }],
    ['an id that is none', { id: '1; drop table transactions' }],
    ['an id in capitals', { id: uuidV7().toUpperCase() }],
    ['an amount in scientific text', { amountMinor: '1e3' }],
    ['an amount beyond safe integers', { amountMinor: 2 ** 60 }],
    ['a currency of four letters', { currency: 'CNYX' }],
    ['a number 0', { transactionNumber: 0 }],
    ['a fraction of a number', { transactionNumber: 1.5 }],
    ['a trace of seven digits', { traceNumber: 1_000_000 }],
    ['no sealed card', { sealedCard: '' }],
    ['a sealed card that is not base64', { sealedCard: '***' }],
    ['a sealed card that nobody sealed', { sealedCard: 'AAAA'.repeat(60) }],
    ['a NUL in a text', { currency: 'C\u0000Y' }],
  ])('400 for %s in an authorisation, and nothing is known of it', async (_, change) => {
    const core = await till.newCore();
    const before = await postings();
    const body = { core: { ...core, ...change }, attempt: till.attempt() };
    expectRefusal(await till.post('/v1/authorisations', body, core.id), [400]);
    expect(await postings()).toBe(before);
    expect((await till.get(`/v1/transactions/${core.id}`)).json).toMatchObject({ known: false });
  });

  it('another currency than the merchant’s is declined, not booked', async () => {
    const core = await till.newCore({ currency: 'USD' });
    expect((await till.authorise(core)).json).toMatchObject({ outcome: 'declined', code: '12' });
  });

  it('a wrong check digit inside the sealed card, at every digit, is declined as no card', async () => {
    const [card] = TEST_CARDS;
    const before = await postings();
    for (const at of [0, 7, 15]) {
      const digits = card?.number.split('') ?? [];
      digits[at] = String((Number(digits[at]) + 1) % 10);
      const answer = await till.authorise(await till.newCore({ cardNumber: digits.join('') }));
      expect(answer.json).toMatchObject({ outcome: 'declined', code: '14', approvedMinor: 0 });
    }
    expect(await postings()).toBe(before);
  });

  it('a NUL where a text is kept as it came: 400 from sign-on and activation, never 500', async () => {
    const signOn = {
      operatorId: '01',
      appVersion: 'a\u0000b',
      deliveredUpTo: 0,
      lastTransactionNumber: 0,
      batchNumber: 0,
    };
    expectRefusal(await till.post('/v1/sign-on', signOn), [400]);
    expectRefusal(await till.post('/v1/sign-on', { ...signOn, operatorId: '\u0000' }), [400]);
  });
});

describe('fuzz', () => {
  /** Anything JSON can hold, with the numbers and texts that break careless code. */
  const anyValue = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      '',
      ' ',
      '\u0000',
      '\ud800',
      0,
      -1,
      0.5,
      10 ** 12,
      2 ** 53,
    ),
    fc.constantFrom<unknown>([], {}, [[]], { __proto__: 1 }, 'x'.repeat(9000), -(10 ** 15)),
    fc.json({ maxDepth: 2 }).map((text) => JSON.parse(text) as unknown),
  );

  /** One member somewhere in the body becomes something else, or is taken out. */
  function damaged(body: unknown, pick: number, value: unknown, remove: boolean): unknown {
    const copy = structuredClone(body);
    const places: [Record<string, unknown>, string][] = [];
    const walk = (at: unknown): void => {
      if (at === null || typeof at !== 'object') return;
      for (const [key, inner] of Object.entries(at)) {
        places.push([at as Record<string, unknown>, key]);
        walk(inner);
      }
    };
    walk(copy);
    const [holder, key] = places[pick % places.length] ?? [{}, ''];
    if (remove) delete holder[key];
    else holder[key] = value;
    return copy;
  }

  /** Well-formed and false: the bank takes a till's word, and its books rightly name the gaps (P2). */
  const declaresDelivered = (body: unknown): boolean =>
    /"deliveredUpTo":[1-9]/.test(JSON.stringify(body));

  it('P12 one damaged member anywhere: a clear answer, never a fault of the bank', async () => {
    const paths = ['/v1/authorisations', '/v1/reversals', '/v1/batches'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.nat(500),
        anyValue,
        fc.boolean(),
        async (path, pick, value, remove) => {
          const core = await till.newCore({ amountMinor: 1 });
          const batch = {
            batchId: uuidV7(),
            items: [till.stored(core), till.cashReport(7)],
            deliveredUpTo: 0,
            operatorId: '01',
            journal: { epoch: 1, from: 1, hashes: [] },
          };
          const single = { core, attempt: till.attempt() };
          const bodies = {
            '/v1/authorisations': single,
            '/v1/reversals': { ...single, reason: 'given-up' },
            '/v1/batches': batch,
          };
          const body = damaged(bodies[path], pick, value, remove);
          fc.pre(!declaresDelivered(body));
          const answer = await till.post(path, body, core.id);
          expect(answer.signed).toBe(true);
          expect([200, 400, 403, 422]).toContain(answer.status);
          if (answer.status !== 200) expect(apiError.safeParse(answer.json).success).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });
});
