import type { UploadItem, UploadResult } from '../../../shared/contracts/bank-api.ts';
import { idOfItem } from '../../../shared/contracts/upload-items.ts';
import { benchTill } from './bench-till.ts';

/** With so many promises waiting, each with the report of its sale. */
export async function tillWithQueue(sales: number) {
  const till = benchTill();
  for (let i = 0; i < sales; i += 1) await till.payByCard('good-chip', { lineUsable: false });
  return till;
}

export async function lanesOf({
  store,
}: Awaited<ReturnType<typeof tillWithQueue>>): Promise<string[]> {
  const rows = await store.outbox();
  return rows.ok ? rows.value.map(({ lane }) => lane) : [];
}

export const accepted = (item: UploadItem): UploadResult => ({
  id: idOfItem(item),
  code: '00',
  authorisationCode: '',
  referenceNumber: '',
  message: '',
});
