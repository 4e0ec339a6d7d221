import type { ElectronTill, WallClock } from '../electron-till.ts';
import type { Cable } from '../cable.ts';
import { expect } from '../patient-expect.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { SHELF } from '../shelf.ts';
import type { RunningBank } from '../whole-way/running-bank.ts';
import { searchForNumbers } from './number-search.ts';
import { diceFrom } from './plan.ts';

interface WeekStage {
  readonly bank: RunningBank;
  readonly cable: Cable;
  readonly machine: ElectronTill;
  readonly say: (line: string) => void;
}

const DAYS = 7;
const DAY_MS = 24 * 60 * 60_000;
const WATER = SHELF.water.barcode;
const SUPERVISOR_PIN = '0000';
/** Twelve digits that are in no table, key or time. */
const WRONG_PIN = '807162534918';

/**
 * A week at the counter, day after day by the clocks of till and bank (F40): each day the till is
 * started, sells in every way in which a card can be read, loses its line, and settles. After it no
 * card number and no PIN is anywhere.
 */
export async function playWeek(stage: WeekStage, seed: number): Promise<void> {
  const { bank, machine, say } = stage;
  const dice = diceFrom(seed);
  for (let day = 0; day < DAYS; day += 1) {
    const offsetMs = day * DAY_MS;
    await bank.moveClock(offsetMs);
    const till = await opened(machine, day === 0 ? null : { offsetMs, stoppedAtMs: null });
    await sellInEveryWay(stage, till, dice(3));
    await settled(till);
    say(`day ${day + 1}: sold by every card, refused, cut off, settled`);
  }
  say(await searchForNumbers(stage, [WRONG_PIN]));
}

async function opened(machine: ElectronTill, clock: WallClock | null): Promise<TillPage> {
  const till = await (clock === null ? machine.start() : machine.restart(clock));
  await till.waitUntilOnline();
  if (await till.lock.isLocked()) await till.lock.signIn('01');
  return till;
}

async function sellInEveryWay({ cable }: WeekStage, till: TillPage, more: number): Promise<void> {
  const { payment, signature } = till;
  for (let sale = 0; sale <= more; sale += 1) await sold(till, 'good-tap');
  await sold(till, 'good-chip');
  await sold(till, 'chip-pin');
  await sold(till, 'good-pin');
  await till.takeCard([WATER], 'chip-sign');
  await payment.seesVerdict('approved');
  await signature.draw([
    [10, 60],
    [80, 40],
  ]);
  await signature.press('Enter');
  await payment.seesSlipPrinted();
  await payment.nextSale();
  // A wrong PIN, then another card: what an error shows is looked at too.
  await till.register.scan(WATER);
  await till.register.startPaying();
  await payment.payByCard('good-pin', WRONG_PIN);
  await payment.seesVerdict('declined');
  expect(await till.page.content()).not.toMatch(/622848\d{10}|807162534918/);
  await payment.otherCard();
  await till.pay({ by: 'cash' });
  await payment.nextSale();
  await cable.cut();
  await till.waitUntilOffline();
  await till.sell([WATER], { by: 'promise', cardId: 'limit-tap' });
  await payment.nextSale();
  await cable.mend();
  await till.waitUntilOnline();
  await till.waitUntilAllSent();
}

async function sold(
  till: TillPage,
  cardId: 'good-tap' | 'good-chip' | 'chip-pin' | 'good-pin',
): Promise<void> {
  await till.takeCard([WATER], cardId);
  await till.payment.seesVerdict('approved');
  await till.payment.seesSlipPrinted();
  await till.payment.nextSale();
}

async function settled(till: TillPage): Promise<void> {
  await till.goTo('queue');
  await till.dayEnd.open();
  await till.dayEnd.settle(SUPERVISOR_PIN);
  await till.dayEnd.sees('confirmed');
  await till.dayEnd.leave();
  await till.goTo('register');
}
