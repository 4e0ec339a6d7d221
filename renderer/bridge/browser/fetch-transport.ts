import { isWorthPacking } from '../../../shared/host/packing.ts';
import type { HttpTransport, TransportFault } from '../../../shared/host/ports.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import type { TextDesk } from './text-desk.ts';

/**
 * One exchange by `fetch`: no redirect, no cache, no cookies, one deadline for everything. A
 * browser does not say why an exchange failed, so but for a machine that knows itself to be without
 * a network the request may always have arrived (P5).
 */
export function createFetchTransport({ pack }: Pick<TextDesk, 'pack'>): HttpTransport {
  return {
    send: async ({ method, url, headers, body, timeoutMs }) => {
      if (!navigator.onLine) return err(NO_NETWORK);
      try {
        const isPacked = method === 'POST' && isWorthPacking(body.length);
        const answer = await fetch(url, {
          method,
          headers: { ...headers, ...(isPacked && { 'content-encoding': 'gzip' }) },
          // For the way only: the digest that is signed covers the body without its encoding (P26).
          ...(method === 'POST' ? { body: isPacked ? await pack(body) : body } : {}),
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

const NO_NETWORK: TransportFault = {
  cause: 'own-network',
  mayHaveArrived: false,
  detail: 'the browser says that this machine has no network',
};
