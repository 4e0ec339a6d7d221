import { chromium } from '@playwright/test';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { CHROMIUM } from '../../build/chromium.ts';
import { bundle } from './script.ts';

/** A page in a real Chromium with a profile on a real disk, and the functions that it offers. */
export interface BenchPage {
  readonly url: string;
  /** Calls a function that the page's script exports; what goes in and comes back is JSON. */
  readonly call: <T>(name: string, ...args: readonly unknown[]) => Promise<T>;
  readonly close: () => Promise<void>;
}

export interface PageOptions {
  /** The script of the page, whose exports are called; absolute. */
  readonly entry: string;
  /** A service worker beside it, under /worker.js. */
  readonly worker?: string;
  readonly folder: string;
  /** Answers what is not one of the page's own files, under the same address: no preflights. */
  readonly serve?: (incoming: IncomingMessage, answer: ServerResponse) => void;
}

const HTML = `<!doctype html><meta charset="utf-8"><title>bench</title>
<script type="module">import * as bench from './page.js'; globalThis.bench = bench;</script>`;

/** A page that is alone in its process has a clock of microseconds, not of tenths of a millisecond. */
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

export async function openBenchPage(options: PageOptions): Promise<BenchPage> {
  const { folder, serve } = options;
  const files = await filesOf(options);
  const server = createServer((incoming, answer) => {
    const file = files.get(incoming.url ?? '');
    if (file !== undefined) {
      answer.writeHead(200, { ...ISOLATED, 'content-type': file.type }).end(file.text);
    } else if (serve !== undefined) serve(incoming, answer);
    else answer.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address to listen on');
  const url = `http://127.0.0.1:${address.port}/`;
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    ...CHROMIUM,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(0);
  const broken = new Promise<never>((_, broke) => page.once('pageerror', broke));
  const ready = page.goto(url).then(() => page.waitForFunction(() => 'bench' in globalThis));
  await Promise.race([ready, broken]);
  return {
    url,
    call: <T>(name: string, ...args: readonly unknown[]) =>
      page.evaluate(callExport, { name, args }) as Promise<T>,
    close: async () => {
      await context.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function filesOf({ entry, worker }: PageOptions) {
  const script = (text: string) => ({ type: 'text/javascript; charset=utf-8', text });
  const page = await bundle(entry);
  const files = new Map([
    ['/', { type: 'text/html; charset=utf-8', text: HTML }],
    ['/page.js', script(page.script)],
  ]);
  for (const [path, text] of page.more) files.set(path, script(text));
  if (worker !== undefined) files.set('/worker.js', script((await bundle(worker)).script));
  return files;
}

/** Runs in the page. */
export function callExport({
  name,
  args,
}: {
  readonly name: string;
  readonly args: readonly unknown[];
}) {
  const { bench } = globalThis as unknown as {
    readonly bench: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
  };
  const wanted = bench[name];
  if (wanted === undefined) throw new Error(`the page has no ${name}`);
  return wanted(...args);
}
