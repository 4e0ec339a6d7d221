import { expect } from '../patient-expect.ts';
import { AUTHORISATIONS } from '../cable.ts';
import { NO_FAULTS } from '../../bank-api/faults.ts';
import { fillCounter, NOODLES, WATER } from './goods.ts';
import { openTill, type Stage } from './stage.ts';

/** Longer than a cashier waits before being asked (P5). */
const TOO_SLOW_MS = 24_000;
const ASKED_WITHIN_MS = 60_000;

/** Money at stake with a line: every end but the one without an answer. */
export async function paymentScene(stage: Stage): Promise<void> {
  const { camera, cable } = stage;
  const till = await openTill(stage);
  const { payment } = till;
  await fillCounter(till);
  await till.register.startPaying();
  await payment.openDesk('cash');
  await camera.take(till, 'payment-cash-online');
  await payment.openDesk('card');
  await camera.take(till, 'payment-card-online');
  await payment.present('good-pin');
  await payment.seesPinPad();
  await camera.take(till, 'payment-pin-online');
  await till.page.keyboard.press('Escape');
  await expect(payment.verdict).toBeVisible();
  await camera.take(till, 'payment-stopped-online');
  await payment.otherCard();
  await payment.payByCard('poor');
  await payment.seesVerdict('declined');
  await camera.take(till, 'payment-declined-online');
  await payment.otherCard();
  const answer = cable.hold(AUTHORISATIONS, 'answer');
  await payment.payByCard('good-tap');
  await answer.reached;
  await camera.take(till, 'payment-waiting-online');
  answer.passOn();
  await payment.seesVerdict('approved');
  await payment.seesSlipPrinted();
  await camera.take(till, 'payment-approved-online', ['dark']);
  await payment.nextSale();

  await till.register.scan(NOODLES);
  await till.register.startPaying();
  await payment.payPartInCash(200);
  await camera.take(till, 'payment-part-online');
  await payment.payCash(1_000);
  await payment.seesVerdict('cash');
  await payment.seesSlipPrinted();
  await camera.take(till, 'payment-change-online');
}

/** The answer does not come; what is told, what can be chosen, and what the queue then shows. */
export async function uncertainScene(stage: Stage): Promise<void> {
  const { bank, camera, cable } = stage;
  const till = await openTill(stage);
  const { payment } = till;
  await till.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await payment.nextSale();
  await bank.fault({ slowMs: TOO_SLOW_MS, path: 'authorisations' });
  await fillCounter(till);
  await till.register.startPaying();
  await payment.payByCard('good-chip');
  await expect(payment.unknownQuestion).toBeVisible({ timeout: ASKED_WITHIN_MS });
  await camera.take(till, 'payment-unknown', ['dark', 'small']);
  await cable.cut();
  await payment.giveUp();
  await payment.seesVerdict('taken-back');
  await camera.take(till, 'payment-taken-back');
  await bank.fault(NO_FAULTS);
}

/** No line: what is promised, what is not possible, and what becomes of a promise later. */
export async function promiseScene(stage: Stage): Promise<void> {
  const { camera, cable } = stage;
  const till = await openTill(stage);
  const { payment } = till;
  await till.sell([NOODLES], { by: 'card', cardId: 'good-chip' });
  await payment.nextSale();
  await cable.cut();
  await till.waitUntilOffline();
  await fillCounter(till);
  await till.register.startPaying();
  await payment.openDesk('card');
  await camera.take(till, 'payment-card-offline');
  await payment.payByCard('good-pin');
  await payment.seesVerdict('not-offline');
  await camera.take(till, 'payment-not-offline');
  await payment.otherCard();
  await payment.payByCard('good-tap');
  await expect(payment.promiseQuestion).toBeVisible();
  await camera.take(till, 'payment-promise', ['dark', 'small']);
  await payment.acceptPromise();
  await payment.seesVerdict('provisional');
  await payment.seesSlipPrinted();
  await camera.take(till, 'payment-provisional', ['dark']);
  await payment.nextSale();

  await till.sell([NOODLES, NOODLES], { by: 'promise', cardId: 'poor' });
  await payment.nextSale();
  await till.sell([WATER, NOODLES], { by: 'promise', cardId: 'good-tap' });
  await payment.nextSale();
  await till.sell([WATER], { by: 'cash' });
  await payment.nextSale();
  await cable.mend();
  await till.waitUntilOnline();
  await till.waitUntilAllSent();
  await till.goTo('queue');
  await expect(till.queue.rows.locator('[data-ink="refused"]').first()).toBeVisible();
  await camera.take(till, 'queue-refused', ['dark', 'small']);
}
