import { defineConfig } from '@playwright/test';
import { CHROMIUM } from '../build/chromium.ts';
import { PATIENCE_MS } from './patient-expect.ts';

/** The whole app: in Electron, in the browser host, and as it is packaged. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  // A till mostly waits, for its line and for its cashier; each worker has a bank of its own.
  workers: 2,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: PATIENCE_MS },
  forbidOnly: process.env['CI'] === 'true',
  // The report is for `npm test`, which names a file for it; without one it would fill the screen.
  reporter:
    process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] === undefined ? 'list' : [['list'], ['json']],
  use: {
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    locale: 'zh-CN',
    launchOptions: CHROMIUM,
  },
  projects: [
    { name: 'electron', testDir: 'electron' },
    { name: 'browser-host', testDir: 'browser-host' },
    { name: 'packaged', testDir: 'packaged' },
  ],
});
