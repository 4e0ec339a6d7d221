import type { FastifyInstance } from 'fastify';
import type { BankPorts } from '../ports.ts';
import { isBankPath, isMoneyPath } from './paths.ts';
import { refusalBody, statusOf } from './refusals.ts';

const PORTAL_PAGE =
  '<!doctype html><html><title>Wi-Fi</title><p>Please accept the terms to go online.</p></html>';

/** Plays the faults of `faults.ts` on the real line: sockets are cut, answers get lost. */
export function playFaults(app: FastifyInstance, { faults, clock }: BankPorts): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isBankPath(request)) return;
    const { off, portal, slowMs, path } = faults.current();
    if (slowMs > 0 && request.url.includes(path)) await clock.sleep(slowMs);
    if (off || (isMoneyPath(request) && faults.take('loseRequests', request.url))) {
      request.raw.socket.destroy();
      return reply.hijack();
    }
    if (portal) {
      // Around every hook: a hotel's router does not sign.
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      reply.raw.end(PORTAL_PAGE);
    }
  });
  app.addHook('onSend', async (request, reply, payload: unknown) => {
    if (!isMoneyPath(request) || reply.statusCode !== 200) return payload;
    if (faults.take('loseAnswers', request.url)) {
      request.raw.socket.destroy();
      return payload;
    }
    if (faults.take('failAfterCommit', request.url)) {
      void reply.code(statusOf('bank-internal'));
      return JSON.stringify(refusalBody('bank-internal', 'failed after the commit, as asked'));
    }
    return payload;
  });
}
