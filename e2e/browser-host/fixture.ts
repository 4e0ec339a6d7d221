import type { Page } from '@playwright/test';
import { resolve } from 'node:path';
import { startBrowserHost } from '../../build/browser-host.ts';
import { test as base } from '../fixtures.ts';
import { TillPage } from '../page-models/till-page.ts';

/** A till as a page: for each test a terminal, an address and a browser profile of its own. */
interface BrowserHostFixtures {
  /** Opened and online. */
  readonly browserTill: TillPage;
  readonly line: BrowserLine;
}

/** The line to the bank as a browser loses it. */
export interface BrowserLine {
  /** No request leaves the machine any more: the browser itself knows that it is offline. */
  readonly cut: () => Promise<void>;
  readonly mend: () => Promise<void>;
  /** The page's own server still answers, and no bank behind it. */
  readonly loseBank: () => Promise<void>;
  readonly findBank: () => Promise<void>;
  /**
   * The next request to this path arrives at the bank, and its answer never comes back. Resolves
   * once that is arranged; `answered` when the bank has answered.
   */
  readonly swallowNextAnswer: (path: string) => Promise<{ readonly answered: Promise<void> }>;
}

const FILES = resolve(import.meta.dirname, '../../dist/renderer');
const BANK_REQUESTS = '**/bank/**';

export const test = base.extend<BrowserHostFixtures>({
  browserTill: async ({ page, bank, terminal }, use) => {
    const host = await startBrowserHost({
      filesDir: FILES,
      bankUrl: bank.ready.url,
      activationCode: terminal.activationCode,
      port: 0,
    });
    await page.goto(host.url);
    const till = new TillPage(page);
    await till.waitUntilOnline();
    await use(till);
    await host.close();
  },

  line: async ({ page, context }, use) => {
    await use({
      cut: () => context.setOffline(true),
      mend: () => context.setOffline(false),
      loseBank: async () => {
        await page.route(BANK_REQUESTS, (route) => route.abort());
      },
      findBank: () => page.unroute(BANK_REQUESTS),
      swallowNextAnswer: (path) => swallowNextAnswer(page, path),
    });
  },
});

async function swallowNextAnswer(page: Page, path: string) {
  let answeredNow = (): void => undefined;
  const answered = new Promise<void>((done) => (answeredNow = done));
  await page.route(
    `**/bank${path}`,
    async (route) => {
      await route.fetch();
      // Neither fulfilled nor aborted: the page waits, as it would on a line that went dead.
      answeredNow();
    },
    { times: 1 },
  );
  return { answered };
}

export { expect } from '@playwright/test';
