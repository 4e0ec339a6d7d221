import type { IncomingMessage, ServerResponse } from 'node:http';
import { lightBank } from './light-bank.ts';
import { couchService, plainService, rxdbService } from './peer-services.ts';

/**
 * The one server that everybody drains to: it keeps what it is told in one map and answers. How far
 * away it is, is for whoever measures to say.
 */
export interface DrainServer {
  readonly serve: (incoming: IncomingMessage, answer: ServerResponse) => void;
  readonly activationCode: string;
  /** Half of it before a request is looked at, half before its answer leaves. */
  readonly standAway: (roundTripMs: number) => void;
  /** How many records came since this was asked last; they are forgotten. */
  readonly takeCount: () => number;
}

export async function startDrainServer(): Promise<DrainServer> {
  const kept = new Map<string, unknown>();
  const bank = await lightBank(kept);
  const services = [bank, rxdbService(kept), couchService(kept), plainService(kept)];
  let wayMs = 0;

  async function respond(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method = 'GET', headers, url = '/' } = incoming;
    const path = decodeURIComponent(new URL(url, 'http://host').pathname);
    const asked = { method, path, headers, body: await bodyOf(incoming) };
    await travels(wayMs);
    const found = services.map((service) => service.answer(asked)).find((one) => one !== null);
    await travels(wayMs);
    if (found === undefined) answer.writeHead(404).end();
    else answer.writeHead(found.status, found.headers).end(found.body);
  }

  return {
    serve: (incoming, answer) => {
      respond(incoming, answer).catch((error: unknown) => {
        console.error(error);
        answer.destroy();
      });
    },
    activationCode: bank.activationCode,
    standAway: (roundTripMs) => {
      wayMs = roundTripMs / 2;
    },
    takeCount: () => {
      const { size } = kept;
      kept.clear();
      return size;
    },
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function travels(wayMs: number): Promise<void> {
  if (wayMs > 0) await new Promise((arrived) => setTimeout(arrived, wayMs));
}
