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
export function useTenders({
  paying,
  soldSale,
}: Checkout): Readonly<Record<TenderKind, TenderState>> {
  const { t } = useTranslation('payment');
  const cardsLocked = useTillState('till', (state) => state.cardsLocked || state.unrecorded);
  const isOnline = useIsOnline();
  const shared = whyNone(paying.busy, soldSale !== null);
  const none = (why: NonNullable<typeof shared>): TenderState => ({
    isAvailable: false,
    hint: t(`tender.${why}`),
  });
  if (shared !== null) return { cash: none(shared), card: none(shared) };
  const card: TenderState = cardsLocked
    ? { isAvailable: false, hint: t('tender.cardsLocked') }
    : { isAvailable: true, hint: t(isOnline ? 'tender.cardOnline' : 'tender.cardOffline') };
  return { cash: { isAvailable: true, hint: t('tender.cash') }, card };
}

function whyNone(busy: boolean, sold: boolean): 'busy' | 'sold' | null {
  if (busy) return 'busy';
  return sold ? 'sold' : null;
}
