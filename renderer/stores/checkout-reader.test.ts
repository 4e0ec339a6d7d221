import { expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import type { FakeTill } from '../services/testing/fake-till.ts';
import { scriptedDesk } from '../services/testing/bench-till.ts';
import { benchCounter } from './testing/bench-counter.ts';

/** While the host does this, something else is tried, whose outcome is given back. */
function triedWhile(
  { host }: FakeTill,
  call: 'authorise' | 'presentCard',
  attempt: () => Promise<unknown>,
): readonly unknown[] {
  const outcomes: unknown[] = [];
  const original = host[call] as (request: unknown) => Promise<unknown>;
  Object.assign(host, {
    [call]: async (request: unknown) => {
      // Once: with a reader that is free the attempt would come here as well, for ever.
      Object.assign(host, { [call]: original });
      outcomes.push(await attempt());
      return original(request);
    },
  });
  return outcomes;
}

it('P17 P8 while the bank is asked about a card no other is read; then the reader is free again', async () => {
  const counter = benchCounter();
  const { fake, checkout } = counter;
  const hold = () =>
    checkout.hold({ act: 'hold', cardId: 'good-chip', amountMinor: minor(500) }, scriptedDesk({}));
  const meanwhile = triedWhile(fake, 'authorise', hold);
  counter.ringUp(2617);
  await counter.state().payCard('good-chip');
  expect(counter.state().paying?.verdict).toMatchObject({ kind: 'approved' });
  expect(meanwhile).toMatchObject([{ ok: false, error: { code: 'reader-not-ready' } }]);
  expect(fake.booked.size).toBe(1);
  expect(await hold()).toMatchObject({ ok: true });
});

it('P17 while a card is read for a payment no other is asked what is on it', async () => {
  const counter = benchCounter();
  const { fake, checkout } = counter;
  const askBalance = () => checkout.askBalance('good-chip', scriptedDesk({}));
  const meanwhile = triedWhile(fake, 'presentCard', askBalance);
  counter.ringUp(2617);
  await counter.state().payCard('good-chip');
  expect(counter.state().paying?.verdict).toMatchObject({ kind: 'approved' });
  expect(meanwhile).toMatchObject([{ ok: false, error: { code: 'reader-not-ready' } }]);
  expect(await askBalance()).toMatchObject({ ok: true });
});
