import { Binary } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { DecisionButton } from '../decision/DecisionButtons.tsx';
import { Button } from '../kit/Button.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { useTillState } from '../stores-context.ts';
import styles from './WireButtons.module.css';

const ICON = { size: 18, 'aria-hidden': true } as const;

/** Beside a payment that is over: why it was decided so, and what was said to the bank about it. */
export function SaleLessons({ saleId }: { readonly saleId: string }) {
  return (
    <span className={styles['lessons']}>
      <DecisionButton saleId={saleId} />
      <SaleMessagesButton saleId={saleId} />
    </span>
  );
}

function SaleMessagesButton({ saleId }: { readonly saleId: string }) {
  const { t } = useTranslation('wire');
  const showSale = useTillState('wire', (state) => state.showSale);
  const show = (): void => void showSale(saleId);
  useKeyLayer({ m: show, M: show });
  return (
    <Button keyCap="M" icon={<Binary {...ICON} />} preventFocusOnPress onPress={show}>
      {t('open')}
    </Button>
  );
}

/** In a row of the queue: the card, and behind it its messages. */
export function RowMessagesButton({
  saleId,
  saleNumber,
  card,
}: {
  readonly saleId: string;
  readonly saleNumber: string;
  readonly card: string;
}) {
  const { t } = useTranslation('wire');
  const showSale = useTillState('wire', (state) => state.showSale);
  return (
    <Button
      variant="quiet"
      aria-label={`${card} · ${t('openSale', { number: saleNumber })}`}
      onPress={() => void showSale(saleId)}
    >
      {card}
    </Button>
  );
}

/** Whatever goes over the line, as it goes. */
export function LineMessagesButton() {
  const { t } = useTranslation('wire');
  const showLine = useTillState('wire', (state) => state.showLine);
  const show = (): void => void showLine();
  useKeyLayer({ m: show, M: show });
  return (
    <Button keyCap="M" icon={<Binary {...ICON} />} onPress={show}>
      {t('open')}
    </Button>
  );
}
