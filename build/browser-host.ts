import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { contentSecurityPolicy } from '../shared/contracts/content-security-policy.ts';

/**
 * The till in a plain browser window, for demonstrations and machines without a screen of their
 * own: the files of `dist/renderer`, and the bank under the same address, so that the window may
 * keep to itself (`connect-src 'self'`).
 */
export interface BrowserHostOptions {
  readonly filesDir: string;
  readonly bankUrl: string;
  readonly activationCode: string;
  /** 0 takes any free one. What the till stored belongs to its port: keep it the same. */
  readonly port: number;
}

export interface BrowserHost {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.csv': 'text/csv; charset=utf-8',
  '.wasm': 'application/wasm',
};

const PROXY_PREFIX = '/bank';

export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const server = createServer((incoming, answer) => serve(options, incoming, answer));
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(options.port, '127.0.0.1', listening);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address to listen on');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function serve(
  options: BrowserHostOptions,
  incoming: IncomingMessage,
  answer: ServerResponse,
): void {
  if (!isOurs(incoming)) {
    answer.writeHead(403).end('only from this machine and from this page');
    return;
  }
  const path = new URL(incoming.url ?? '/', 'http://host').pathname;
  if (path === PROXY_PREFIX || path.startsWith(`${PROXY_PREFIX}/`)) {
    passOn(options.bankUrl, incoming, answer);
  } else if (path === '/bootstrap.json') {
    const text = JSON.stringify({
      bankUrl: PROXY_PREFIX,
      activationCode: options.activationCode,
    });
    answer.writeHead(200, headers('.json', 'no-store')).end(text);
  } else {
    sendFile(options.filesDir, path, incoming, answer);
  }
}

/** Another page in the same browser, or a name that resolves to this machine, gets nothing. */
function isOurs({ headers: { host, origin } }: IncomingMessage): boolean {
  const name = host?.split(':')[0];
  const isLoopback = name === '127.0.0.1' || name === 'localhost';
  return isLoopback && (origin === undefined || origin === `http://${host}`);
}

function headers(extension: string, cache: string): Record<string, string> {
  return {
    'content-type': TYPES[extension] ?? 'application/octet-stream',
    'content-security-policy': contentSecurityPolicy({ connectSources: ["'self'"] }),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': cache,
  };
}

function sendFile(
  filesDir: string,
  path: string,
  incoming: IncomingMessage,
  answer: ServerResponse,
): void {
  if (incoming.method !== 'GET' && incoming.method !== 'HEAD') {
    answer.writeHead(405).end();
    return;
  }
  const wanted = fileFor(filesDir, path);
  if (wanted === null) {
    answer.writeHead(404, headers('.html', 'no-store')).end('no such file');
    return;
  }
  const isNamedByContent = path.startsWith('/assets/');
  const cache = isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache';
  answer.writeHead(200, headers(extname(wanted), cache));
  if (incoming.method === 'HEAD') answer.end();
  else createReadStream(wanted).pipe(answer);
}

/** The file, the start page for a screen's address, or null; never a file outside the folder. */
function fileFor(filesDir: string, path: string): string | null {
  const base = resolve(filesDir);
  let wanted: string;
  try {
    wanted = resolve(join(base, decodeURIComponent(path)));
  } catch {
    return null;
  }
  if (wanted !== base && !wanted.startsWith(base + sep)) return null;
  if (existsSync(wanted) && statSync(wanted).isFile()) return wanted;
  return extname(path) === '' ? join(base, 'index.html') : null;
}

/**
 * Hands a request to the bank as it is. A bank that cannot be reached, or breaks off, breaks the
 * browser's connection too: an answer of ours would be taken for one of the bank's.
 */
function passOn(bankUrl: string, incoming: IncomingMessage, answer: ServerResponse): void {
  const target = new URL((incoming.url ?? '').slice(PROXY_PREFIX.length) || '/', bankUrl);
  const { host: _host, connection: _connection, origin: _origin, ...passed } = incoming.headers;
  const outgoing = request(target, { method: incoming.method, headers: passed }, (reply) => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(answer);
    reply.on('error', () => answer.destroy());
    reply.on('aborted', () => answer.destroy());
  });
  outgoing.on('error', () => answer.destroy());
  answer.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

/** By hand or from tests: `--ready-file` names what a running bank wrote about itself. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'ready-file': { type: 'string' },
      port: { type: 'string', default: '0' },
      files: { type: 'string', default: join(import.meta.dirname, '..', 'dist', 'renderer') },
    },
  });
  const readyFile = values['ready-file'];
  if (readyFile === undefined) throw new Error('--ready-file FILE is needed');
  const ready = JSON.parse(readFileSync(readyFile, 'utf8')) as Record<string, string>;
  const host = await startBrowserHost({
    filesDir: values.files,
    bankUrl: ready['url'] ?? '',
    activationCode: ready['demoActivationCode'] ?? '',
    port: Number(values.port),
  });
  console.log(host.url);
  const stop = () => void host.close().then(() => process.exit(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

if (import.meta.main) await main();
