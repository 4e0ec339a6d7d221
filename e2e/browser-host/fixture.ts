import { test as base, type Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { RunningBank } from '../whole-way/running-bank.ts';

/** What a test in the browser host works with: each has a bank, a shop and a browser of its own. */
interface BrowserHostFixtures {
  readonly bank: RunningBank;
  /** The address that `npm start` would print. */
  readonly tillUrl: string;
  /** The line to the bank, as a browser loses it; the page itself stays where it is. */
  readonly line: Line;
}

export interface Line {
  /** No request leaves the machine any more. */
  readonly cut: () => Promise<void>;
  readonly mend: () => Promise<void>;
  /**
   * The next request to this path of the bank arrives there and is answered, and the answer never
   * comes back. Resolves when the bank has answered.
   */
  readonly swallowNextAnswer: (path: string) => Promise<{ readonly arrived: Promise<void> }>;
}

const SCRIPT = join(import.meta.dirname, '../../build/browser-host.ts');

export const test = base.extend<BrowserHostFixtures>({
  bank: async ({}, use) => {
    const bank = await RunningBank.start();
    await use(bank);
    await bank.stop();
  },

  tillUrl: async ({ bank }, use) => {
    const readyFile = join(bank.folder, 'ready.json');
    const host = spawn(process.execPath, [SCRIPT, '--ready-file', readyFile], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [url] = (await once(createInterface(host.stdout), 'line')) as [string];
    await use(url);
    host.kill('SIGTERM');
    await once(host, 'exit');
  },

  line: async ({ page, context }, use) => {
    await use({
      cut: () => context.setOffline(true),
      mend: () => context.setOffline(false),
      swallowNextAnswer: (path) => swallowNextAnswer(page, path),
    });
  },
});

async function swallowNextAnswer(page: Page, path: string) {
  let resolve = (): void => undefined;
  const arrived = new Promise<void>((done) => (resolve = done));
  await page.route(
    `**/bank${path}`,
    async (route) => {
      await route.fetch();
      // Neither fulfilled nor aborted: the page waits, as it would on a line that went dead.
      resolve();
    },
    { times: 1 },
  );
  return { arrived };
}

export { expect } from '@playwright/test';
