import { describe, expect, it } from 'vitest';
import { minor } from '../../../shared/domain/money.ts';
import { outboxKey, type OutboxKind, type OutboxRow } from '../../../shared/domain/outbox.ts';
import type { PaymentState } from '../../../shared/domain/payment.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import {
  SAMPLE_CASH,
  SAMPLE_DUE,
  SAMPLE_STATUS,
  SAMPLE_TIME_MS,
  samplePayment,
  sampleSale,
} from '../../../shared/domain/testing/sample-sale.ts';
import { wasRefusedLate } from '../../../shared/domain/try-that-counts.ts';
import { RESTING, type QueueStatus } from './queue-status.ts';
import { queueView } from './queue-view.ts';

const TODAY = '2026-11-24';

function cashSale(id: string, minutes: number, changes: Partial<Sale> = {}): Sale {
  return sampleSale({
    id,
    number: id,
    createdAtMs: SAMPLE_TIME_MS + minutes * 60_000,
    businessDay: TODAY,
    ...changes,
  });
}

function cardSale(id: string, minutes: number, state: PaymentState): Sale {
  const payment = samplePayment(SAMPLE_STATUS[state], `p-${id}`);
  const tender = { kind: 'card', id: 'card-1', amountMinor: SAMPLE_DUE } as const;
  const tenders = [{ ...tender, paymentIds: [payment.id] }];
  return cashSale(id, minutes, { tenders, payments: [payment] });
}

const reported = (sale: Sale): Sale => ({
  ...sale,
  report: sale.report === null ? null : { ...sale.report, delivered: true },
});

function rowFor(
  kind: OutboxKind,
  { id, createdAtMs }: Sale,
  change: Partial<OutboxRow> = {},
): OutboxRow {
  const transactionId = kind === 'sale-report' ? `r-${id}` : `p-${id}`;
  return {
    key: outboxKey(kind, transactionId),
    kind,
    transactionId,
    transactionNumber: 1,
    saleId: id,
    amountMinor: SAMPLE_DUE,
    createdAtMs,
    lane: 'ready',
    attempts: 0,
    nextTryAtMs: 0,
    reason: '',
    ...change,
  };
}

function viewOf(
  sales: readonly Sale[],
  outbox: readonly OutboxRow[],
  { online = true, status = RESTING }: { online?: boolean; status?: QueueStatus } = {},
) {
  const late = sales.filter(wasRefusedLate);
  return queueView({ sales, outbox, late, businessDay: TODAY, online, status });
}

const PARKED = { lane: 'exception' } as const;

describe('the queue as people see it', () => {
  it('P13 I9 a record whose sale is gone is shown by its number, unknown, and decided about', () => {
    const gone = cashSale('gone', 7);
    const parked = rowFor('sale-report', gone, { ...PARKED, reason: 'sale-missing' });
    const { rows, counts } = viewOf([cashSale('other', 8)], [parked]);
    expect(counts).toMatchObject({ attention: 1 });
    expect(rows[0]).toMatchObject({
      saleNumber: '#1',
      ink: 'unknown',
      state: 'needs-attention',
      reason: { kind: 'sale-missing' },
      next: { kind: 'person' },
      decision: { outboxKey: parked.key, kind: 'unread-record', mayWriteOff: true },
    });
  });

  it('P13 I9 before a round has laid it before a person, nobody says that it will be sent', () => {
    const orphan = rowFor('sale-report', cashSale('gone', 7));
    const { rows } = viewOf([], [orphan], { online: false });
    expect(rows).toMatchObject([
      { reason: { kind: 'sale-missing' }, next: { kind: 'to-be-decided' }, decision: null },
    ]);
  });

  it('A21 what needs a person first: unknown, refused, unread; then oldest first; done last', () => {
    const [unknown, refused, unread] = [
      cardSale('unknown', 9, 'unknown'),
      cardSale('refused', 8, 'refused'),
      cashSale('unread', 7),
    ];
    const [older, newer] = [cashSale('older', 1), cardSale('newer', 2, 'stored')];
    const [sentFirst, sentLast] = [cashSale('sent-1', 3), cardSale('sent-2', 4, 'posted')];
    const { rows, counts } = viewOf(
      [reported(sentFirst), reported(sentLast), newer, older, unread, refused, unknown],
      [
        rowFor('stored-payment', refused, { ...PARKED, reason: '51' }),
        rowFor('sale-report', unread, { ...PARKED, reason: 'request-malformed' }),
        rowFor('stored-payment', newer),
        rowFor('sale-report', newer),
        rowFor('sale-report', older),
      ],
    );
    expect(rows.map(({ saleNumber }) => saleNumber)).toEqual([
      'unknown',
      'refused',
      'unread',
      'older',
      'newer',
      'sent-2',
      'sent-1',
    ]);
    expect(counts).toEqual({ all: 7, attention: 2, waiting: 3, sent: 2 });
  });

  it('I9 cash that pays a part of a sale: in the drawer, and nobody has told the bank of it', () => {
    const part = cashSale('part', 0, { state: 'paying', report: null });
    const { rows } = viewOf([part], []);
    expect(rows).toMatchObject([
      { delivery: 'nothing-to-report', state: 'in-drawer', reason: { kind: 'part-in-cash' } },
    ]);
  });

  it('I9 money and delivery are two axes: cash offline is certain and unsent', () => {
    const cash = cashSale('cash', 0);
    const promise = reported(cardSale('promise', 1, 'stored'));
    const { rows } = viewOf(
      [cash, promise],
      [rowFor('sale-report', cash), rowFor('stored-payment', promise)],
      { online: false },
    );
    expect(rows).toMatchObject([
      {
        ink: 'certain',
        delivery: 'waiting',
        state: 'in-drawer',
        reason: { kind: 'record-unsent' },
      },
      { ink: 'promised', delivery: 'waiting', state: 'stored' },
    ]);
    expect(rows.map(({ next }) => next.kind)).toEqual(['with-the-line', 'with-the-line']);
  });

  it('F30 a promise refused later says the code and what a supervisor may do', () => {
    const sale = cardSale('s', 0, 'refused');
    const { rows, inks } = viewOf(
      [sale],
      [rowFor('stored-payment', sale, { ...PARKED, reason: '51', attempts: 3 })],
    );
    expect(rows).toMatchObject([
      {
        ink: 'refused',
        place: 'attention',
        reason: { kind: 'refused', code: '51' },
        next: { kind: 'person' },
        decision: {
          outboxKey: 'stored-payment:p-s',
          kind: 'refused-payment',
          mayTryAgain: true,
        },
      },
    ]);
    expect(inks.refused).toEqual({ count: 1, amountMinor: SAMPLE_DUE });
  });

  it('P13 a card that the issuer wants back may be written off only', () => {
    const sale = cardSale('s', 0, 'refused');
    const payment = samplePayment({ ...SAMPLE_STATUS.refused, code: '43' }, 'p-s');
    const { rows } = viewOf(
      [{ ...sale, payments: [payment] }],
      [rowFor('stored-payment', sale, PARKED)],
    );
    expect(rows[0]?.decision).toMatchObject({ mayTryAgain: false });
  });

  it('A14 tried again: one row for one piece of money, and it waits', () => {
    const sale = cardSale('s', 0, 'refused');
    const again = samplePayment(SAMPLE_STATUS.stored, 'again');
    const retry = { ...again, core: { ...again.core, supersedes: 'p-s' } };
    const [tender] = sale.tenders;
    const tried: Sale = {
      ...sale,
      payments: [...sale.payments, retry],
      tenders: tender?.kind === 'card' ? [{ ...tender, paymentIds: ['p-s', 'again'] }] : [],
    };
    const key = outboxKey('stored-payment', 'again');
    const waiting = { ...rowFor('stored-payment', sale), key, transactionId: 'again' };
    const { rows } = viewOf([tried], [rowFor('stored-payment', sale, PARKED), waiting]);
    expect(rows).toMatchObject([
      { ink: 'promised', place: 'waiting', reason: { kind: 'tried-again' }, decision: null },
    ]);
  });

  it('P6 a reversal has a row of its own, in the ink of the unknown', () => {
    const sale = { ...cardSale('s', 0, 'reversing'), state: 'not-paid' as const, report: null };
    const { rows } = viewOf([sale], [rowFor('reversal', sale, { attempts: 2, reason: '96' })]);
    expect(rows).toMatchObject([
      {
        state: 'reversing',
        ink: 'unknown',
        attempts: 2,
        reason: { kind: 'not-yet', code: '96' },
        delivery: 'waiting',
      },
    ]);
  });

  it('P6 a reversal that the bank cannot read may be sent again, never written off', () => {
    const sale = { ...cardSale('s', 0, 'reversing'), state: 'not-paid' as const, report: null };
    const { rows } = viewOf([sale], [rowFor('reversal', sale, { ...PARKED, reason: '30' })]);
    expect(rows).toMatchObject([
      { place: 'attention', decision: { mayTryAgain: true, mayWriteOff: false } },
    ]);
  });

  it('A17 card and cash of one sale are two rows; an unread report is decided about once', () => {
    const card = cardSale('s', 0, 'approved');
    const cash = { ...SAMPLE_CASH, amountMinor: minor(400) };
    const { rows } = viewOf(
      [{ ...card, tenders: [...card.tenders, cash] }],
      [rowFor('sale-report', card, PARKED)],
    );
    expect(rows).toHaveLength(2);
    expect(rows.filter(({ decision }) => decision !== null)).toHaveLength(1);
  });

  it('P18 a plain decline never was money of the shop', () => {
    const sale = { ...cardSale('s', 0, 'declined'), state: 'not-paid' as const, report: null };
    expect(viewOf([sale], []).rows).toEqual([]);
  });

  it.each([
    [{ kind: 'sending', keys: ['sale-report:r-s'] }, true, { kind: 'sending' }],
    [{ kind: 'paused', reason: '97' }, true, { kind: 'paused' }],
    [RESTING, false, { kind: 'with-the-line' }],
    [RESTING, true, { kind: 'at', atMs: 77 }],
  ] as const)('A08 A09 what happens next: %j, online %s', (status, online, next) => {
    const sale = cashSale('s', 0);
    const row = rowFor('sale-report', sale, { nextTryAtMs: 77, attempts: 1, reason: '91' });
    const { rows } = viewOf([sale], [row], { online, status });
    expect(rows[0]).toMatchObject({ next, reason: { kind: 'not-yet', code: '91' } });
  });

  it('I9 a loss whose report still waits is not called certain money', () => {
    const sale = cardSale('s', 0, 'written-off');
    const { rows } = viewOf([sale], [rowFor('sale-report', sale)]);
    expect(rows).toMatchObject([{ ink: 'refused', reason: { kind: 'written-off' } }]);
  });

  it('P22 the bar is the business day, the list is everything that waits', () => {
    const yesterday = cashSale('y', 0, { businessDay: '2026-11-23' });
    const { rows, inks } = viewOf([yesterday], [rowFor('sale-report', yesterday)]);
    expect(rows).toHaveLength(1);
    expect(inks.certain.count).toBe(0);
  });
});
