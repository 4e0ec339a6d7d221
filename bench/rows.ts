import type { Row } from './frame/row.ts';
import { memoryRow } from './rows/app/memory-row.ts';
import { paintRow } from './rows/app/paint-row.ts';
import { startRow } from './rows/app/start-row.ts';
import { bankRow } from './rows/bank.ts';
import { drainRow } from './rows/drain.ts';
import { flushesRow } from './rows/flushes.ts';
import { payRow } from './rows/pay.ts';
import { saleRow } from './rows/sale.ts';
import { searchRow } from './rows/search/row.ts';

/** In the order of the table. */
export const ROWS: readonly Row[] = [
  saleRow,
  flushesRow,
  payRow,
  drainRow,
  bankRow,
  searchRow,
  startRow,
  paintRow,
  memoryRow,
];
