import { expect as impatient } from '@playwright/test';

/** A busy machine is no failure; what does not come at all fails a little later. */
export const PATIENCE_MS = 15_000;

/** The demo, the crashes and the pictures run outside of Playwright's runner: it waits 5 s there. */
export const expect = impatient.configure({ timeout: PATIENCE_MS });
