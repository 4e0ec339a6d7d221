import Fastify from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
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

/** Fastify with the contract's types; `app.ts` furnishes it. */
export function newServer() {
  return Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 100 },
  }).withTypeProvider<ZodTypeProvider>();
}
