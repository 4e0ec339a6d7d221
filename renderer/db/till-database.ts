import { Dexie, type EntityTable, type Table } from 'dexie';
import { isSignatureOpen } from '../../shared/domain/card-signature.ts';
import type { JournalRecord } from '../../shared/domain/journal.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { wasRefusedLate } from '../../shared/domain/try-that-counts.ts';
import type { VolumeRow } from './history-volume.ts';
import { isMoneyOpen } from './till-rows.ts';

/** The till's tables. Raising the version leaves a database behind in `migrations`. */
export class TillDatabase extends Dexie {
  declare readonly records: EntityTable<JournalRecord, 'number'>;
  declare readonly sales: Table<SaleRow, string>;
  declare readonly outbox: EntityTable<OutboxRow, 'key'>;
  declare readonly notes: EntityTable<NoteRow, 'key'>;
  declare readonly history: EntityTable<VolumeRow, 'toNumber'>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' });
    // Version 1. `open` marks few rows, so that its index stays tiny: see `markOf`.
    this.version(1).stores({
      records: 'number',
      sales: 'id, createdAtMs, open',
      outbox: 'key',
      notes: 'key',
    });
    // Version 2: what is older than some days is packed, many in one file (`history-volume.ts`).
    this.version(2).stores({ history: 'toNumber, toSaleId, toMs' });
  }
}

export interface NoteRow {
  key: string;
  value: string;
}

export interface SaleRow {
  readonly id: string;
  readonly createdAtMs: number;
  readonly open?: Mark;
  readonly sale: Sale;
}

export function rowOf(sale: Sale): SaleRow {
  const { id, createdAtMs } = sale;
  const mark = markOf(sale);
  return mark === null ? { id, createdAtMs, sale } : { id, createdAtMs, open: mark, sale };
}

export const MONEY_OPEN = 1;
export const REFUSED_LATE = 2;
export const SIGNATURE_OPEN = 3;
export type Mark = typeof MONEY_OPEN | typeof REFUSED_LATE | typeof SIGNATURE_OPEN;

/**
 * One index for three rare things; a sale that is several of them is found by each. What was refused
 * before there was a second mark gets it with the next record about it.
 */
function markOf(sale: Sale): Mark | null {
  if (isMoneyOpen(sale)) return MONEY_OPEN;
  if (wasRefusedLate(sale)) return REFUSED_LATE;
  return isSignatureOpen(sale) ? SIGNATURE_OPEN : null;
}
