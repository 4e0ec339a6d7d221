import { describe, expect, it } from 'vitest';
import { failure } from '../../../shared/contracts/error-codes.ts';
import type { SlipAnswer } from '../../../shared/contracts/slip-api.ts';
import { minor } from '../../../shared/domain/money.ts';
import { codesOnSlip } from '../../../shared/domain/provisional-slip.ts';
import {
  SAMPLE_STATUS,
  sampleCardSale,
  sampleSale,
} from '../../../shared/domain/testing/sample-sale.ts';
import { present } from '../../../shared/lib/assert.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import { checkSlip } from './slip-check.ts';
import { fault } from '../testing/fake-till.ts';

type Ports = Parameters<typeof checkSlip>[0];

const PROMISED = sampleCardSale(SAMPLE_STATUS.stored);
const SLIP = present(codesOnSlip(PROMISED)[0], 'the promise');
const REFUSED: SlipAnswer = {
  known: true,
  id: SLIP.paymentId,
  state: 'refused',
  code: '51',
  amountMinor: SLIP.amountMinor,
  saleId: PROMISED.id,
  terminalId: '01000001',
  maskedNumber: '622848******0072',
  isPaidOtherwise: false,
};

/** A till that knows this sale, or none. */
function till(
  answer: SlipAnswer | null,
  sale = sampleSale(),
  unsent: readonly string[] = [],
): Ports {
  const bank =
    answer === null
      ? err(fault('line-bank-unreachable', false))
      : ok({ answer, bankTimeMs: 0, tookMs: 1 });
  return {
    host: {
      readSlip: () => Promise.resolve(ok(SLIP)),
      askSlip: () => Promise.resolve(bank),
    },
    store: {
      outbox: () =>
        Promise.resolve(ok(unsent.map((transactionId) => ({ transactionId }) as never))),
      sales: () => Promise.resolve(ok(new Map([[sale.id, sale]]))),
      recentSales: () => Promise.resolve(ok([sale])),
    },
  };
}

describe('P19 a provisional slip that comes back', () => {
  it('P19 torn or forged: nobody is asked', async () => {
    let asked = 0;
    const ports: Ports = {
      ...till(null),
      host: {
        readSlip: () => Promise.resolve(err(failure('slip-code-forged'))),
        askSlip: () => {
          asked += 1;
          return Promise.resolve(err(fault('line-no-answer', true)));
        },
      },
    };
    expect(await checkSlip(ports, '79')).toMatchObject({
      kind: 'not-ours',
      failure: { code: 'slip-code-forged' },
    });
    expect(asked).toBe(0);
  });

  it('I9 the line is down: this till says what it knows, and calls nothing final', async () => {
    expect(await checkSlip(till(null), '')).toMatchObject({ kind: 'not-asked', isUnsent: false });
    const waiting = till(null, PROMISED, [SLIP.paymentId]);
    expect(await checkSlip(waiting, '')).toMatchObject({ kind: 'not-asked', isUnsent: true });
  });

  it('I9 the bank has not heard of it: waiting here, or unknown', async () => {
    const unknown: SlipAnswer = { known: false, id: SLIP.paymentId };
    expect(await checkSlip(till(unknown), '')).toMatchObject({ fate: 'unknown' });
    const waiting = till(unknown, PROMISED, [SLIP.paymentId]);
    expect(await checkSlip(waiting, '')).toMatchObject({ fate: 'unsent' });
  });

  it('P11 I9 voided here before it was sent: no card is charged for it', async () => {
    const unknown: SlipAnswer = { known: false, id: SLIP.paymentId };
    const withdrawn = sampleCardSale(SAMPLE_STATUS.withdrawn, { state: 'voided' });
    expect(await checkSlip(till(unknown, withdrawn), '')).toMatchObject({ fate: 'withdrawn' });
  });

  it('P13 refused, and made up for in cash: only the till that sold it knows', async () => {
    const recovered = sampleCardSale(SAMPLE_STATUS.recovered);
    expect(recovered.id).toBe(PROMISED.id);
    expect(await checkSlip(till(REFUSED), '')).toMatchObject({ fate: 'declined' });
    expect(await checkSlip(till(REFUSED, recovered), '')).toMatchObject({ fate: 'recovered' });
  });

  it('P19 a code for each promise, and for nothing else', () => {
    expect(codesOnSlip(PROMISED)).toHaveLength(1);
    expect(SLIP.amountMinor).toBeGreaterThan(minor(0));
    for (const state of ['approved', 'unknown', 'refused', 'posted', 'recovered'] as const) {
      expect([state, codesOnSlip(sampleCardSale(SAMPLE_STATUS[state]))]).toEqual([state, []]);
    }
    expect(codesOnSlip({ ...PROMISED, state: 'voided' })).toEqual([]);
    expect(codesOnSlip(sampleSale())).toEqual([]);
  });
});
