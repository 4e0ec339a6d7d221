import { SAMPLE_PRODUCTS } from '../../renderer/catalogue/sample-shop.ts';
import { present } from '../../shared/lib/assert.ts';
import type { TillPage } from '../page-models/till-page.ts';

/** What the customers of the pictures buy, always the same. */
export const WATER = barcodeOf('农夫山泉 550 ml');
export const NOODLES = barcodeOf('红烧牛肉面');
const MILK = barcodeOf('纯牛奶 250 ml');
const RICE = barcodeOf('五常大米 5 kg');
const MANY_MILKS = '3';

/** A counter as it looks on an ordinary afternoon. */
export async function fillCounter(till: TillPage): Promise<void> {
  for (const barcode of [WATER, WATER, NOODLES, RICE, MILK]) {
    await till.register.scan(barcode);
  }
  await till.page.keyboard.press('F6');
  await till.page.getByRole('dialog').waitFor();
  await till.register.typeByHand(MANY_MILKS);
  await till.page.keyboard.press('Enter');
  await till.page.getByRole('dialog').waitFor({ state: 'detached' });
}

export function barcodeOf(nameZh: string): string {
  const product = SAMPLE_PRODUCTS.find((one) => one.nameZh === nameZh);
  return present(product, `sample goods called ${nameZh}`).barcode;
}
