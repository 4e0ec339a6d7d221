import { test as base } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cable } from './cable.ts';
import { ElectronTill } from './electron-till.ts';
import type { TillPage } from './page-models/till-page.ts';
import { RunningBank, type NewTerminal } from './whole-way/running-bank.ts';

/** What every test of the whole app works with. */
export interface TillFixtures {
  /** A terminal of this test's own at the bank; rows of others are told apart by its id. */
  readonly terminal: NewTerminal;
  /** What lies between this till and the bank: to be cut, held, looked at. */
  readonly cable: Cable;
  /** Its program, not started yet, with an empty folder: for tests that look at the start. */
  readonly machine: ElectronTill;
  /** The same, started and online. */
  readonly till: TillPage;
}

export interface BankFixture {
  /** One bank for all tests of a worker; its faults are healed after each. */
  readonly bank: RunningBank;
}

export const test = base.extend<TillFixtures, BankFixture>({
  bank: [
    async ({}, use) => {
      const bank = await RunningBank.start();
      await use(bank);
      await bank.stop();
    },
    { scope: 'worker' },
  ],

  terminal: async ({ bank }, use) => {
    await use(await bank.newTerminal());
    await bank.heal();
  },

  cable: async ({ bank }, use) => {
    const cable = await Cable.plug(bank.ready.url);
    await use(cable);
    await cable.unplug();
  },

  machine: async ({ cable, terminal }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'twintill-e2e-'));
    const { activationCode } = terminal;
    const machine = new ElectronTill({ folder, bankUrl: cable.url, activationCode });
    await use(machine);
    await machine.close();
    await rm(folder, { recursive: true, force: true });
  },

  till: async ({ machine }, use) => {
    const till = await machine.start();
    await till.waitUntilOnline();
    await use(till);
  },
});

interface OwnMerchant {
  readonly merchantId: string;
  readonly name: string;
  readonly shopName: string;
  readonly mode: 'demo';
}

/** The till is of a merchant of its own: what the bank orders there, nobody else obeys. */
export function testAt(
  merchant: OwnMerchant,
  prepare: (bank: RunningBank) => Promise<unknown> = () => Promise.resolve(),
) {
  return test.extend({
    terminal: async ({ bank }, use) => {
      await bank.admin('merchants', merchant);
      await prepare(bank);
      await use(await bank.newTerminal(merchant.merchantId));
      await bank.heal();
    },
  });
}

export { expect } from '@playwright/test';
