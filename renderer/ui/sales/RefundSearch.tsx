import { useTranslation } from 'react-i18next';
import { slipTyped } from '../../services/refund-slip.ts';
import type { Refunding } from '../../stores/refund-store.ts';
import { Button } from '../kit/Button.tsx';
import { DialogActions } from '../kit/Dialog.tsx';
import { Field } from '../kit/Field.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './SalesScreen.module.css';

/** Which sale it is: asked at the bank, which alone knows what other tills have sold and refunded. */
export function RefundSearch({ refunding }: { readonly refunding: Refunding }) {
  const { t } = useTranslation(['refund', 'errors']);
  const { slip, isLooking, failure } = refunding;
  return (
    <>
      {slip !== null && <SlipFields refunding={refunding} />}
      <div aria-live="polite">
        {isLooking && <p>{t('refund:looking')}</p>}
        {failure !== null && (
          <p role="alert" className={styles['alarm']}>
            {t('refund:notFound')} {t(`errors:${failure.code}`)}
          </p>
        )}
      </div>
    </>
  );
}

function SlipFields({ refunding: { slip, isLooking } }: { readonly refunding: Refunding }) {
  const { t } = useTranslation('refund');
  const typeSlip = useTillState('refund', (state) => state.typeSlip);
  const find = useTillState('refund', (state) => state.find);
  const isWhole = slip !== null && slipTyped(slip) !== null && !isLooking;
  const findIt = isWhole ? () => void find() : undefined;
  return (
    <>
      <p>{t('slipMeans')}</p>
      <Field
        label={t('slipNumber')}
        value={slip?.number ?? ''}
        onChange={(number) => typeSlip({ number })}
        description={t('slipNumberHint')}
        onEnter={findIt}
        takesFocus
      />
      <Field
        label={t('slipAmount')}
        value={slip?.amount ?? ''}
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
          {t('find')}
        </Button>
      </DialogActions>
    </>
  );
}
