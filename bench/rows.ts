import type { Row } from './frame/row.ts';

/** In the order of the table. */
export const ROWS: readonly Row[] = [];
