import { readFile, writeFile } from 'node:fs/promises';
import { expect } from '../patient-expect.ts';
import { forgetRecords, forgetSales } from '../window-database.ts';
import { NOODLES, WATER } from './goods.ts';
import { openAgain, openTill, type Stage } from './stage.ts';

const LOST = 3;

/** What nobody hopes to see: records gone from both copies, rows without their sale, a bug. */
export async function damageScene(stage: Stage): Promise<void> {
  const { camera, cable, machine } = stage;
  const till = await openTill(stage);
  await till.sell([WATER], { by: 'cash' });
  await till.payment.nextSale();
  await till.waitUntilAllSent();
  await cable.cut();
  await till.waitUntilOffline();
  for (const barcode of [WATER, NOODLES]) {
    await till.sell([barcode], { by: 'cash' });
    await till.payment.nextSale();
  }
  const kept = (await machine.journal()).length - LOST;
  await forgetRecords(till, kept);
  await machine.kill();
  const lines = (await readFile(machine.journalPath, 'utf8')).split('\n');
  await writeFile(machine.journalPath, `${lines.slice(0, kept).join('\n')}\n`);

  const damaged = await openAgain(stage);
  await damaged.seesFound('records-missing', LOST);
  await damaged.dismissFindings();
  await damaged.goTo('queue');
  await damaged.queue.unlockCards('looked at', '0000');
  await damaged.goTo('register');
  await damaged.sell([NOODLES], { by: 'promise', cardId: 'good-tap' });
  await damaged.payment.nextSale();
  await forgetSales(damaged);
  await damaged.goTo('queue');
  await expect(damaged.queue.row('#').first()).toBeVisible();
  await camera.take(damaged, 'queue-sale-missing');

  await damaged.goTo('register');
  await damaged.register.scan(WATER);
  await damaged.register.startPaying();
  await damaged.page.evaluate(() => {
    crypto.getRandomValues = () => {
      throw new Error('no random numbers');
    };
  });
  await damaged.payment.payByCard('good-tap');
  await damaged.payment.seesVerdict('failed');
  await camera.take(damaged, 'payment-bug');
}

/** The bank is sure that it was told of numbers which this till knows nothing of. */
export async function missingScene(stage: Stage): Promise<void> {
  const { bank, camera, machine } = stage;
  const till = await openTill(stage);
  await till.sell([WATER], { by: 'cash' });
  await till.payment.nextSale();
  await till.waitUntilAllSent();
  await machine.close();
  // The latest terminal that has spoken is that of this scene.
  await bank.rows(`UPDATE terminals SET declared_up_to = declared_up_to + 2
                    WHERE id = (SELECT max(id) FROM terminals
                                 WHERE last_seen_at_ms IS NOT NULL)`);
  const again = await openAgain(stage);
  await again.waitUntilOnline();
  await again.status.explain(again.status.journal);
  const missing = again.words.say('frame', 'missingNumbers');
  await expect(again.status.explanation).toContainText(missing);
  await camera.take(again, 'explained-missing');
}
