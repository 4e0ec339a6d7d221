import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '../patient-expect.ts';
import { AUTHORISATIONS } from '../cable.ts';
import { NOODLES, WATER } from './goods.ts';
import { openAgain, openTill, type Stage } from './stage.ts';

/** A code that the bank does not know: the form of a till that belongs to nobody yet. */
export const NO_CODE = { activationCode: '' } as const;

const START_LIMIT_MS = 45_000;

export async function activationScene({ machine, clock, camera, language }: Stage): Promise<void> {
  const till = await machine.start(clock);
  await expect(till.page.getByRole('textbox').first()).toBeVisible();
  await camera.aimAt(till);
  await till.settings.speak(language);
  await camera.take(till, 'activation');
}

/** A day begins without paper and without a card reader; a trainer has taken them away. */
export async function readinessScene(stage: Stage): Promise<void> {
  const { camera, cable } = stage;
  const till = await openTill(stage);
  await till.goTo('settings');
  await till.readiness.set('paperLoaded', 'no');
  await till.readiness.set('readerConnected', 'no');
  await cable.cut();
  await till.waitUntilOffline();
  await till.goTo('register');
  await expect(till.readiness.strip).toBeVisible();
  await camera.take(till, 'readiness-strip');
  await till.readiness.look();
  await expect(till.readiness.point('paper', 'missing')).toBeVisible();
  await camera.take(till, 'readiness', ['dark', 'small']);
}

/** Starts after something went wrong: a kill in the middle of a payment, a database that is gone. */
export async function startScene(stage: Stage): Promise<void> {
  const { camera, cable, machine } = stage;
  const till = await openTill(stage);
  const request = cable.hold(AUTHORISATIONS, 'answer');
  await till.register.scan(NOODLES);
  await till.register.startPaying();
  await till.payment.payByCard('good-tap');
  await request.reached;
  await machine.kill();
  request.passOn();

  const killed = await openAgain(stage);
  await expect(killed.found.strip).toBeVisible({ timeout: START_LIMIT_MS });
  await killed.waitUntilOnline();
  await expect(killed.found.strip).toContainText(killed.words.say('frame', 'left.slip-missing'));
  await camera.take(killed, 'start-after-kill');
  await killed.found.print();
  await killed.waitUntilAllSent();
  await cable.cut();
  await killed.waitUntilOffline();
  await killed.sell([WATER], { by: 'cash' });
  await killed.payment.nextSale();
  await machine.close();
  await rm(join(machine.folder, 'IndexedDB'), { recursive: true });

  const rebuilt = await openAgain(stage);
  await rebuilt.seesFound('database-empty', 1);
  await camera.take(rebuilt, 'start-findings', ['dark']);
}
