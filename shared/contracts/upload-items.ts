import type { UploadItem } from './bank-api.ts';

/** What a batch carries, without its wrapping: an unused number is a record of its own (P2). */
export function recordOfItem(item: UploadItem) {
  switch (item.kind) {
    case 'stored-payment':
      return item.core;
    case 'sale-report':
      return item.report;
    case 'cash-return':
      return item.back;
    case 'void-number':
      return item;
  }
}

/** Results are matched by it (P12). */
export function idOfItem(item: UploadItem): string {
  return recordOfItem(item).id;
}

export function numberOfItem(item: UploadItem): number {
  return recordOfItem(item).transactionNumber;
}
