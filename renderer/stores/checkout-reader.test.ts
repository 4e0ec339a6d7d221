import { expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import { scriptedDesk } from '../services/testing/bench-till.ts';
import { benchCounter } from './testing/bench-counter.ts';

it('P17 P8 while the bank is asked about a card no other is read; then the reader is free again', async () => {
  const counter = benchCounter();
  const { fake, checkout } = counter;
  const { authorise } = fake.host;
  const hold = () =>
    checkout.hold({ act: 'hold', cardId: 'good-chip', amountMinor: minor(500) }, scriptedDesk({}));
  const meanwhile: unknown[] = [];
  Object.assign(fake.host, {
    authorise: async (request: Parameters<typeof authorise>[0]) => {
      // Once: a reader that is free would ask for a hold within the hold, for ever.
      Object.assign(fake.host, { authorise });
      meanwhile.push(await hold());
      return authorise(request);
    },
  });
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
  const { presentCard } = fake.host;
  const askBalance = () => checkout.askBalance('good-chip', scriptedDesk({}));
  const meanwhile: unknown[] = [];
  Object.assign(fake.host, {
    presentCard: async (card: Parameters<typeof presentCard>[0]) => {
      Object.assign(fake.host, { presentCard });
      meanwhile.push(await askBalance());
      return presentCard(card);
    },
  });
  counter.ringUp(2617);
  await counter.state().payCard('good-chip');
  expect(counter.state().paying?.verdict).toMatchObject({ kind: 'approved' });
  expect(meanwhile).toMatchObject([{ ok: false, error: { code: 'reader-not-ready' } }]);
  expect(await askBalance()).toMatchObject({ ok: true });
});
