import { batchRequest, type UploadItem } from '../shared/contracts/bank-api.ts';
import type { Exchange } from './cable.ts';

export const BATCHES = '/v1/batches';

/** What travelled in a batch, in its order. */
export function itemsIn({ body }: Pick<Exchange, 'body'>): readonly UploadItem[] {
  return batchRequest.parse(JSON.parse(body)).items;
}

/** Whether the report of this sale is among them. */
export function reports(exchange: Pick<Exchange, 'body'>, saleNumber: string): boolean {
  return itemsIn(exchange).some(
    (item) => item.kind === 'sale-report' && item.report.saleNumber === saleNumber,
  );
}
