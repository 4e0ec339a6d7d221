import { isWorthPacking } from '../../../shared/host/packing.ts';
import type { HttpTransport, TransportFault } from '../../../shared/host/ports.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import { bytesOfText } from './text-bytes.ts';

/**
 * One exchange by `fetch`: no redirect, no cache, no cookies, one deadline for everything. A
 * browser does not say why an exchange failed, so but for a machine that knows itself to be without
 * a network the request may always have arrived (P5).
 */
export function createFetchTransport(): HttpTransport {
  return {
    send: async ({ method, url, headers, body, timeoutMs }) => {
      if (!navigator.onLine) return err(NO_NETWORK);
      try {
        const bytes = bytesOfText(body);
        const isPacked = method === 'POST' && isWorthPacking(bytes.length);
        const answer = await fetch(url, {
          method,
          headers: { ...headers, ...(isPacked && { 'content-encoding': 'gzip' }) },
          ...(method === 'POST' ? { body: isPacked ? await packed(bytes) : body } : {}),
          redirect: 'error',
          cache: 'no-store',
          credentials: 'omit',
          signal: AbortSignal.timeout(timeoutMs),
        });
        return ok({
          status: answer.status,
          headers: Object.fromEntries(answer.headers.entries()),
          body: await answer.text(),
        });
      } catch (error) {
        return err({ cause: 'bank', mayHaveArrived: true, detail: String(error) });
      }
    },
  };
}

/** For the way only: the digest that is signed covers the body without its encoding (P26). */
function packed(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const { readable, writable } = new CompressionStream('gzip');
  const writer = writable.getWriter();
  // What fails here fails where the other end is read.
  writer.write(bytes).catch(() => undefined);
  writer.close().catch(() => undefined);
  return new Response(readable).arrayBuffer();
}

const NO_NETWORK: TransportFault = {
  cause: 'own-network',
  mayHaveArrived: false,
  detail: 'the browser says that this machine has no network',
};
