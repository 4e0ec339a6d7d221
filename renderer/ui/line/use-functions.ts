import { useMemo } from 'react';
import { functionsNow, type FunctionNow } from '../../../shared/domain/terminal-functions.ts';
import { useTillState } from '../stores-context.ts';

/** What a terminal can do at this moment, from the line as it is and the caps as they are used. */
export function useFunctions(): readonly FunctionNow[] {
  const online = useTillState('till', ({ reach }) => reach.reach === 'online');
  const cardsLocked = useTillState('till', (state) => state.cardsLocked || state.unrecorded);
  const smallestPromise = useTillState('till', (state) => state.smallestPromise);
  return useMemo(
    () => functionsNow({ online, cardsLocked, smallestPromise }),
    [online, cardsLocked, smallestPromise],
  );
}
