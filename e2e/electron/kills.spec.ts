import { AUTHORISATIONS } from '../cable.ts';
import { bookedSales, expectSoundBooks, statesOf } from '../books.ts';
import { expect, test } from '../fixtures.ts';
import { takeCardAnswerHeld } from '../held-answer.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;

/**
 * SIGKILL at named moments of a card sale (PROTOCOL P5, P6, P9). Each moment is held, so that the
 * kill falls into it and not near it; what is left is counted in the bank's own rows.
 */
test('F01 killed at the PIN pad, before the journal knows: no sale, no charge, goods still there', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  await till.register.scan(WATER);
  await till.register.startPaying();
  await till.payment.present('good-pin');
  await till.payment.seesPinPad();
  await machine.kill();
  expect(await machine.steps()).toEqual([]);

  const again = await machine.start();
  await again.waitUntilOnline();
  await expect(again.register.total).toHaveText('¥2.00');
  expect(cable.exchanges.filter(({ path }) => path === AUTHORISATIONS)).toEqual([]);
  expect(await statesOf(bank, terminal)).toEqual([]);
  expect(await machine.slips()).toEqual([]);

  await again.register.startPaying();
  await again.pay({ by: 'card', cardId: 'good-pin' });
  await again.waitUntilAllSent();
  expect(await bookedSales(bank, terminal)).toMatchObject([
    { sale: 1, reports: 1, standing: ['approved'] },
  ]);
  await expectSoundBooks(bank, terminal);
});

test('F02 killed after the intent, before it was sent: reversed; arriving late it is refused', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  const request = cable.hold(AUTHORISATIONS, 'request');
  await till.takeCard([WATER], 'good-tap');
  const late = await request.reached;
  await machine.kill();
  expect(await machine.steps()).toEqual(['intent']);
  expect(await statesOf(bank, terminal)).toEqual([]);

  const again = await machine.start();
  await again.waitUntilOnline();
  await expect.poll(() => statesOf(bank, terminal)).toEqual(['tombstone']);
  expect(await machine.steps()).toEqual(['intent', 'reversal-decided']);
  await again.waitUntilAllSent();
  // The signed request turns up after all, long after its till was killed and came back (P6).
  request.passOn();
  await expect.poll(() => late.answer?.status).toBeDefined();
  expect(await statesOf(bank, terminal)).toEqual(['tombstone']);
  expect(await bookedSales(bank, terminal)).toEqual([]);
  await expectSoundBooks(bank, terminal);
});

test('F03 killed after the bank’s yes, before it was read: asked by id, one posting, the sale stands', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  const answer = await takeCardAnswerHeld(cable, till, [WATER]);
  await machine.kill();
  answer.drop();
  expect(await machine.steps()).toEqual(['intent']);
  expect(await statesOf(bank, terminal)).toEqual(['approved']);

  const again = await machine.start();
  await again.waitUntilOnline();
  await expect.poll(() => bookedSales(bank, terminal)).toHaveLength(1);
  await again.waitUntilAllSent();
  expect(await machine.steps()).toEqual(['intent', 'approved']);
  expect(cable.exchanges.filter(({ path }) => path === AUTHORISATIONS)).toHaveLength(1);
  expect(await bookedSales(bank, terminal)).toMatchObject([
    { reports: 1, standing: ['approved'], standingMinor: SHELF.water.priceMinor },
  ]);
  await expect(again.register.total).toHaveText('¥0.00');
  await again.goTo('queue');
  await again.queue.seesMarks(`${terminal.tillNumber}-000001`, {
    ink: 'certain',
    mark: 'reported',
  });
  await expectSoundBooks(bank, terminal);
});

test('F04 killed between the stored yes and its slip: sold once, never charged again', async ({
  bank,
  terminal,
  machine,
  till,
}) => {
  await machine.holdPrinter();
  await till.takeCard([WATER], 'good-tap');
  await till.payment.seesVerdict('approved');
  await machine.kill();
  expect(await machine.steps()).toEqual(['intent', 'approved']);
  expect(await machine.slips()).toEqual([]);

  const again = await machine.start();
  await again.waitUntilOnline();
  await again.waitUntilAllSent();
  await expect(again.register.total).toHaveText('¥0.00');
  expect(await bookedSales(bank, terminal)).toMatchObject([
    { reports: 1, standing: ['approved'], standingMinor: SHELF.water.priceMinor },
  ]);
  await expectSoundBooks(bank, terminal);
});
