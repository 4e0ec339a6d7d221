import { numberOfItem } from '../../shared/contracts/upload-items.ts';
import { businessDayOf } from '../../shared/domain/business-day.ts';
import { BATCHES, itemsIn } from '../batches.ts';
import { expectSoundBooks } from '../books.ts';
import type { WallClock } from '../electron-till.ts';
import { expect, test } from '../fixtures.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;
const HOUR_MS = 60 * 60_000;
const CUT_OFF_HOUR = 4;

/** Somebody sets the machine's clock; the whole program sees it, timers and uptime go on (P20). */
const set = (hours: number): WallClock => ({ offsetMs: hours * HOUR_MS, stoppedAtMs: null });

function businessDay(): string {
  const nowMs = Date.now();
  return businessDayOf(nowMs, -new Date(nowMs).getTimezoneOffset(), CUT_OFF_HOUR);
}

test('F21 R9 the clock is three days ahead, then two hours behind, with a queue, over restarts', async ({
  bank,
  cable,
  terminal,
  machine,
  till,
}) => {
  const days = [businessDay()];
  await cable.cut();
  await till.waitUntilOffline();
  await till.sell([WATER], { by: 'cash' });
  await till.payment.nextSale();
  await till.sell([WATER], { by: 'promise', cardId: 'good-tap' });
  await till.payment.nextSale();
  await till.lockScreen();

  // Three days ahead: nobody is signed in by it, and the offline window is used up, not stretched.
  const ahead = await machine.restart(set(72));
  await ahead.lock.isShown();
  await ahead.lock.signIn('01');
  await ahead.waitUntilOffline();
  await ahead.register.scan(WATER);
  await ahead.register.startPaying();
  await ahead.payment.payByCard('good-tap');
  await ahead.payment.seesVerdict('not-offline');
  await ahead.payment.otherCard();
  await ahead.pay({ by: 'cash' });
  await ahead.payment.nextSale();

  // Two hours behind: nobody knows what time it is, so cards wait for the bank. Cash goes on.
  const behind = await machine.restart(set(-2));
  await behind.waitUntilOffline();
  await expect(behind.statusBar).toContainText(behind.words.say('frame', 'clockBehind'));
  await behind.readiness.look();
  await expect(behind.readiness.point('clock', 'missing')).toContainText(
    behind.words.say('readiness', 'remedy.clock.behind'),
  );
  await behind.readiness.done();
  await behind.register.scan(WATER);
  await behind.register.startPaying();
  await expect(behind.payment.card('good-tap')).toBeDisabled();
  await expect(behind.page.getByRole('main')).toContainText(
    behind.words.say('payment', 'tender.clockBehind'),
  );
  await behind.pay({ by: 'cash' });
  await behind.payment.nextSale();
  await behind.seesUnsent(4);

  // The bank's answer brings the time along, and the till signs with it.
  await cable.mend();
  await behind.waitUntilOnline();
  await behind.waitUntilAllSent();
  await expect(behind.statusBar).not.toContainText(behind.words.say('frame', 'clockBehind'));
  days.push(businessDay());

  const numbers = cable.sentTo(BATCHES).flatMap((batch) => itemsIn(batch).map(numberOfItem));
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  const reports = await bank.rows<{ business_day: string }>(
    `SELECT business_day::text FROM sale_reports WHERE terminal_id = $1`,
    [terminal.terminalId],
  );
  expect(reports).toHaveLength(4);
  for (const { business_day: day } of reports) expect(days).toContain(day);
  expect(await machine.notices()).toEqual(expect.arrayContaining(['clock-jump', 'clock-behind']));
  // A signature two hours old was refused before it was made anew.
  const refused = cable.exchanges.filter(({ answer }) => answer?.status === 401);
  expect(refused.map(({ answer }) => answer?.body)).toContainEqual(
    expect.stringContaining('clock-skew'),
  );
  await expectSoundBooks(bank, terminal);

  // Reached again, cards are taken as before.
  await behind.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await behind.waitUntilAllSent();
  await expectSoundBooks(bank, terminal);
});
