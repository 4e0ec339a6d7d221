import { Receipt } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { sixDigits } from '../../../shared/domain/field-numbers.ts';
import { Button } from '../kit/Button.tsx';
import { InkChip } from '../kit/Ink.tsx';
import { Strip } from '../kit/Strip.tsx';
import { useBusy } from '../kit/use-busy.ts';
import { useTillState } from '../stores-context.ts';
import { INK_OF_PHASE, phaseOf } from './day-end-phase.ts';
import { useSlipRows } from './use-slip-rows.ts';

/**
 * A day end that went on by itself has ended, and nobody has its slip (P21): what it came to, and the
 * slip, until it came out or is not wanted.
 */
export function DayEndStrip() {
  const { t } = useTranslation('dayEnd');
  const settlement = useTillState('dayEnd', (state) => state.withoutSlip);
  const isOpen = useTillState('dayEnd', (state) => state.isOpen);
  const isPrintFailed = useTillState('dayEnd', (state) => state.isPrintFailed);
  const open = useTillState('dayEnd', (state) => state.open);
  const print = useTillState('dayEnd', (state) => state.printMissing);
  const drop = useTillState('dayEnd', (state) => state.dropSlip);
  const rowsOf = useSlipRows();
  const { isBusy, run } = useBusy();
  // In the wizard it is printed from the wizard.
  if (settlement === null || settlement.step === 'opened' || isOpen) return null;
  const { batchNumber } = settlement;
  const phase = phaseOf(settlement);
  return (
    <Strip label={t('strip.title')}>
      <Receipt size={22} aria-hidden="true" />
      <b>{t('title', { batch: sixDigits(batchNumber) })}</b>
      <InkChip ink={INK_OF_PHASE[phase]}>{t(`phase.${phase}`)}</InkChip>
      <span role={isPrintFailed ? 'alert' : undefined}>
        {t(isPrintFailed ? 'notPrinted' : 'strip.noSlip')}
      </span>
      <Button
        variant="primary"
        isDisabled={isBusy}
        preventFocusOnPress
        onPress={() => void run(() => print(t('slip.title'), rowsOf))}
      >
        {t('print')}
      </Button>
      <Button preventFocusOnPress onPress={() => void open()}>
        {t('strip.look')}
      </Button>
      <Button preventFocusOnPress onPress={() => void drop()}>
        {t('strip.drop')}
      </Button>
    </Strip>
  );
}
