import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { CHROMIUM } from './chromium.ts';
import { isLongRun } from './vitest/long-run.ts';
import { LongestFirst } from './vitest/longest-first.ts';

const root = new URL('..', import.meta.url).pathname;
const never = ['**/node_modules/**', '**/dist/**'];
const propertyRuns = ['build/vitest/property-runs.ts'];
/** Nobody waits for a long run; it must end all the same. */
const limitMs = (usualMs: number) => (isLongRun ? 45 * 60_000 : usualMs);
/** Vitest keeps one core of two for itself, and then runs every file of a project alone. */
const maxWorkers = 2;

/** A process for each file takes as long as the tests: most of it is the same modules, loaded anew. */
const SHARED_MODULES = { isolate: false } as const;

const chromium = playwright({ launchOptions: CHROMIUM });

/** What Node makes of a simulated world, for Chromium to compare with. */
async function hashOfWorld(_context: unknown, seed: number): Promise<string> {
  const sim = (await import(new URL('../e2e/sim/shrink.ts', import.meta.url).href)) as {
    readonly tell: (story: { readonly seed: number }) => Promise<{ readonly hash: string }>;
  };
  return (await sim.tell({ seed })).hash;
}

export default defineConfig({
  test: {
    maxWorkers,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          root,
          include: ['{shared,electron,renderer,build,bench}/**/*.test.ts'],
          exclude: [...never, '**/*.browser.test.ts', '**/*.mocked.test.ts'],
          setupFiles: propertyRuns,
          testTimeout: limitMs(120_000),
          ...SHARED_MODULES,
        },
      },
      {
        // What puts something in the place of a module of Node, and must not leave it to others.
        test: {
          name: 'unit-mocked',
          root,
          include: ['electron/**/*.mocked.test.ts'],
          exclude: never,
          setupFiles: propertyRuns,
          testTimeout: limitMs(120_000),
        },
      },
      {
        // Found now, not in the middle of a test: a late optimisation reloads the page.
        optimizeDeps: {
          include: [
            'dexie',
            'zod',
            'zustand/vanilla',
            'papaparse',
            'pinyin-pro',
            'react-dom',
            '@noble/hashes/sha2.js',
            '@noble/hashes/hmac.js',
          ],
        },
        test: {
          name: 'store',
          root,
          include: ['renderer/**/*.browser.test.ts', 'e2e/sim/*.browser.test.ts'],
          exclude: never,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: chromium,
            instances: [{ browser: 'chromium' }],
            commands: { hashOfWorld },
          },
        },
      },
      {
        test: {
          name: 'whole-way',
          root,
          include: ['e2e/{whole-way,sim,power}/**/*.test.ts'],
          exclude: [...never, '**/*.browser.test.ts'],
          testTimeout: limitMs(180_000),
          hookTimeout: 60_000,
          ...SHARED_MODULES,
        },
      },
      {
        // Its own project: `npm run test:long` runs it with a hundred thousand cases.
        test: {
          name: 'abuse',
          root,
          include: ['e2e/abuse/**/*.test.ts'],
          exclude: never,
          testTimeout: limitMs(120_000),
          hookTimeout: 60_000,
          ...SHARED_MODULES,
        },
      },
      {
        test: {
          name: 'bank',
          root,
          include: ['bank-api/**/*.test.ts'],
          exclude: never,
          setupFiles: propertyRuns,
          testTimeout: limitMs(120_000),
          hookTimeout: 60_000,
          globalSetup: ['bank-api/test/global-setup.ts'],
          ...SHARED_MODULES,
        },
      },
    ],
  },
});
