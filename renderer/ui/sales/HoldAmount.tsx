import { useTranslation } from 'react-i18next';
import { amountOf, type Holding } from '../../stores/hold-store.ts';
import { Button } from '../kit/Button.tsx';
import { DialogActions } from '../kit/Dialog.tsx';
import { Field } from '../kit/Field.tsx';
import { useTillState } from '../stores-context.ts';

/** How much is held: said before the card comes, since its PIN is for this very amount. */
export function HoldAmount({ holding }: { readonly holding: Holding }) {
  const { t } = useTranslation('hold');
  const typeAmount = useTillState('hold', (state) => state.typeAmount);
  const toCard = useTillState('hold', (state) => state.toCard);
  const isAmount = amountOf(holding) !== null;
  return (
    <>
      <p>{t('act.hold.means')}</p>
      <Field
        label={t('howMuch')}
        value={holding.amount}
        onChange={typeAmount}
        inputMode="numeric"
        onEnter={isAmount ? toCard : undefined}
        takesFocus
      />
      <DialogActions>
        <Button
          variant="primary"
          size="tender"
          keyCap="Enter"
          isDisabled={!isAmount}
          onPress={toCard}
        >
          {t('toCard')}
        </Button>
      </DialogActions>
    </>
  );
}
