import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, expect, inject } from 'vitest';
import { DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import { buildApp } from '../app.ts';
import type { BankServer } from '../http-server.ts';
import type { BankPorts } from '../ports.ts';
import { createFaults } from '../faults.ts';
import { systemRandom } from '../platform.ts';
import { ensureDatabase } from '../postgres/embedded.ts';
import { bankKeysFrom, makeKeyFile } from '../security/bank-keys.ts';
import { issueActivationCode } from '../services/activation.ts';
import { createTerminal, installDemo } from '../services/merchants.ts';
import { openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrations.ts';
import { verifyBooks } from '../store/verification.ts';
import { activateTestTill, type TestTill } from './test-till.ts';

/** A bank on real PostgreSQL and a real port, with a clock that a test sets. */
export interface TestBank {
  readonly url: string;
  readonly app: BankServer;
  readonly ports: BankPorts;
  readonly databaseUrl: string;
  readonly clock: { nowMs: number };
  /** How long a copy of a request waits for the one before it. */
  readonly lock: { waitMs: number };
  /** A fresh till with a terminal of its own at the demo merchant. */
  readonly newTill: () => Promise<TestTill>;
  readonly newActivationCode: () => Promise<string>;
  readonly eventCount: (kind: string) => Promise<number>;
  readonly close: () => Promise<void>;
}

export const TEST_TIME_MS = Date.UTC(2026, 10, 24, 9, 0, 0);

/** The bank of a test file. At its end the books are right, unless a test breaks them on purpose. */
export async function bankOfThisFile({ breaksBooks = false } = {}): Promise<TestBank> {
  const bank = await startTestBank();
  afterAll(async () => {
    try {
      if (breaksBooks) return;
      expect(await verifyBooks(bank.ports.database)).toMatchObject({ ok: true, problems: [] });
    } finally {
      await bank.close();
    }
  });
  return bank;
}

export async function startTestBank(): Promise<TestBank> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const databaseUrl = await ensureDatabase(inject('superuserUrl'), name);
  const database = openDatabase(databaseUrl, () => undefined);
  await migrate(database);
  const faults = createFaults();
  const clock = { nowMs: TEST_TIME_MS };
  const lock = { waitMs: 20_000 };
  let url = '';
  const ports: BankPorts = {
    database,
    clock: { nowMs: () => clock.nowMs, sleep: () => Promise.resolve() },
    random: systemRandom,
    keys: bankKeysFrom(makeKeyFile()),
    issuerDown: () => faults.current().issuerDown,
    get lockWaitMs() {
      return lock.waitMs;
    },
    faults,
    publicUrl: () => url,
    adminToken: 'test-token',
    report: (error) => console.error(error),
  };
  await installDemo(ports);
  const app = await buildApp(ports);
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  let terminals = 1;
  const newActivationCode = async () => {
    terminals += 1;
    const terminalId = String(terminals).padStart(8, '0');
    const { merchantId } = DEMO_MERCHANT;
    await createTerminal(ports, { terminalId, merchantId, tillNumber: String(terminals) });
    return issueActivationCode(ports, terminalId);
  };
  return {
    url,
    app,
    ports,
    databaseUrl,
    clock,
    lock,
    newActivationCode,
    newTill: async () => activateTestTill(url, await newActivationCode(), () => clock.nowMs),
    eventCount: async (kind) => {
      const { rows } = await sql<{ count: bigint }>`
        select coalesce(sum(times), 0)::bigint as count from security_events where kind = ${kind}`.execute(
        database,
      );
      return Number(rows[0]?.count ?? 0n);
    },
    close: async () => {
      await app.close();
      await database.destroy();
    },
  };
}
