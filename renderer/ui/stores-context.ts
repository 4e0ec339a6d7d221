import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { present } from '../../shared/lib/assert.ts';
import type { AppStores } from '../stores/app-stores.ts';

export const StoresContext = createContext<AppStores | null>(null);

type StateOf<Name extends keyof AppStores> = ReturnType<AppStores[Name]['getState']>;

/** What a screen needs of one store, and nothing more: it is drawn anew when that changes. */
export function useTillState<Name extends keyof AppStores, Part>(
  name: Name,
  select: (state: StateOf<Name>) => Part,
): Part {
  const stores = present(useContext(StoresContext), 'the stores');
  return useStore(stores[name], select as (state: unknown) => Part);
}
