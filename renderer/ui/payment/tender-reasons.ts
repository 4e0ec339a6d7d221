import { useTranslation } from 'react-i18next';
import { useTillState } from '../stores-context.ts';
import { useIsOnline, type Checkout } from './use-checkout.ts';

export type TenderKind = 'cash' | 'card';

export interface TenderState {
  readonly isAvailable: boolean;
  /** Why not; or, where it is, what the customer and the shop get by it now. */
  readonly hint: string;
}

/** Each way to pay, and in words why one of them is not there now (SCREENS, Payment). */
export function useTenders(checkout: Checkout): Readonly<Record<TenderKind, TenderState>> {
  const { t } = useTranslation('payment');
  const barrier = useCardBarrier();
  const isOnline = useIsOnline();
  const shared = whyNone(checkout);
  if (shared !== null) {
    const none = { isAvailable: false, hint: t(`tender.${shared}`) };
    return { cash: none, card: none };
  }
  const worth = isOnline ? 'cardOnline' : 'cardOffline';
  return {
    cash: { isAvailable: true, hint: t('tender.cash') },
    card: { isAvailable: barrier === null, hint: t(`tender.${barrier ?? worth}`) },
  };
}

function whyNone({ paying, soldSale }: Checkout): 'busy' | 'sold' | null {
  if (paying.busy) return 'busy';
  return soldSale === null ? null : 'sold';
}

export type CardBarrier = 'cardsLocked' | 'notRecorded' | 'clockBehind' | 'onlyCertain';

/** What keeps every card out, whatever the customer holds. */
export function useCardBarrier(): CardBarrier | null {
  const isLocked = useTillState('till', (state) => state.cardsLocked);
  const isUnrecorded = useTillState('till', (state) => state.unrecorded);
  const isTrusted = useTillState('till', (state) => state.clock.trusted);
  const isRecovery = useTillState('checkout', ({ paying }) => paying?.recovers !== undefined);
  const isOnline = useIsOnline();
  if (isLocked) return 'cardsLocked';
  if (isUnrecorded) return 'notRecorded';
  // One promise is not made up for by another (P13).
  if (isRecovery && !isOnline) return 'onlyCertain';
  return isTrusted || isOnline ? null : 'clockBehind';
}
