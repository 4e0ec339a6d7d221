import { _electron } from '@playwright/test';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { machineArguments } from '../../e2e/electron-till.ts';
import { callExport, type BenchPage } from './page.ts';
import { bundle } from './script.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');
const UNDER_STRACE = join(ROOT, 'e2e', 'power', 'under-strace.sh');
const HTML = `<!doctype html><html><head><meta charset="utf-8" /><title>bench</title>
<script type="module" src="./page.js"></script></head><body></body></html>`;

export interface ElectronPageOptions {
  /** The script of the page, whose exports are called; absolute. */
  readonly entry: string;
  readonly folder: string;
  readonly bankUrl: string;
  readonly activationCode: string;
  /** Where each flush of a file is recorded (`e2e/power/recorded-calls.ts`). */
  readonly traceFolder?: string;
}

/**
 * The product's own main process, preload and gate, with a page of ours in the place of its window:
 * what is measured crosses what a sale crosses, and nothing is built into the product for it.
 */
export async function openElectronPage({
  entry,
  folder,
  bankUrl,
  activationCode,
  traceFolder,
}: ElectronPageOptions): Promise<Omit<BenchPage, 'url'>> {
  const app = join(folder, 'app');
  const window = join(app, 'dist', 'renderer');
  await mkdir(window, { recursive: true });
  await cp(join(ROOT, 'dist', 'electron'), join(app, 'dist', 'electron'), { recursive: true });
  const { name, productName, version, main } = JSON.parse(
    await readFile(join(ROOT, 'package.json'), 'utf8'),
  ) as Record<string, string>;
  const description = JSON.stringify({ name, productName, version, main });
  await writeFile(join(app, 'package.json'), description);
  await writeFile(join(window, 'index.html'), HTML);
  const { script: code, more } = await bundle(entry);
  await writeFile(join(window, 'bench.js'), code);
  for (const [path, text] of more) {
    const file = join(window, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const script = "import * as bench from './bench.js'; globalThis.bench = bench;";
  await writeFile(join(window, 'page.js'), script);
  const electron = await _electron.launch({
    executablePath:
      traceFolder === undefined ? (process.env['TWINTILL_ELECTRON_PATH'] ?? '') : UNDER_STRACE,
    args: [app, ...machineArguments(), `--user-data-dir=${join(folder, 'data')}`],
    env: {
      ...(process.env as Record<string, string>),
      TWINTILL_BANK_URL: bankUrl,
      TWINTILL_ACTIVATION_CODE: activationCode,
      ...(traceFolder === undefined ? {} : { TWINTILL_TEST_TRACE: join(traceFolder, 'calls') }),
    },
  });
  const page = await electron.firstWindow();
  page.setDefaultTimeout(0);
  const broken = new Promise<never>((_, broke) => page.once('pageerror', broke));
  await Promise.race([page.waitForFunction(() => 'bench' in globalThis), broken]);
  return {
    call: <T>(called: string, ...args: readonly unknown[]) =>
      page.evaluate(callExport, { name: called, args }) as Promise<T>,
    close: () => electron.close(),
  };
}
