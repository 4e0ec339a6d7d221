import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/**
 * Axe finds nothing that keeps anybody out. Asked again for a while: figures in the bar may change
 * while it looks, and then half of what it saw is from before.
 */
export async function expectNoBarrier(page: Page, where = ''): Promise<void> {
  await expect.poll(() => barriers(page), where).toEqual([]);
}

/**
 * In this runtime axe cannot open a page of its own; the legacy mode runs inside the till's. What it
 * finds in order is not described: that took a third of its time.
 */
async function barriers(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
