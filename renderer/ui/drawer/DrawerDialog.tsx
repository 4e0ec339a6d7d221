import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Approval } from '../../../shared/contracts/supervised-acts.ts';
import { minor, subtract, type Minor } from '../../../shared/domain/money.ts';
import {
  needsApprover,
  proposedFloat,
  toTheSafe,
  type Shift,
} from '../../../shared/domain/shift.ts';
import { parseTyped } from '../../../shared/domain/typed-number.ts';
import type { DrawerView } from '../../services/paying/drawer-desk.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { InkAmount, InkCard } from '../kit/Ink.tsx';
import { money, plainAmount } from '../kit/money.ts';
import { Fact } from '../kit/Panel.tsx';
import { useBusy } from '../kit/use-busy.ts';
import { SupervisorPin } from '../session/SupervisorPin.tsx';
import { useTillState } from '../stores-context.ts';
import { Comparison, Variance } from './Comparison.tsx';
import { CountForm } from './CountForm.tsx';
import styles from './DrawerDialog.module.css';
import { useCount } from './use-count.ts';
import { useCountRows } from './use-count-rows.ts';

/** The drawer's count 清点钱箱 (A22–A24): by note and coin, compared with the journal, on paper. */
export function DrawerDialog() {
  const isOpen = useTillState('drawer', (state) => state.isOpen);
  const view = useTillState('drawer', (state) => state.view);
  const counted = useTillState('drawer', (state) => state.counted);
  if (!isOpen || view === null) return null;
  return counted === null ? <Counting view={view} /> : <Counted shift={counted} />;
}

function Counting({ view }: { readonly view: DrawerView }) {
  const { t } = useTranslation('drawer');
  const leave = useTillState('drawer', (state) => state.leave);
  const finish = useFinish();
  const count = useCount();
  const [step, setStep] = useState<'count' | 'compare' | 'pin'>('count');
  const [reason, setReason] = useState('');
  const [leftText, setLeftText] = useState<string | null>(null);
  const countedMinor = count.countedMinor ?? minor(0);
  const proposed = plainAmount(proposedFloat(view.shift, countedMinor)).replaceAll(',', '');
  const leftMinor = amountUpTo(leftText ?? proposed, countedMinor);
  const isLarge = needsApprover(subtract(countedMinor, view.expectedMinor));
  const write = async (approval: Approval | null): Promise<void> => {
    setStep('compare');
    const { pieces } = count;
    await finish({ pieces, reason, leftMinor, expectedMinor: view.expectedMinor }, approval);
  };
  if (step === 'pin') {
    return (
      <SupervisorPin
        act="count-drawer"
        onApproved={(approvalId, supervisorId) => void write({ approvalId, supervisorId })}
        onCancel={() => setStep('compare')}
      />
    );
  }
  return (
    <Dialog title={t('title')} width="wide" onClose={leave}>
      {step === 'count' ? (
        <CountForm count={count} onCompare={() => setStep('compare')} />
      ) : (
        <Comparison
          view={view}
          countedMinor={countedMinor}
          reason={reason}
          onReason={setReason}
          leftText={leftText ?? proposed}
          onLeft={setLeftText}
          leftMinor={leftMinor}
          onAgain={() => setStep('count')}
          onFinish={() => (isLarge ? setStep('pin') : void write(null))}
        />
      )}
    </Dialog>
  );
}

/** Written down, and then on paper: a printer without paper holds nothing up. */
function useFinish() {
  const { t } = useTranslation('drawer');
  const count = useTillState('drawer', (state) => state.count);
  const print = useTillState('drawer', (state) => state.print);
  const rowsOf = useCountRows();
  return async (...what: Parameters<typeof count>): Promise<void> => {
    const counted = await count(...what);
    if (counted !== null) await print(counted, t('slip.title'), rowsOf(counted));
  };
}

function Counted({ shift }: { readonly shift: Shift }) {
  const { t } = useTranslation('drawer');
  const leave = useTillState('drawer', (state) => state.leave);
  const print = useTillState('drawer', (state) => state.print);
  const isPrintFailed = useTillState('drawer', (state) => state.isPrintFailed);
  const rowsOf = useCountRows();
  const { isBusy, run } = useBusy();
  const printSlip = (): Promise<void> => print(shift, t('slip.title'), rowsOf(shift));
  const { closing } = shift;
  if (closing === null) return null;
  return (
    <Dialog title={t('title')} width="wide" onClose={leave}>
      <div className={styles['body']} data-drawer="counted">
        <InkCard ink="certain" title={t('done')}>
          <p>
            {t('counted')} <b>{money(closing.countedMinor)}</b> · {t('difference')}{' '}
            <b>
              <Variance varianceMinor={closing.varianceMinor} />
            </b>
          </p>
        </InkCard>
        <Fact name={t('left')}>
          <InkAmount ink="certain" amountMinor={closing.nextFloatMinor} />
        </Fact>
        <Fact name={t('toSafe')}>
          <InkAmount ink="certain" amountMinor={toTheSafe(closing)} />
        </Fact>
        {isPrintFailed && <p role="alert">{t('notPrinted')}</p>}
      </div>
      <DialogActions>
        <Button size="tender" isDisabled={isBusy} onPress={() => void run(printSlip)}>
          {t('print')}
        </Button>
        <Button variant="primary" size="tender" keyCap="Esc" onPress={leave}>
          {t('close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function amountUpTo(text: string, mostMinor: Minor): Minor | null {
  const typed = parseTyped(text, 2);
  return typed === null || typed > mostMinor ? null : minor(typed);
}
