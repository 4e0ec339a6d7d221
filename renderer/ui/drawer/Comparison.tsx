import { useTranslation } from 'react-i18next';
import { subtract, type Minor } from '../../../shared/domain/money.ts';
import { movedIn, needsApprover, VARIANCE_LIMIT_MINOR } from '../../../shared/domain/shift.ts';
import type { DrawerView } from '../../services/paying/drawer-desk.ts';
import { Button } from '../kit/Button.tsx';
import { DialogActions } from '../kit/Dialog.tsx';
import { Field } from '../kit/Field.tsx';
import { InkAmount } from '../kit/Ink.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { money } from '../kit/money.ts';
import { Fact } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './DrawerDialog.module.css';

interface Props {
  readonly view: DrawerView;
  readonly countedMinor: Minor;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly leftText: string;
  readonly onLeft: (text: string) => void;
  /** Null: not an amount, or more than was counted. */
  readonly leftMinor: Minor | null;
  readonly onAgain: () => void;
  readonly onFinish: () => void;
}

/** What was counted beside what the journal says must be there; a difference says why (A23). */
export function Comparison({ view, countedMinor, reason, leftMinor, ...props }: Props) {
  const { t } = useTranslation(['drawer', 'errors']);
  const failure = useTillState('drawer', (state) => state.failure);
  const { shift, cashMinor, expectedMinor } = view;
  const varianceMinor = subtract(countedMinor, expectedMinor);
  const isReasoned = varianceMinor === 0 || reason.trim() !== '';
  const mayFinish = isReasoned && leftMinor !== null;
  useKeyLayer({ F4: props.onAgain, F9: mayFinish ? props.onFinish : undefined });
  return (
    <>
      <div className={styles['body']} data-drawer="compared">
        <div className={styles['sums']}>
          <Fact name={t('drawer:float')}>{money(shift.floatMinor)}</Fact>
          <Fact name={t('drawer:sold')}>{money(cashMinor)}</Fact>
          <Fact name={t('drawer:moved')}>{money(movedIn(shift.movements))}</Fact>
          <Fact name={t('drawer:expected')}>
            <b data-expected>{money(expectedMinor)}</b>
          </Fact>
          <Fact name={t('drawer:counted')}>
            <InkAmount ink="certain" amountMinor={countedMinor} />
          </Fact>
          <Fact name={t('drawer:difference')}>
            <b data-variance={varianceMinor}>
              <Variance varianceMinor={varianceMinor} />
            </b>
          </Fact>
        </div>
        {needsApprover(varianceMinor) && (
          <output>{t('drawer:needsSupervisor', { limit: money(VARIANCE_LIMIT_MINOR) })}</output>
        )}
        {varianceMinor !== 0 && (
          <Field
            label={t('drawer:why')}
            value={reason}
            onChange={props.onReason}
            maxLength={200}
            takesFocus
            description={isReasoned ? '' : t('drawer:whyNeeded')}
          />
        )}
        <Field
          label={t('drawer:left')}
          value={props.leftText}
          onChange={props.onLeft}
          inputMode="numeric"
          maxLength={12}
          error={leftMinor === null ? t('drawer:leftWrong') : undefined}
        />
        {failure !== null && <p role="alert">{t(`errors:${failure.code}`)}</p>}
      </div>
      <DialogActions>
        <Button size="tender" keyCap="F4" onPress={props.onAgain}>
          {t('drawer:again')}
        </Button>
        <Button
          variant="primary"
          size="tender"
          keyCap="F9"
          isDisabled={!mayFinish}
          onPress={props.onFinish}
        >
          {t('drawer:finish')}
        </Button>
      </DialogActions>
    </>
  );
}

/** In words, so that no sign has to be understood. */
export function Variance({ varianceMinor }: { readonly varianceMinor: number }) {
  const { t } = useTranslation('drawer');
  const amount = money(Math.abs(varianceMinor));
  if (varianceMinor === 0) return t('exact');
  return t(varianceMinor < 0 ? 'variance.short' : 'variance.over', { amount });
}
