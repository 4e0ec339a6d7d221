import type { Page } from '@playwright/test';

/** How long one frame of this window is, in milliseconds: the median of many. */
export const frameOf = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));
    const lengths: number[] = [];
    let last = await frame();
    for (let i = 0; i < 120; i += 1) {
      const now = await frame();
      lengths.push(now - last);
      last = now;
    }
    return lengths.sort((a, b) => a - b)[60] ?? Number.NaN;
  });

/**
 * Notes when a key is pressed, by the device's own time. It must hear before the till does, whose
 * ear for scanners holds keys back: the window is loaded again with this in front of its scripts.
 */
export async function hearKeysFirst(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const pressedMs: Record<string, number> = {};
    Object.assign(globalThis, { benchPressedMs: pressedMs });
    const note = (event: KeyboardEvent): void => {
      pressedMs[event.key] ??= event.timeStamp;
    };
    addEventListener('keydown', note, { capture: true });
  });
  await page.reload();
}

/** A key that is pressed for good, and what the screen must read once it is painted. */
export interface Paint {
  readonly lastKey: string;
  /** The text of this must change. */
  readonly watched: string;
}

/**
 * Arranges the next measurement in the window: the clock starts when the key is pressed, and stops
 * behind the frame that shows what has changed. Null: nothing has.
 */
export async function armPaint(page: Page, { lastKey, watched }: Paint) {
  await page.evaluate(watchPaint, { lastKey, watched });
  return () =>
    page.evaluate(
      () => (globalThis as unknown as { benchPaint: Promise<number | null> }).benchPaint,
    );
}

/** Runs in the window. */
function watchPaint({ lastKey, watched }: Paint): void {
  const read = (): string => document.querySelector(watched)?.textContent ?? '';
  const before = read();
  const { benchPressedMs } = globalThis as unknown as { benchPressedMs: Record<string, number> };
  for (const key of Object.keys(benchPressedMs)) delete benchPressedMs[key];
  const LIMIT_MS = 5_000;
  const painted = new Promise<number | null>((done) => {
    const limit = setTimeout(() => {
      watcher.disconnect();
      done(null);
    }, LIMIT_MS);
    const watcher = new MutationObserver(() => {
      if (read() === before) return;
      clearTimeout(limit);
      watcher.disconnect();
      requestAnimationFrame(() => {
        // Behind the frame: a message is handled after what was drawn for it.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now() - (benchPressedMs[lastKey] ?? Number.NaN));
        port2.postMessage(null);
      });
    });
    watcher.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  Object.assign(globalThis, { benchPaint: painted });
}
