import { chromium, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { present } from '../shared/lib/assert.ts';

/** A window that is driven past the connection with which the program was started. */
export interface AttachedWindow {
  readonly page: Page;
  readonly letGo: () => Promise<void>;
}

/**
 * Playwright lets go of a page whose process died, for good. The program still listens to whoever
 * wants to drive it, at the port that Chromium writes into its folder: a second connection finds the
 * window as it is now.
 */
export async function attachToWindow(folder: string, limitMs: number): Promise<AttachedWindow> {
  const [port = ''] = (await readFile(join(folder, 'DevToolsActivePort'), 'utf8')).split('\n');
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, {
    timeout: limitMs,
    // Electron does not know the settings by which a browser is made ready for tests.
    noDefaults: true,
  });
  const [page] = browser.contexts().flatMap((context) => context.pages());
  const driven = present(page, 'the window of a running till');
  // As in the connection of the start: keys reach the window whether or not it has the focus.
  const device = await driven.context().newCDPSession(driven);
  await device.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  return { page: driven, letGo: () => browser.close() };
}
