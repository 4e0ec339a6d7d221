import { createStore } from 'zustand/vanilla';

/** Payment is no place to go to: it is there while somebody pays, and lies over the register. */
export type ScreenName = 'register' | 'sales' | 'queue' | 'catalogue' | 'line' | 'settings';

export const SCREENS: readonly ScreenName[] = [
  'register',
  'sales',
  'queue',
  'catalogue',
  'line',
  'settings',
];

export interface NavigationState {
  readonly screen: ScreenName;
  readonly goTo: (screen: ScreenName) => void;
  /** The trainer's hands beside the other screens, so that a class sees cause and effect at once. */
  readonly isLineDocked: boolean;
  /** Docked, the register comes forward. */
  readonly dockLine: (isLineDocked: boolean) => void;
}

export function createNavigationStore() {
  return createStore<NavigationState>()((set) => ({
    screen: 'register',
    goTo: (screen) => set({ screen }),
    isLineDocked: false,
    dockLine: (isLineDocked) => set({ isLineDocked, ...(isLineDocked && { screen: 'register' }) }),
  }));
}
