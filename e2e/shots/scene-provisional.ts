import { DecisionView } from '../page-models/decision-view.ts';
import { SlipCheckView } from '../page-models/slip-check.ts';
import { WATER } from './goods.ts';
import { openTill, type Stage } from './stage.ts';

/** What a promise is made of: why the chip said yes, what is at risk, and the slip that comes back. */
export async function provisionalScene(stage: Stage): Promise<void> {
  const { camera, cable } = stage;
  const till = await openTill(stage);
  await cable.cut();
  await till.waitUntilOffline();
  await till.sell([WATER], { by: 'promise', cardId: 'good-chip' });
  const decision = new DecisionView(till);
  await decision.openByKey();
  await decision.press('floor', 'Home');
  await decision.seesWhatIf('chip-no');
  await camera.take(till, 'decision');
  await decision.close();
  const slip = new SlipCheckView(till);
  const code = await slip.codeOnScreen();
  await camera.take(till, 'x-payment-code');
  await till.payment.nextSale();
  await till.sell([WATER], { by: 'promise', cardId: 'good-tap' });
  await till.payment.nextSale();
  await till.goTo('queue');
  await till.page.keyboard.press('F7');
  await till.page.getByRole('dialog').waitFor();
  await camera.take(till, 'x-exposure');
  await till.page.keyboard.press('Escape');
  await till.goTo('register');
  await slip.scan(code, 'not-asked');
  await camera.take(till, 'x-slip-not-asked');
  await slip.close();
  await cable.mend();
  await till.waitUntilAllSent();
  await slip.scan(code, 'final');
  await camera.take(till, 'x-slip-final');
}
