import { Printer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { DialogActions } from '../kit/Dialog.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { useBusy } from '../kit/use-busy.ts';
import { useTillState } from '../stores-context.ts';
import type { ShownDayEnd } from './day-end-phase.ts';
import { useSlipRows } from './use-slip-rows.ts';

const END_WORD = { ready: 'end', interrupted: 'goOn', error: 'endAgain' } as const;

interface Props {
  readonly shown: ShownDayEnd;
  /** How many records have a reason: only these are put right. */
  readonly reasoned: number;
  readonly onAsk: (asked: 'end' | 'cure') => void;
}

export function DayEndActions({ shown, reasoned, onAsk }: Props) {
  const { t } = useTranslation(['dayEnd', 'drawer', 'common']);
  const isBusy = useTillState('dayEnd', ({ progress }) => progress.kind !== 'resting');
  const leave = useTillState('dayEnd', (state) => state.leave);
  const { phase, settlement } = shown;
  const isEndOffered = phase === 'ready' || phase === 'interrupted' || phase === 'error';
  const mayEnd = !isBusy && isEndOffered;
  // Only then does a button say that something is done.
  const isOver = phase === 'confirmed' || phase === 'unconfirmed';
  const mayCure = !isBusy && phase === 'disagree' && reasoned > 0;
  // Not over a day end that somebody has to bring to its end first.
  const isCountOffered = phase !== 'interrupted' && phase !== 'disagree';
  const toDrawer = useTillState('drawer', (state) => state.open);
  const countDrawer = (): void => {
    leave();
    void toDrawer();
  };
  useKeyLayer({
    F6: isBusy || !isCountOffered ? undefined : countDrawer,
    F9: mayEnd ? () => onAsk('end') : undefined,
    F8: mayCure ? () => onAsk('cure') : undefined,
  });
  return (
    <DialogActions>
      {settlement !== null && <PrintButton settlement={settlement} />}
      {isCountOffered && (
        <Button size="tender" keyCap="F6" isDisabled={isBusy} onPress={countDrawer}>
          {t('drawer:openCount')}
        </Button>
      )}
      {phase === 'disagree' && (
        <Button
          variant="danger"
          size="tender"
          keyCap="F8"
          isDisabled={!mayCure}
          onPress={() => onAsk('cure')}
        >
          {t('dayEnd:cureAll', { count: reasoned })}
        </Button>
      )}
      {isEndOffered && (
        <Button
          variant="primary"
          size="tender"
          keyCap="F9"
          isDisabled={!mayEnd}
          onPress={() => onAsk('end')}
        >
          {t(`dayEnd:${END_WORD[phase]}`)}
        </Button>
      )}
      {isOver ? (
        <Button size="tender" onPress={leave}>
          {t('dayEnd:done')}
        </Button>
      ) : (
        <Button size="tender" keyCap="Esc" onPress={leave}>
          {t('common:close')}
        </Button>
      )}
    </DialogActions>
  );
}

function PrintButton({
  settlement,
}: {
  readonly settlement: NonNullable<ShownDayEnd['settlement']>;
}) {
  const { t } = useTranslation('dayEnd');
  const print = useTillState('dayEnd', (state) => state.print);
  const rowsOf = useSlipRows();
  const { isBusy, run } = useBusy();
  const printSlip = (): Promise<void> => print(settlement, t('slip.title'), rowsOf(settlement));
  return (
    <Button
      size="tender"
      isDisabled={isBusy}
      icon={<Printer size={20} aria-hidden="true" />}
      onPress={() => void run(printSlip)}
    >
      {t('print')}
    </Button>
  );
}
