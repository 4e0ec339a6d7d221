import type { PinPadShows } from '../../../shared/contracts/card-presentation.ts';
import type { PinPadKey } from '../../../shared/contracts/pin-pad-keys.ts';
import type { PinAnswer, PinQuestion } from '../paying/payment-desk.ts';

/** A card holder at the PIN pad: types and confirms, again after a wrong one, till nothing is asked. */
export async function typedPin({ press }: PinQuestion, pin: string): Promise<PinAnswer> {
  let shows: PinPadShows | null = null;
  do {
    for (const key of pin) await press(key as PinPadKey);
    shows = await press('confirm');
  } while (shows?.state === 'typing' && shows.triesLeft !== null);
  if (shows === null) return 'pad-failed';
  return shows.state === 'entered' ? 'entered' : 'cancelled';
}
