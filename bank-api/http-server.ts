import type { Socket } from 'node:net';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { refusalBody, sendRefusal, statusOf } from './routes/refusals.ts';
import type { KnownTerminal } from './store/terminal-store.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body without content encoding, as signed. */
    signedBody: Buffer | null;
    terminal: KnownTerminal | null;
  }
}

export type BankServer = ReturnType<typeof newServer>;

/** A day of a busy till is 1 MiB; ten times that is a fault or an attack. */
export const BODY_LIMIT_BYTES = 5 * 1024 * 1024;

/** Answers what has no address that could be read, in the contract's shape as everything else. */
type Unroutable = (error: Error, request: FastifyRequest, reply: FastifyReply) => void;

/** Fastify with the contract's types; `app.ts` furnishes it. */
export function newServer(onUnroutable: Unroutable) {
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 100 },
    frameworkErrors: onUnroutable,
    clientErrorHandler: refuseBrokenHttp,
    // Node would refuse it too, in no shape at all.
    http: { requireHostHeader: false },
  }).withTypeProvider<ZodTypeProvider>();
  app.addHook('onRequest', async ({ headers, raw }, reply) => {
    if (headers.host !== undefined || raw.httpVersion === '1.0') return;
    return sendRefusal(reply, 'request-malformed', 'HTTP/1.1 names its host');
  });
  // A wish that nobody here knows (`Expect: …`) is a header like any other, not the end of the talk.
  app.server.on('checkExpectation', (request, response) => app.routing(request, response));
  return app;
}

/** What is no HTTP gets as far as the socket only: nobody can be told whose word this is. */
function refuseBrokenHttp(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code !== 'ECONNRESET' && socket.writable) {
    const body = JSON.stringify(refusalBody('request-malformed', 'the request is not HTTP'));
    const lines = [
      `HTTP/1.1 ${statusOf('request-malformed')} Bad Request`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  }
  socket.destroy();
}
