import { BankPen } from '../bank-pen.ts';
import { BATCHES } from '../batches.ts';
import { bookedSales, expectSoundBooks, moneyOf, statesOf } from '../books.ts';
import type { WallClock } from '../electron-till.ts';
import { expect, test } from '../fixtures.ts';
import { takeCardAnswerHeld } from '../held-answer.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;
const REVERSALS = '/v1/reversals';
const SIGN_ON = '/v1/sign-on';
const ECHO = '/v1/echo';
const THIRTY_DAYS_S = 30 * 24 * 60 * 60;

/** A queue that may not go on: for how long, why, and in which order it goes when it may (P12). */
test('A08 waits grow to a minute, a wish for thirty days is clamped, a wait survives a restart', async ({
  bank,
  cable,
  terminal,
  machine,
}) => {
  // The clock on the wall stands still until it is set on: a wait is then exactly what it reads.
  let nowMs = Date.now();
  const clock = (): WallClock => ({ offsetMs: 0, stoppedAtMs: nowMs });
  const till = await machine.start(clock());
  await till.waitUntilOnline();
  const pen = await BankPen.of(bank);
  cable.answer(BATCHES, (exchange) => Promise.resolve(pen.refuse(exchange, 'bank-unavailable')));
  await till.sell([WATER], { by: 'cash' });
  await till.payment.nextSale();
  await till.goTo('queue');
  for (const longestS of [1, 2, 4, 8, 16, 32, 60, 60]) {
    await waits(till, Math.ceil(longestS / 2), longestS);
    await triesAgain(till);
  }
  // A clock set on before the last answer has come would not end the wait that this answer begins.
  await waits(till, 30, 60);
  cable.answer(BATCHES, (exchange) =>
    Promise.resolve(pen.refuse(exchange, 'too-many-requests', THIRTY_DAYS_S)),
  );
  await triesAgain(till);
  await expect(till.queue.status).toContainText(till.words.say('errors', 'too-many-requests'));
  await waits(till, 60, 60);

  const tries = cable.sentTo(BATCHES).length;
  const again = await machine.restart(clock());
  await again.waitUntilOnline();
  await again.goTo('queue');
  await waits(again, 60, 60);
  // It is in touch with the bank all the time, and keeps its word.
  const echoes = cable.sentTo(ECHO).length;
  await expect.poll(() => cable.sentTo(ECHO).length).toBeGreaterThan(echoes + 1);
  expect(cable.sentTo(BATCHES)).toHaveLength(tries);
  cable.answer(BATCHES, null);
  await triesAgain(again);
  await again.waitUntilAllSent();
  expect(await bookedSales(bank, terminal)).toMatchObject([{ reports: 1 }]);
  await expectSoundBooks(bank, terminal);

  async function waits({ queue }: TillPage, leastS: number, mostS: number): Promise<void> {
    await expect(async () => {
      const waitS = await queue.waitS();
      expect(waitS).toBeGreaterThanOrEqual(leastS);
      expect(waitS).toBeLessThanOrEqual(mostS);
    }).toPass({ timeout: 30_000 });
  }

  /** Past every wait: what comes then is the next try. */
  async function triesAgain({ page }: TillPage): Promise<void> {
    const before = cable.sentTo(BATCHES).length;
    nowMs += 61_000;
    await machine.setClock(nowMs);
    const triesNow = async (): Promise<number> => {
      await page.evaluate(() => window.dispatchEvent(new Event('online')));
      return cable.sentTo(BATCHES).length;
    };
    await expect.poll(triesNow).toBeGreaterThan(before);
  }
});

test('A09 401 again and again: the queue pauses, says why, and goes on after sign-in, nothing lost', async ({
  bank,
  cable,
  terminal,
  till,
}) => {
  const pen = await BankPen.of(bank);
  cable.answer(BATCHES, (exchange) => Promise.resolve(pen.refuse(exchange, 'sign-on-needed')));
  cable.answer(SIGN_ON, (exchange) => Promise.resolve(pen.refuse(exchange, 'sign-on-needed')));
  for (let i = 0; i < 2; i += 1) {
    await till.sell([WATER], { by: 'cash' });
    await till.payment.nextSale();
  }
  await till.goTo('queue');
  for (const times of [1, 2]) {
    await expect.poll(() => cable.sentTo(SIGN_ON).length).toBeGreaterThan(times);
    await expect(till.queue.status).toHaveAttribute('data-queue', 'paused');
    await expect(till.queue.status).toContainText(till.words.say('errors', 'sign-on-needed'));
    await expect(till.queue.status).toContainText(till.words.say('queue', 'status.pausedSignOn'));
    await till.queue.sendNow();
  }
  await till.seesUnsent(2);
  await till.queue.show('attention');
  await expect(till.queue.rows).toHaveCount(0);

  // From now on the bank takes who signs on, and nobody else.
  cable.answer(SIGN_ON, (_exchange, ask) => {
    cable.answer(BATCHES, null);
    return ask();
  });
  await till.lockScreen();
  await till.lock.signIn('01');
  await till.waitUntilAllSent();
  expect(await bookedSales(bank, terminal)).toMatchObject(Array(2).fill({ reports: 1 }));
  await expectSoundBooks(bank, terminal);
});

test('A12 what takes a payment back is never overtaken by what follows it, over retries and a restart', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  await takeCardAnswerHeld(cable, till, [WATER]);
  await cable.cut();
  await till.payment.acceptPromise();
  await till.payment.seesVerdict('provisional');
  await till.payment.nextSale();

  // The reversal of the first try gets no answer, though the bank has it.
  let lost = 0;
  cable.answer(REVERSALS, async (_exchange, ask) => {
    await ask();
    lost += 1;
    throw new Error('lost on the way back');
  });
  await cable.mend();
  await till.waitUntilOnline();
  await expect.poll(() => lost).toBeGreaterThan(0);
  await machine.kill();
  const again = await machine.start();
  await again.waitUntilOnline();
  await expect.poll(() => lost).toBeGreaterThan(1);
  expect(cable.sentTo(BATCHES)).toEqual([]);
  cable.answer(REVERSALS, null);
  await again.goTo('queue');
  await again.queue.sendNow();
  await again.waitUntilAllSent();

  const order = cable.exchanges.map(({ path }) => path).filter(isOfTheQueue);
  expect(order.lastIndexOf(REVERSALS)).toBeLessThan(order.indexOf(BATCHES));
  const [first, second] = await moneyOf(bank, terminal);
  expect(await statesOf(bank, terminal)).toEqual(['reversed', 'posted']);
  expect(second?.supersedes).toBe(first?.id);
  await expectSoundBooks(bank, terminal);
});

function isOfTheQueue(path: string): boolean {
  return path === REVERSALS || path === BATCHES;
}
