import { request as httpRequest, type ClientRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { LineCause } from '../../shared/contracts/line-answer.ts';
import { isWorthPacking } from '../../shared/host/packing.ts';
import type {
  HttpAnswer,
  HttpRequest,
  HttpTransport,
  TransportFault,
} from '../../shared/host/ports.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';

/** More than any answer of the bank; a portal that pours data must not fill the memory. */
const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;

const pack = promisify(gzip);

/** One HTTP exchange over Node's own client: no redirect, no retry, one deadline for everything. */
export function createHttpTransport(): HttpTransport {
  return {
    send: async (wanted) => {
      const url = urlOf(wanted.url);
      return url === null ? err(NO_ADDRESS) : exchange(url, wanted, await bodyOf(wanted));
    },
  };
}

const NO_ADDRESS: TransportFault = {
  cause: 'own-network',
  mayHaveArrived: false,
  detail: 'what was set as the address of the bank is none',
};

function urlOf(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

interface Body {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Packed for the way only: the digest that is signed covers the body without its encoding (P26). */
async function bodyOf({ method, body }: HttpRequest): Promise<Body> {
  const plain = Buffer.from(body, 'utf8');
  if (method === 'GET') return { bytes: plain, headers: {} };
  const isPacked = isWorthPacking(plain.length);
  const bytes = isPacked ? await pack(plain) : plain;
  const length = { 'content-length': String(bytes.length) };
  return { bytes, headers: isPacked ? { ...length, 'content-encoding': 'gzip' } : length };
}

function exchange(
  url: URL,
  wanted: HttpRequest,
  body: Body,
): Promise<Result<HttpAnswer, TransportFault>> {
  return new Promise((resolve) => {
    let sent = false;
    const options = { method: wanted.method, headers: { ...wanted.headers, ...body.headers } };
    const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const outgoing: ClientRequest = start(url, options, (incoming) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      incoming.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > LARGEST_ANSWER_BYTES) outgoing.destroy(new Error('the answer is too large'));
        else chunks.push(chunk);
      });
      incoming.on('error', fail);
      incoming.on('end', () => {
        clearTimeout(deadline);
        if (!incoming.complete) return;
        const headers = Object.fromEntries(
          Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
        );
        const body = Buffer.concat(chunks).toString('utf8');
        resolve(ok({ status: incoming.statusCode ?? 0, headers, body }));
      });
    });
    const deadline = setTimeout(
      () => outgoing.destroy(new Error(`no answer in ${wanted.timeoutMs} ms`)),
      wanted.timeoutMs,
    );
    function fail(error: NodeJS.ErrnoException): void {
      clearTimeout(deadline);
      resolve(err(faultOf(error, sent)));
    }
    // From the moment a connection stands, a part of the request may have arrived.
    outgoing.on('socket', (socket) => {
      if (!socket.connecting) sent = true;
      else {
        socket.once('connect', () => {
          sent = true;
        });
      }
    });
    outgoing.on('error', fail);
    outgoing.end(body.bytes);
  });
}

const CAUSES: Readonly<Record<string, LineCause>> = {
  ENETUNREACH: 'own-network',
  ENETDOWN: 'own-network',
  EADDRNOTAVAIL: 'own-network',
  ENOTFOUND: 'internet',
  EAI_AGAIN: 'internet',
  EHOSTUNREACH: 'internet',
};

function faultOf(error: NodeJS.ErrnoException, sent: boolean): TransportFault {
  const cause = CAUSES[error.code ?? ''] ?? 'bank';
  return { cause, mayHaveArrived: sent, detail: error.message };
}
