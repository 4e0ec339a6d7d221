import type { FastifyReply } from 'fastify';
import type { BankPorts } from '../ports.ts';
import { recordSecurityEvent, type KnownTerminal } from '../store/terminal-store.ts';
import { sendRefusal } from './refusals.ts';

/** Of another terminal, or by somebody who may not: refused, and noted (P26, P28). */
export async function refuseNotPermitted(
  ports: BankPorts,
  terminal: KnownTerminal,
  reply: FastifyReply,
  detail: string,
): Promise<FastifyReply> {
  await noteNotPermitted(ports, terminal, detail);
  return sendRefusal(reply, 'not-permitted', detail);
}

export async function noteNotPermitted(
  { database, clock }: BankPorts,
  { terminalId, merchantId }: KnownTerminal,
  detail: string,
): Promise<void> {
  const atMs = clock.nowMs();
  const kind = 'not-permitted';
  await recordSecurityEvent(database, { kind, atMs, merchantId, terminalId, detail });
}
