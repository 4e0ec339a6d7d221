import { expectSoundBooks, statesOf } from '../books.ts';
import { BATCHES } from '../batches.ts';
import { AUTHORISATIONS, SETTLEMENTS, type Answering } from '../cable.ts';
import { expect, test } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;
const TAPPED = { by: 'card', cardId: 'good-tap' } as const;

const BUSY: Answering = () => Promise.resolve({ status: 503, headers: {}, body: '' });

test('P21 P6 a start: sign-on, the settlement that was interrupted, the open payment, then uploads behind the trade', async ({
  bank,
  cable,
  machine,
  terminal,
  till,
}) => {
  // The bank has no time for the day end and for uploads: both wait, and a card is being asked about.
  cable.answer(SETTLEMENTS, BUSY);
  cable.answer(BATCHES, BUSY);
  await till.sell([WATER], TAPPED);
  await till.payment.nextSale();
  await till.goTo('queue');
  await till.dayEnd.open();
  await till.dayEnd.settle('0000');
  await till.dayEnd.sees('interrupted');
  await till.dayEnd.leave();
  await till.goTo('register');
  const asked = cable.hold(AUTHORISATIONS, 'request');
  await till.register.scan(WATER);
  await till.register.startPaying();
  await till.payment.present('good-tap');
  await asked.reached;
  await machine.kill();
  asked.drop();

  cable.answer(SETTLEMENTS, null);
  cable.answer(BATCHES, null);
  cable.takeExchanges();
  const upload = cable.hold(BATCHES, 'request');
  const again = await machine.start();
  await upload.reached;
  const kinds = cable.exchanges.map(({ path }) => path.split('/')[2]);
  const order = kinds.filter((kind, i) => kind !== 'echo' && kinds.indexOf(kind) === i);
  expect(order).toEqual(['sign-on', 'settlements', 'transactions', 'reversals', 'batches']);

  // Nobody waits for the queue: the next customer pays while its first batch is on its way.
  await again.waitUntilOnline();
  await again.sell([WATER], { by: 'cash' });
  upload.passOn();
  await again.waitUntilAllSent();
  expect(await statesOf(bank, terminal)).toEqual(['approved', 'tombstone']);
  await expectSoundBooks(bank, terminal);
});
