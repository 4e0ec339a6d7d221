import { describe, expect, it } from 'vitest';
import type { Payment } from '../../../shared/domain/payment.ts';
import { NOTHING_SETTLED } from '../../../shared/domain/settlement.ts';
import {
  SAMPLE_STATUS,
  SAMPLE_TIME_MS,
  samplePayment,
  sampleSale,
} from '../../../shared/domain/testing/sample-sale.ts';
import type { JournalRecord } from '../../../shared/domain/journal.ts';
import { createMemoryTillStore } from '../../db/memory-till-store.ts';
import { paymentsToSettle } from './day-end-payments.ts';

const MORE_THAN_A_PAGE = 520;

describe('what a day end settles', () => {
  it('P13 P22 what made up for a late decline counts today, however many sales lie between', async () => {
    const store = createMemoryTillStore();
    const before = { ...NOTHING_SETTLED, batch: 7 };
    const since = Array.from({ length: MORE_THAN_A_PAGE }, (_, i) =>
      sampleSale({ id: `later-${i}`, createdAtMs: SAMPLE_TIME_MS + 1 + i }),
    );
    const refused = samplePayment(SAMPLE_STATUS.recovered, 'refused');
    const paid: Payment = { ...samplePayment(SAMPLE_STATUS.approved, 'paid') };
    const ofToday = { ...paid, core: { ...paid.core, batchNumber: 8, supersedes: 'refused' } };
    const old = sampleSale({ id: 'old', payments: [refused, ofToday] });
    const putSales = [old, ...since];
    const record = { number: 1 } as JournalRecord;
    await store.apply({ record, putSales, putOutbox: [], deleteOutbox: [] });
    const found = await paymentsToSettle(store, 8, before);
    expect(found.ok && found.value.map(({ payment }) => payment.id)).toEqual(['paid']);
  });
});
