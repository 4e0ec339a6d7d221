import { expect as impatient, type Locator } from '@playwright/test';

/** A busy machine is no failure; what does not come at all fails a little later. */
export const PATIENCE_MS = 15_000;

/** The demo, the crashes and the pictures run outside of Playwright's runner: it waits 5 s there. */
export const expect = impatient.configure({ timeout: PATIENCE_MS });

/**
 * Waits until it can be seen. An expectation would say the same, and would describe the whole page each
 * time it does not see it yet: a tenth of what the window has to do in a test.
 */
export const sees = (what: Locator, limitMs = PATIENCE_MS): Promise<void> =>
  what.waitFor({ timeout: limitMs });
