import { DecisionView } from '../page-models/decision-view.ts';
import { WATER } from './goods.ts';
import { openTill, type Stage } from './stage.ts';

/** Why a chip said yes by itself, and what would have been with another floor limit. */
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
}
