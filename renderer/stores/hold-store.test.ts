import { expect, it } from 'vitest';
import { failure } from '../../shared/contracts/error-codes.ts';
import { minor } from '../../shared/domain/money.ts';
import { SAMPLE_HOLD, sampleHold, SAMPLE_STATUS } from '../../shared/domain/testing/sample-sale.ts';
import { present } from '../../shared/lib/assert.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { FoundHold, HoldOrder } from '../services/paying/hold-money.ts';
import type { OpenTill } from '../services/till.ts';
import { amountOf, createHoldStore } from './hold-store.ts';

type Found = Awaited<ReturnType<OpenTill['checkout']['findHold']>>;
type Done = Awaited<ReturnType<OpenTill['checkout']['hold']>>;

const HELD = sampleHold(SAMPLE_STATUS.approved);
const FOUND: FoundHold = {
  of: SAMPLE_HOLD,
  state: 'standing',
  maskedNumber: '622848******0072',
  lapsesAtMs: 0,
};

/** The bank's answers in the order in which they are asked for; each comes when it is let go. */
function counter(done: Done = ok({ kind: 'done', sale: HELD })) {
  const looks: ((found: Found) => void)[] = [];
  const printed: string[] = [];
  const asked: HoldOrder[] = [];
  const checkout = {
    findHold: () => new Promise<Found>((resolve) => looks.push(resolve)),
    hold: (order: HoldOrder) => {
      asked.push(order);
      return Promise.resolve(done);
    },
    slips: {
      print: (saleId: string) => {
        printed.push(saleId);
        return Promise.resolve(ok(1));
      },
    },
  };
  const nothing = () => Promise.resolve();
  const open = { checkout, drain: nothing, noteBug: nothing, refresh: nothing };
  const store = createHoldStore(() => open as unknown as OpenTill);
  const now = () => present(store.getState().holding, 'somebody is about it');
  return { store, looks, printed, asked, now };
}

it('A21 an amount is said before the card comes; its slip is printed', async () => {
  const { store, asked, printed, now } = counter();
  const { open, choose, typeAmount, toCard, holdIt } = store.getState();
  open(null);
  choose('hold');
  toCard();
  expect(now().isCardNext).toBe(false);
  typeAmount('50.00');
  toCard();
  expect(now().isCardNext).toBe(true);
  await holdIt('good-tap');
  expect(asked).toEqual([{ act: 'hold', cardId: 'good-tap', amountMinor: 5000 }]);
  expect(printed).toEqual([HELD.id]);
  expect(now().outcome).toMatchObject({ kind: 'done' });
});

it('P18 half a slip is not asked about; a hold of this till brings its slip along', async () => {
  const { store, looks, now } = counter();
  const { open, typeSlip, find, leave } = store.getState();
  open(null);
  typeSlip({ number: '100000000001', amount: '50.00', authorisationCode: '12345' });
  await find();
  expect(looks).toHaveLength(0);
  leave();
  open(HELD);
  expect(now().slip).toEqual({
    number: '100000000001',
    authorisationCode: '123456',
    amount: '50.00',
  });
  const finding = find();
  present(looks[0], 'a look')(err(failure('hold-not-found')));
  await finding;
  expect(now()).toMatchObject({ isLooking: false, failure: { code: 'hold-not-found' } });
});

it('I1 up to 115 % may be taken; what is more is not asked for', async () => {
  const { store, looks, asked, now } = counter();
  const { open, choose, find, typeAmount, completeIt } = store.getState();
  open(HELD);
  choose('complete');
  const looked = find();
  present(looks[0], 'a look')(ok(FOUND));
  await looked;
  expect(amountOf(now())).toBe(5000);
  for (const amount of ['57.51', '0', '', '-1']) {
    typeAmount(amount);
    await completeIt();
  }
  expect(asked).toEqual([]);
  typeAmount('57.50');
  await completeIt();
  expect(asked).toEqual([{ act: 'complete', hold: FOUND, amountMinor: minor(5750) }]);
});

it('an answer about another hold than the one that is looked at now is none', async () => {
  const { store, looks, now } = counter();
  const { open, find, leave } = store.getState();
  open(HELD);
  const first = find();
  leave();
  open(HELD);
  present(looks[0], 'a look')(ok(FOUND));
  await first;
  expect(now().hold).toBeNull();
});
