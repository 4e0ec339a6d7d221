import { AUTHORISATIONS } from '../cable.ts';
import { WireView } from '../page-models/wire-view.ts';
import { fillCounter, WATER } from './goods.ts';
import { openTill, type Stage } from './stage.ts';

/** The same exchanges in the words of a card terminal: a purchase, and what is told of it later. */
export async function wireScene(stage: Stage): Promise<void> {
  const { camera, cable } = stage;
  const till = await openTill(stage);
  const wire = new WireView(till);
  await fillCounter(till);
  await till.register.startPaying();
  await till.pay({ by: 'card', cardId: 'good-tap' });
  await wire.openByKey();
  await camera.take(till, 'wire-sale');
  await wire.close();
  await till.payment.nextSale();

  // The line dies in the middle: asked, taken back, approved by the chip, and told later.
  const request = cable.hold(AUTHORISATIONS, 'request');
  await till.takeCard([WATER], 'good-chip');
  await request.reached;
  await cable.cut();
  await till.payment.acceptPromise();
  await till.payment.seesVerdict('provisional');
  await till.payment.nextSale();
  await cable.mend();
  await till.waitUntilOnline();
  await till.waitUntilAllSent();
  await till.goTo('queue');
  const second = await till.queue.row('-000002').first().getByRole('rowheader').innerText();
  await wire.openFromQueue(second);
  await wire.choose('stored-payment');
  await camera.take(till, 'wire-chip');
  await wire.close();
}
