import { describe, expect, it } from 'vitest';
import { failure } from '../../shared/contracts/error-codes.ts';
import {
  SAMPLE_STATUS,
  sampleCardSale,
  sampleSale,
} from '../../shared/domain/testing/sample-sale.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { createDecisionStore } from './decision-store.ts';
import { createSlipCheckStore } from './slip-check-store.ts';

type Ports = Parameters<typeof createSlipCheckStore>[0];

/** A host that reads a code when the test says so. */
function slowHost() {
  const waiting: (() => void)[] = [];
  let signed = 0;
  const ports = {
    host: {
      readSlip: (code: string) =>
        new Promise((resolve) => {
          waiting.push(() => resolve(err(failure('slip-code-torn', code))));
        }),
      signSlip: () => {
        signed += 1;
        return Promise.resolve(ok('79…'));
      },
    },
    store: {},
  } as unknown as Ports;
  return { ports, answerNext: () => waiting.shift()?.(), signedTimes: () => signed };
}

describe('codes of provisional slips', () => {
  it('P19 an answer to what nobody looks at any more is not shown', async () => {
    const { ports, answerNext } = slowHost();
    const store = createSlipCheckStore(ports);
    const first = store.getState().check('first');
    store.getState().close();
    answerNext();
    await first;
    expect(store.getState().shown).toBeNull();
    const older = store.getState().check('older');
    const newer = store.getState().check('newer');
    answerNext();
    await older;
    expect(store.getState().shown).toEqual({ code: 'newer', found: null });
    answerNext();
    await newer;
    expect(store.getState().shown?.found).toMatchObject({ failure: { detail: 'newer' } });
  });

  it('P19 a code is asked for once, and only for a promise', async () => {
    const { ports, signedTimes } = slowHost();
    const { lookFor } = createSlipCheckStore(ports).getState();
    await lookFor(sampleSale());
    await lookFor(sampleCardSale(SAMPLE_STATUS.posted));
    expect(signedTimes()).toBe(0);
    const promised = sampleCardSale(SAMPLE_STATUS.stored);
    await lookFor(promised);
    await lookFor(promised);
    expect(signedTimes()).toBe(1);
  });
});

describe('why a chip decided so', () => {
  const chip = {
    verificationResults: '',
    statusInformation: '',
    cardholderResults: '',
    code: null,
    steps: [],
  };

  it('P17 only tries with a chip are shown, oldest first; a sale that is gone opens nothing', async () => {
    const sale = sampleCardSale(SAMPLE_STATUS.stored);
    const [payment] = sale.payments;
    if (payment === undefined) throw new Error('no payment');
    const payments = [{ ...payment, id: 'a', chip }, payment, { ...payment, id: 'b', chip }];
    const known = new Map([[sale.id, { ...sale, payments }]]);
    const store = createDecisionStore({ sales: () => Promise.resolve(ok(known)) });
    await store.getState().show('gone');
    expect(store.getState().shown).toBeNull();
    await store.getState().show(sale.id);
    expect(store.getState().shown?.payments.map(({ id }) => id)).toEqual(['a', 'b']);
    store.getState().close();
    expect(store.getState().shown).toBeNull();
  });

  it('P9 what cannot be read says so', async () => {
    const unread = createDecisionStore({
      sales: () => Promise.resolve(err(failure('store-timeout'))),
    });
    await unread.getState().show('any');
    expect(unread.getState().shown?.failure?.code).toBe('store-timeout');
  });
});
