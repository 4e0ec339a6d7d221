import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FoundFate } from '../../services/paying/found-sales.ts';
import { Button } from '../kit/Button.tsx';
import { InkChip } from '../kit/Ink.tsx';
import { money } from '../kit/money.ts';
import { Strip } from '../kit/Strip.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './FoundStrip.module.css';

const UNDER_WAY: ReadonlySet<FoundFate> = new Set<FoundFate>([
  'asking',
  'voiding',
  'refunding',
  'holding',
  'completing',
  'releasing',
]);

/**
 * What was under way when the till stopped, one after the other, with what became of the money
 * (F01–F04). It lies over nothing and stays until somebody has dealt with it.
 */
export function FoundStrip() {
  const { t } = useTranslation('frame');
  const found = useTillState('found', (state) => state.found);
  const print = useTillState('found', (state) => state.print);
  const isPrinting = useTillState('found', (state) => state.printing !== null);
  const dismiss = useTillState('found', (state) => state.dismiss);
  const giveBack = useTillState('found', (state) => state.giveBack);
  const isGivingBack = useTillState('found', (state) => state.givingBack !== null);
  const [first, ...others] = found;
  if (first === undefined) return null;
  const { saleId, number, amountMinor, fate, ink, giveBackMinor } = first;
  return (
    <Strip label={t('left.title')}>
      <History size={22} aria-hidden="true" />
      <span className={styles['title']}>{t('left.title')}</span>
      <b className={styles['number']}>{number === '' ? t('left.cardBeingRead') : number}</b>
      {ink === null ? <b>{money(amountMinor)}</b> : <InkChip ink={ink} amountMinor={amountMinor} />}
      <span className={styles['fate']}>{t(`left.${fate}`)}</span>
      {others.length > 0 && (
        <span className={styles['more']}>{t('left.more', { count: others.length })}</span>
      )}
      {fate.endsWith('slip-missing') && (
        <Button
          variant="primary"
          isDisabled={isPrinting}
          preventFocusOnPress
          onPress={() => void print(saleId)}
        >
          {t('left.print')}
        </Button>
      )}
      {giveBackMinor !== null && (
        <Button
          variant="danger"
          isDisabled={isGivingBack}
          preventFocusOnPress
          onPress={() => void giveBack(saleId)}
        >
          {t('left.giveBack', { amount: money(giveBackMinor) })}
        </Button>
      )}
      {/* What was received of it is not forgotten: it is paid for to the end, or given back. */}
      {giveBackMinor === null && !UNDER_WAY.has(fate) && (
        <Button preventFocusOnPress onPress={() => void dismiss(saleId)}>
          {t('left.dismiss')}
        </Button>
      )}
    </Strip>
  );
}
