import { AUTHORISATIONS } from '../cable.ts';
import { NOODLES, WATER } from './goods.ts';
import { openTill, type Stage } from './stage.ts';

const SUPERVISOR_PIN = '0000';

/** What was sold, one of it taken back, and another about to be refunded. */
export async function salesScene(stage: Stage): Promise<void> {
  const { camera, cable } = stage;
  const till = await openTill(stage);
  await till.sell([WATER, NOODLES], { by: 'card', cardId: 'good-tap' });
  await till.payment.nextSale();
  await till.sell([WATER], { by: 'cash' });
  await till.payment.nextSale();
  await till.sell([NOODLES], { by: 'card', cardId: 'good-tap' });
  await till.payment.nextSale();
  await till.goTo('sales');
  await till.sales.seesSale('-000003', 'certain');
  const request = cable.hold(AUTHORISATIONS, 'request');
  await till.sales.voidIt(SUPERVISOR_PIN);
  await request.reached;
  request.passOn();
  await till.sales.seesEnd('voided');
  await till.sales.leave();
  await till.sales.seesSale('-000003', 'refused');
  await camera.take(till, 'sales');
  await till.sales.find('-000001');
  await till.sales.askRefund();
  await camera.take(till, 'refund');
}
