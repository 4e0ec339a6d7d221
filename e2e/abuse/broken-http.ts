import fc from 'fast-check';

/** Bytes on a socket that are not quite HTTP, or HTTP that no library would send. */
export interface BrokenHttp {
  readonly method: string;
  readonly target: string;
  readonly version: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** Roads to the administration that do not look like it, and addresses that cannot be read. */
const TARGETS: readonly string[] = [
  '/admin/ledger',
  '/%61dmin/ledger',
  '/%61%64%6d%69%6e/verify',
  '/admin%2fledger',
  '/admin/%6cedger',
  '//admin/ledger',
  '/./admin/ledger',
  '/v1/../admin/ledger',
  '/docs/../admin/ledger',
  '/Admin/ledger',
  '/admin/ledger?x=/v1/echo',
  '/admin/ledger#x',
  '/admin;x/ledger',
  'http://127.0.0.1/admin/ledger',
  'https://bank.example/%61dmin/balances',
  'http:///admin/ledger',
  '/v1/echo',
  '/v1/transactions/%zz',
  '/v1/transactions/%00',
  '/v1/transactions/%ff%fe',
  `/v1/transactions/${'x'.repeat(300)}`,
  `/${'y'.repeat(20_000)}`,
  '*',
  '',
  '/ /',
  'x',
  '/\u00e9',
  '/health',
  '/docs/json',
];

const HEADERS: readonly string[] = [
  'host: bank',
  'host: bank\r\nhost: other',
  'content-length: 0',
  'content-length: 2',
  'content-length: -1',
  'content-length: 1e3',
  'content-length: 2\r\ncontent-length: 3',
  'transfer-encoding: chunked',
  'transfer-encoding: gzip, chunked',
  'content-length: 2\r\ntransfer-encoding: chunked',
  'expect: 100-continue',
  'expect: a miracle',
  'upgrade: websocket\r\nconnection: upgrade',
  'connection: close',
  'connection: keep-alive',
  'authorization: Bearer ',
  'authorization: Bearer __proto__',
  'x-forwarded-for: 127.0.0.1',
  'content-type: application/json',
  'content-type: application/json\r\n folded: yes',
  ': nameless',
  'no colon',
  'na me: x',
  'x: \u0000',
  'x: \u00ff',
  `x: ${'z'.repeat(20_000)}`,
  'twintill-protocol: 2',
];

export const brokenHttp: fc.Arbitrary<BrokenHttp> = fc.record({
  method: fc.oneof(
    { weight: 2, arbitrary: fc.constant('GET') },
    fc.constantFrom('POST', 'HEAD', 'OPTIONS', 'TRACE', 'FOO', 'get', 'PRI', ''),
  ),
  target: fc.constantFrom(...TARGETS),
  version: fc.constantFrom('HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTP/1.1'),
  headers: fc.oneof(
    fc.constant(['host: bank']),
    fc.array(fc.constantFrom(...HEADERS), { maxLength: 2 }).map((more) => ['host: bank', ...more]),
    fc.array(fc.constantFrom(...HEADERS), { maxLength: 3 }),
  ),
  body: fc.constantFrom('', '', '', '{}', '2\r\n{}\r\n0\r\n\r\n', 'ffffffffffffffff\r\n', '\u0000'),
});

export function bytesOf({ method, target, version, headers, body }: BrokenHttp): string {
  return [`${method} ${target} ${version}`, ...headers, 'connection: close', '', body].join('\r\n');
}

/** The answers on a socket, one after the other: status and body of each. */
export function answersIn(heard: string): readonly { status: number; body: string }[] {
  return heard
    .split(/(?=HTTP\/1\.1 \d{3} )/)
    .filter((answer) => answer.startsWith('HTTP/1.1 '))
    .map((answer) => ({
      status: Number(answer.slice(9, 12)),
      body: answer.slice(answer.indexOf('\r\n\r\n') + 4),
    }))
    .filter(({ status }) => status !== 100);
}
