import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { expect } from './fixtures.ts';

/**
 * Axe finds nothing that keeps anybody out. Asked again for a while: figures in the bar may change
 * while it looks, and then half of what it saw is from before.
 */
export async function expectNoBarrier(page: Page, where = ''): Promise<void> {
  await expect.poll(() => barriers(page), where).toEqual([]);
}

/**
 * Axe is put into a page once: with each question anew, it took as long as the question. What it finds
 * in order is not described.
 */
async function barriers(page: Page): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in window);
  if (!isThere) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const inPage = (window as unknown as { axe: typeof axe }).axe;
    const { violations } = await inPage.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });
}
