import { createStore } from 'zustand/vanilla';

/** Payment is no place to go to: it is there while somebody pays, and lies over the register. */
export type ScreenName = 'register' | 'queue' | 'catalogue' | 'line' | 'settings';

export const SCREENS: readonly ScreenName[] = [
  'register',
  'queue',
  'catalogue',
  'line',
  'settings',
];

export interface NavigationState {
  readonly screen: ScreenName;
  readonly goTo: (screen: ScreenName) => void;
}

export function createNavigationStore() {
  return createStore<NavigationState>()((set) => ({
    screen: 'register',
    goTo: (screen) => set({ screen }),
  }));
}
