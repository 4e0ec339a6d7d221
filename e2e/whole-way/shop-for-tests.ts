import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { createMemoryTillStore } from '../../renderer/db/memory-till-store.ts';
import { present } from '../../shared/lib/assert.ts';
import { Cable } from '../cable.ts';
import { startHeadlessTill, type Devices, type HeadlessTill } from './headless-till.ts';
import { RunningBank } from './running-bank.ts';

/** What a test of `shopForTests` finds; each member throws outside of one. */
export interface ShopForTests {
  readonly bank: RunningBank;
  readonly cable: Cable;
  readonly till: HeadlessTill;
  /** Where this till keeps its data. */
  readonly folder: string;
  /** The same till from its folder, once more, after whoever calls has closed it. */
  readonly startAgain: () => Promise<void>;
  /** Closed and started; its database is gone, and the journal alone brings it back (P10). */
  readonly restart: () => Promise<void>;
}

/**
 * A bank behind a cable for all tests of a `describe`, and for each of them a till of a terminal of its
 * own that has signed on. After each test the till is closed and the bank's books have to verify.
 *
 * @param devices in place of those that a program has
 */
export function shopForTests(devices: Devices = {}): ShopForTests {
  let running: { readonly bank: RunningBank; readonly cable: Cable } | null = null;
  let own: { readonly folder: string; readonly activationCode: string; till: HeadlessTill } | null =
    null;
  const all = () => present(running, 'the bank of these tests');
  const each = () => present(own, 'the till of this test');
  const start = (folder: string, demoActivationCode: string) =>
    startHeadlessTill(
      folder,
      { url: all().cable.url, demoActivationCode },
      createMemoryTillStore(),
      devices,
    );

  beforeAll(async () => {
    const bank = await RunningBank.start();
    running = { bank, cable: await Cable.plug(bank.ready.url) };
  });
  beforeEach(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'twintill-shop-'));
    const { activationCode } = await all().bank.newTerminal();
    const till = await start(folder, activationCode);
    own = { folder, activationCode, till };
    await till.signOn();
  });
  afterEach(async () => {
    const { till, folder } = each();
    await till.host.close();
    await rm(folder, { recursive: true, force: true });
    expect(await all().bank.problems()).toEqual([]);
  });
  afterAll(async () => {
    await all().bank.stop();
    await all().cable.unplug();
  });

  const startAgain = async (): Promise<void> => {
    const shop = each();
    shop.till = await start(shop.folder, shop.activationCode);
  };
  return {
    get bank() {
      return all().bank;
    },
    get cable() {
      return all().cable;
    },
    get till() {
      return each().till;
    },
    get folder() {
      return each().folder;
    },
    startAgain,
    restart: async () => {
      await each().till.host.close();
      await startAgain();
    },
  };
}
