import type { Receipt, ReceiptPlace } from '../../../shared/domain/receipt.ts';
import { RECEIPT_WORDS } from '../../i18n/receipt-words.ts';

export const LIVE: ReceiptPlace = {
  merchantName: '晨光便利店',
  merchantId: '898310054110001',
  terminalId: '01000001',
  mode: 'live',
  utcOffsetMinutes: 480,
};
export const EN = RECEIPT_WORDS.en;
export const ZH = RECEIPT_WORDS['zh-CN'];

export function marks(receipt: Receipt): string[] {
  return receipt.marks.map(({ kind }) => kind);
}

export function rowsOf(receipt: Receipt, name: string): string[] {
  const rows = receipt.sections.filter((section) => section.name === name);
  return rows.flatMap((section) => section.rows.map(({ left, right }) => `${left}|${right}`));
}
