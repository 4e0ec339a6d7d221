import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HEADERS } from '../../shared/contracts/http-signature.ts';
import { PROTOCOL_VERSION } from '../../shared/contracts/protocol-version.ts';
import { present } from '../../shared/lib/assert.ts';
import type { BankPorts } from '../ports.ts';
import { jsonFrom } from '../security/json-bytes.ts';
import { checkSignedRequest } from '../security/request-check.ts';
import { countSecurityEvent, terminalsByKeyId } from '../store/terminal-store.ts';
import type { KnownTerminal } from '../store/terminal-store.ts';
import { promoteNextKey } from '../services/device-keys.ts';
import { BodyError, sendRefusal } from './refusals.ts';

const UNSIGNED = ['/v1/activate', '/health'];

/** Version, then signature (P26), then JSON: nobody's text is parsed before it is known whose. */
export function authenticateTerminals(app: FastifyInstance, ports: BankPorts): void {
  const { clock, database } = ports;
  const terminals = terminalsByKeyId(database);
  app.addHook('preValidation', async (request, reply) => {
    const path = request.routeOptions.url;
    if (path?.startsWith('/v1/') === true) {
      const version = request.headers[HEADERS.protocolVersion];
      if (version !== String(PROTOCOL_VERSION)) {
        return sendRefusal(
          reply,
          'protocol-version',
          `this bank speaks version ${PROTOCOL_VERSION}, not ${String(version ?? 'none')}`,
        );
      }
      if (!UNSIGNED.includes(path)) {
        const body = request.signedBody ?? Buffer.alloc(0);
        const { method, url, headers } = request;
        const checked = await checkSignedRequest(
          { method, path: url, headers, body },
          clock.nowMs(),
          (keyId) => terminals.answer(keyId),
        );
        if (!checked.ok) {
          const { code, detail } = checked.error;
          const atMs = clock.nowMs();
          await countSecurityEvent(database, {
            kind: code,
            atMs,
            source: `${request.ip} ${method} ${path}`,
            detail: `${method} ${url} from ${request.ip}: ${detail}`,
          });
          return sendRefusal(reply, code, detail);
        }
        request.terminal = checked.value;
        if (checked.value.isSignedByNext) await promoteNextKey(ports, checked.value);
      }
    }
    if (Buffer.isBuffer(request.body)) request.body = parseBody(request.body);
  });
}

function parseBody(body: Buffer): unknown {
  try {
    return jsonFrom(body);
  } catch {
    throw new BodyError('request-malformed', 'the body is not JSON in UTF-8');
  }
}

export function terminalOf(request: FastifyRequest): KnownTerminal {
  return present(request.terminal, 'the terminal of a signed request');
}
