import { expectSoundBooks, statesOf } from '../books.ts';
import { expect, test } from '../fixtures.ts';
import { LyingDevice } from '../lying-device.ts';
import { SHELF } from '../shelf.ts';

test('P6 P17 a card that lies: the cashier reads what it did, and that nobody has paid', async ({
  bank,
  terminal,
  machine,
  till,
}, info) => {
  const device = await LyingDevice.plugInto(machine, info.outputPath('reader'));
  const { payment, words } = till;
  await till.register.scan(SHELF.water.barcode);
  await till.register.startPaying();

  // Its answer cannot be understood, or it counts less than it did: nobody is asked.
  for (const lie of ['torn answer', 'counter back'] as const) {
    await device.lie(lie);
    await payment.payByCard('good-chip');
    await payment.seesVerdict('failed');
    await expect(payment.verdict).toContainText(words.say('errors', 'card-not-read'));
    await expect(payment.verdict).toContainText(words.say('payment', 'money.untouched'));
    await payment.otherCard();
  }
  expect(await machine.steps()).toEqual([]);
  expect(await statesOf(bank, terminal)).toEqual([]);

  // A copy without the key of the real one: the bank sees it.
  await device.lie('wrong cryptogram');
  await payment.payByCard('good-chip');
  await payment.seesVerdict('declined');
  await expect(payment.verdict).toContainText(words.say('codes', '59'));
  await expect(payment.verdict).toContainText(words.say('payment', 'money.untouched'));
  await payment.otherCard();

  // The bank has said yes by then: that goes back, and the screen does not call it nothing.
  await device.lie('silent at the end');
  await payment.payByCard('good-chip');
  await payment.seesVerdict('taken-back');
  await expect(payment.verdict).toContainText(words.say('payment', 'refusedByCard'));
  await expect(payment.verdict).toContainText(words.say('payment', 'means.refusedByCard'));
  await expect(payment.verdict).not.toContainText(words.say('payment', 'money.untouched'));
  await payment.otherCard();

  await device.lie(null);
  await payment.payByCard('good-chip');
  await payment.seesVerdict('approved');
  await till.waitUntilAllSent();
  expect(await statesOf(bank, terminal)).toEqual(['declined', 'reversed', 'approved']);
  await expectSoundBooks(bank, terminal);
});
