import { Cpu } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { useTillState } from '../stores-context.ts';

const ICON = { size: 18, 'aria-hidden': true } as const;

/** Beside a card payment: why terminal and chip decided as they did. */
export function DecisionButton({ saleId }: { readonly saleId: string }) {
  const { t } = useTranslation('decision');
  const show = useTillState('decision', (state) => state.show);
  const open = (): void => void show(saleId);
  useKeyLayer({ y: open, Y: open });
  return (
    <Button keyCap="Y" icon={<Cpu {...ICON} />} preventFocusOnPress onPress={open}>
      {t('open')}
      <span className="visually-hidden"> {t('openLong')}</span>
    </Button>
  );
}
