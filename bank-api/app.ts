import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import { adminRoutes } from './routes/admin.ts';
import { activationRoutes } from './routes/activation.ts';
import { balanceRoutes } from './routes/balances.ts';
import { documentApi } from './routes/documentation.ts';
import { healthRoutes } from './routes/health.ts';
import { moneyRoutes } from './routes/money.ts';
import { payLinkRoutes } from './routes/pay-links.ts';
import { payPages } from './routes/pay-page.ts';
import { settlementRoutes } from './routes/settlement.ts';
import { signatureRoutes } from './routes/signatures.ts';
import { terminalRoutes } from './routes/terminal.ts';
import { BodyError, refusal, sendRefusal } from './routes/refusals.ts';
import { signAnswers, signedRefusal } from './routes/signing.ts';
import { playFaults } from './routes/faulty-line.ts';
import { authenticateTerminals } from './routes/authentication.ts';
import { BODY_LIMIT_BYTES, newServer, type BankServer } from './http-server.ts';
import type { BankPorts } from './ports.ts';

const unzip = promisify(gunzip);

/** Assembles the server from what it is handed; opens no port and starts nothing. */
export async function buildApp(ports: BankPorts): Promise<BankServer> {
  const app = newServer((error, request, reply) => {
    void signedRefusal(ports, request, reply, refusal(error));
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.decorateRequest('signedBody', null);
  app.decorateRequest('terminal', null);
  takeBodies(app);
  app.setErrorHandler((error, _request, reply) => {
    const answer = refusal(error);
    if (answer.status >= 500) ports.report(error);
    return sendRefusal(reply, answer.code, answer.message, answer.details);
  });
  app.setNotFoundHandler((_request, reply) => sendRefusal(reply, 'not-found', 'no such address'));

  playFaults(app, ports);
  signAnswers(app, ports);
  authenticateTerminals(app, ports);

  await documentApi(app);
  activationRoutes(app, ports);
  terminalRoutes(app, ports);
  moneyRoutes(app, ports);
  balanceRoutes(app, ports);
  settlementRoutes(app, ports);
  signatureRoutes(app, ports);
  payLinkRoutes(app, ports);
  await payPages(app, ports);
  healthRoutes(app, ports);
  adminRoutes(app, ports);
  return app;
}

/** Bodies stay bytes until their signature was checked; see `authentication.ts`. */
function takeBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      const encoding = request.headers['content-encoding'] ?? 'identity';
      if (encoding === 'identity') request.signedBody = body;
      else if (encoding === 'gzip') request.signedBody = await unzipped(body);
      else throw new BodyError('request-malformed', `content-encoding ${encoding} is not taken`);
      return request.signedBody;
    },
  );
}

/** Stops unpacking at the limit: a small file may hold gigabytes of zeros. */
async function unzipped(body: Buffer): Promise<Buffer> {
  try {
    return await unzip(body, { maxOutputLength: BODY_LIMIT_BYTES });
  } catch (error) {
    const tooLarge =
      error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw tooLarge
      ? new BodyError('body-too-large', 'the unpacked body is above the limit')
      : new BodyError('request-malformed', 'the body is not gzip');
  }
}
