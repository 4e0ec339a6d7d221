/// <reference lib="webworker" />
import { Queue } from 'workbox-background-sync/Queue.js';

/**
 * A queue as workbox keeps it: what a page could not send is stored by the service worker, one
 * request each, and repeated in order when the network is back.
 */
const scope = globalThis as unknown as ServiceWorkerGlobalScope;
/** Repeated by our own hand and not by the browser's mood; it never is too old here. */
const queue = new Queue('sales', { onSync: () => Promise.resolve() });

scope.addEventListener('install', () => void scope.skipWaiting());
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));

scope.addEventListener('message', (event) => {
  const [port] = event.ports;
  const done = perform(event.data as Order).then(
    (takenMs) => port?.postMessage({ takenMs }),
    (error: unknown) => port?.postMessage({ error: String(error) }),
  );
  event.waitUntil(done);
});

type Order = { readonly fill: readonly object[] } | { readonly drain: true };

async function perform(order: Order): Promise<number> {
  const startedMs = performance.now();
  if ('drain' in order) await queue.replayRequests();
  else for (const report of order.fill) await queue.pushRequest({ request: requestOf(report) });
  return performance.now() - startedMs;
}

const requestOf = (report: object): Request =>
  new Request('/plain', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(report),
  });
