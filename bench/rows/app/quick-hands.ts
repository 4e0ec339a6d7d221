import type { Page } from '@playwright/test';

/**
 * Hands as quick as the till lets them be: a scan, F9, cash to the cent, Enter. They work inside of
 * the window, so that nothing of a test driver is left behind in its memory.
 */
export async function sellInCash(page: Page, barcode: string, sales: number): Promise<void> {
  await page.evaluate(sellMany, { barcode, sales });
}

/** Runs in the window. */
async function sellMany({ barcode, sales }: { readonly barcode: string; readonly sales: number }) {
  const LIMIT_MS = 20_000;
  const press = (key: string, atMs = performance.now()): void => {
    const target = document.activeElement ?? document.body;
    const down = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    Object.defineProperty(down, 'timeStamp', { value: atMs });
    target.dispatchEvent(down);
    target.dispatchEvent(new KeyboardEvent('keyup', { key, bubbles: true, cancelable: true }));
  };
  const sees = (what: string, isThere: () => boolean): Promise<void> =>
    new Promise((done, failed) => {
      const look = (): void => {
        if (!isThere()) return;
        clearTimeout(limit);
        watcher.disconnect();
        done();
      };
      const watcher = new MutationObserver(look);
      watcher.observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
      const limit = setTimeout(() => {
        watcher.disconnect();
        failed(new Error(`not seen in time: ${what}; instead: ${document.body.innerText}`));
      }, LIMIT_MS);
      look();
    });
  const total = (): string => document.querySelector('[data-testid="total"]')?.textContent ?? '';
  const isVerdict = (): boolean => document.querySelector('[data-verdict="cash"]') !== null;
  const cash = (): HTMLButtonElement | null => document.querySelector('button[aria-pressed]');
  for (let sale = 0; sale < sales; sale += 1) {
    await sees('an empty counter', () => total() === '¥0.00');
    // Sent at once, as a scanner's own times say, even if this process is held up between two keys:
    // by the times of a busy machine it would be half a code, which no goods have.
    const scannedAtMs = performance.now();
    for (const key of barcode) press(key, scannedAtMs);
    press('Enter', scannedAtMs);
    await sees('the goods', () => !['', '¥0.00'].includes(total()));
    press('F9');
    await sees('the tenders', () => cash() !== null);
    cash()?.click();
    await sees('the cash desk', () => cash()?.getAttribute('aria-pressed') === 'true');
    press('Enter');
    await sees('the verdict', isVerdict);
    press('Enter');
    await sees('the next sale', () => !isVerdict());
  }
}
