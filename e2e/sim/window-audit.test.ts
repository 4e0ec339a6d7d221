import { expect, it } from 'vitest';
import type { DeliveryOutcome, JournalBody, JournalRecord } from '../../shared/domain/journal.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { auditWindow } from './window-audit.ts';

const WINDOW_MS = 1_000;

const record = (atMs: number, body: unknown): JournalRecord =>
  ({ atMs, body: body as JournalBody }) as JournalRecord;
const promise = (atMs: number, saleId: string): JournalRecord => {
  const outbox = [{ kind: 'stored-payment', transactionId: `of ${saleId}` } as OutboxRow];
  return record(atMs, { kind: 'sale', sale: { id: saleId } as Sale, outbox });
};
const answer = (atMs: number, saleId: string, outcome: DeliveryOutcome): JournalRecord =>
  record(atMs, { kind: 'delivery', results: [{ transactionId: `of ${saleId}`, outcome }] });
const jump = (atMs: number): JournalRecord => record(atMs, { kind: 'notice', code: 'clock-jump' });

const audit = (...records: JournalRecord[]): string[] => auditWindow(records, 'late', WINDOW_MS);
const TOO_LATE = ['P20 late was promised after the offline window had ended'];

it('P15 P20 a jump past the end of a promise that waits ends the window, also when it is taken back', () => {
  expect(audit(promise(0, 'early'), jump(2_000), promise(3_000, 'late'))).toEqual(TOO_LATE);
  expect(audit(promise(0, 'early'), jump(2_000), jump(10), promise(20, 'late'))).toEqual(TOO_LATE);
  expect(audit(promise(0, 'early'), jump(900), promise(950, 'late'))).toEqual([]);
});

it.each(['done', 'done-watch', 'refused'] as const)('P15 %s: it waits no more', (outcome) => {
  const before = [promise(0, 'early'), answer(10, 'early', outcome)];
  expect(audit(...before, jump(2_000), promise(3_000, 'late'))).toEqual([]);
});

it('P15 what nobody has looked at waits on', () => {
  const before = [promise(0, 'early'), answer(10, 'early', 'our-fault'), promise(20, 'early')];
  expect(audit(...before, jump(2_000), promise(3_000, 'late'))).toEqual(TOO_LATE);
});

it('P13 P15 a refused promise that comes back to the desk uses no window', () => {
  const before = [promise(0, 'early'), answer(10, 'early', 'refused'), promise(20, 'early')];
  expect(audit(...before, jump(2_000), promise(3_000, 'late'))).toEqual([]);
});
