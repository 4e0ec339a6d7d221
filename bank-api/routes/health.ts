import { sql } from 'kysely';
import { z } from 'zod';
import { PROTOCOL_VERSION } from '../../shared/contracts/protocol-version.ts';
import type { BankServer } from '../http-server.ts';
import type { BankPorts } from '../ports.ts';
import { BANK_ID } from '../ports.ts';

/** Without these a commit is not a commit: the server says so instead of taking money. */
const NEEDED = ['fsync', 'synchronous_commit', 'full_page_writes'] as const;

const healthAnswer = z.object({
  status: z.enum(['ok', 'unhealthy']),
  bankId: z.string(),
  protocolVersion: z.int(),
  node: z.string(),
  postgres: z.string(),
  settings: z.record(z.string(), z.string()),
});

export function healthRoutes(app: BankServer, { database }: BankPorts): void {
  app.get(
    '/health',
    {
      schema: {
        tags: ['operation'],
        summary:
          'Well only while a commit is a commit: fsync, synchronous_commit, full_page_writes',
        response: { 200: healthAnswer, 503: healthAnswer },
      },
    },
    async (_request, reply) => {
      const settings = await readSettings(database);
      const safe = NEEDED.every((name) => (settings[name] ?? 'off') !== 'off');
      return reply.code(safe ? 200 : 503).send({
        status: safe ? 'ok' : 'unhealthy',
        bankId: BANK_ID,
        protocolVersion: PROTOCOL_VERSION,
        node: process.version,
        postgres: settings['server_version'] ?? 'unknown',
        settings,
      });
    },
  );
}

/** Empty when the database does not answer: then nothing is known to be safe. */
async function readSettings(database: BankPorts['database']): Promise<Record<string, string>> {
  const read = sql<{ name: string; setting: string }>`
    select name, setting from pg_settings
    where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'server_version')`;
  const rows = await read.execute(database).then(
    (answer) => answer.rows,
    () => [],
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.setting]));
}
