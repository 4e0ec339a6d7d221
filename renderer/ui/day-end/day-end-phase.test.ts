import { expect, it } from 'vitest';
import { totalsOf } from '../../../shared/domain/batch-totals.ts';
import { NOTHING_REFUSED } from '../../../shared/domain/recovery-rate.ts';
import { NOTHING_SETTLED, type Settlement } from '../../../shared/domain/settlement.ts';
import { NO_SIGNATURES } from '../../services/paying/card-signatures.ts';
import { errorTexts, shownDayEnd } from './day-end-phase.ts';

const totals = totalsOf([]);

function ended(change: Partial<Settlement>): Settlement {
  return {
    id: 'settlement-1',
    batchNumber: 7,
    step: 'disagree',
    businessDay: '2026-11-23',
    atMs: 1,
    supervisorId: '00',
    before: NOTHING_SETTLED,
    totals,
    bank: null,
    unsent: [],
    differences: [],
    accepted: [],
    after: NOTHING_SETTLED,
    ...change,
  };
}

function shown(last: Settlement) {
  const beside = { exceptions: 0, recovery: NOTHING_REFUSED, signatures: NO_SIGNATURES };
  return shownDayEnd({ last, batchNumber: 8, totals, unsent: [], watched: [], ...beside }, null);
}

it('P22 after an error it is told, beside what would be settled now, until a day end is over', () => {
  const closed = ended({ bankError: 'batch-closed' });
  expect(shown(closed)).toMatchObject({ phase: 'error', batchNumber: 8, settlement: closed });
  expect(shown(ended({ step: 'confirmed' })).phase).toBe('ready');
});

it('P22 of an error from before its reason was kept, nothing is told but that nothing is named', () => {
  const old = shown(ended({}));
  expect(old.phase).toBe('error');
  expect(errorTexts(ended({}))).toContain('error.nothing-named');
});
