import { _electron } from '@playwright/test';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { machineArguments } from '../../../e2e/electron-till.ts';

const EMPTY_WINDOW = join(import.meta.dirname, 'empty');

/** From the start of the program until its one paragraph is there, in milliseconds. */
export async function startEmptyWindow(folder: string): Promise<number> {
  const startedMs = performance.now();
  const app = await _electron.launch({
    executablePath: process.env['TWINTILL_ELECTRON_PATH'] ?? '',
    args: [EMPTY_WINDOW, ...machineArguments(), `--user-data-dir=${folder}`],
    env: process.env as Record<string, string>,
  });
  const window = await app.firstWindow();
  await window.locator('#there').waitFor();
  const takenMs = performance.now() - startedMs;
  await app.close();
  await rm(folder, { recursive: true, force: true });
  return takenMs;
}
