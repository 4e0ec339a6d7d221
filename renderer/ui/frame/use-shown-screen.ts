import { maySell } from '../../../shared/domain/operators.ts';
import { SCREENS, type ScreenName } from '../../stores/navigation-store.ts';
import { useTillState } from '../stores-context.ts';

/** Where one can go from here: no register for the system administrator (P28), no lessons live. */
export function useScreens(): readonly ScreenName[] {
  const isLive = useTillState('till', ({ terminal }) => terminal?.mode === 'live');
  const sells = useTillState('session', ({ session }) => session !== null && maySell(session.role));
  return SCREENS.filter((name) => (name !== 'line' || !isLive) && (name !== 'register' || sells));
}

/** The screen that was gone to, or where somebody who has none such begins. */
export function useShownScreen(): ScreenName {
  const screens = useScreens();
  const screen = useTillState('navigation', (state) => state.screen);
  return screens.includes(screen) ? screen : 'settings';
}
