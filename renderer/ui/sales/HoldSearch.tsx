import { useTranslation } from 'react-i18next';
import { holdSlipTyped } from '../../services/hold-slip.ts';
import type { Holding } from '../../stores/hold-store.ts';
import { Button } from '../kit/Button.tsx';
import { DialogActions } from '../kit/Dialog.tsx';
import { Field } from '../kit/Field.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './SalesScreen.module.css';

/** Which hold it is, as its slip says: asked at the bank, which alone knows whether it stands. */
export function HoldSearch({ holding }: { readonly holding: Holding }) {
  const { t } = useTranslation(['hold', 'errors']);
  const typeSlip = useTillState('hold', (state) => state.typeSlip);
  const find = useTillState('hold', (state) => state.find);
  const { slip, isLooking, failure } = holding;
  const isWhole = holdSlipTyped(slip) !== null && !isLooking;
  const findIt = isWhole ? () => void find() : undefined;
  return (
    <>
      <p>{t('hold:slipMeans')}</p>
      <Field
        label={t('hold:slipNumber')}
        value={slip.number}
        onChange={(number) => typeSlip({ number })}
        description={t('hold:slipNumberHint')}
        onEnter={findIt}
        takesFocus
      />
      <Field
        label={t('hold:slipCode')}
        value={slip.authorisationCode}
        onChange={(authorisationCode) => typeSlip({ authorisationCode })}
        inputMode="numeric"
        onEnter={findIt}
      />
      <Field
        label={t('hold:slipAmount')}
        value={slip.amount}
        onChange={(amount) => typeSlip({ amount })}
        inputMode="numeric"
        onEnter={findIt}
      />
      <DialogActions>
        <Button
          variant="primary"
          size="tender"
          keyCap="Enter"
          isDisabled={!isWhole}
          onPress={() => void find()}
        >
          {t('hold:find')}
        </Button>
      </DialogActions>
      <div aria-live="polite">
        {isLooking && <p>{t('hold:looking')}</p>}
        {failure !== null && (
          <p role="alert" className={styles['alarm']}>
            {t('hold:notFound')} {t(`errors:${failure.code}`)}
          </p>
        )}
      </div>
    </>
  );
}
