import { AUTHORISATIONS, type Cable, type HeldMoment } from './cable.ts';
import type { TillPage } from './page-models/till-page.ts';

/** A card is taken for these goods: the bank has committed, and its answer is held on the way. */
export async function takeCardAnswerHeld(
  cable: Cable,
  till: TillPage,
  barcodes: readonly string[],
  cardId = 'good-tap',
): Promise<HeldMoment> {
  const answer = cable.hold(AUTHORISATIONS, 'answer');
  await till.takeCard(barcodes, cardId);
  await answer.reached;
  return answer;
}
