import { useTranslation } from 'react-i18next';
import { holdSlipTyped } from '../../services/slips/hold-slip.ts';
import type { Holding } from '../../stores/hold-store.ts';
import { useTillState } from '../stores-context.ts';
import { SlipNews, SlipSearch } from './SlipSearch.tsx';

/** Which hold it is, as its slip says: asked at the bank, which alone knows whether it stands. */
export function HoldSearch({ holding }: { readonly holding: Holding }) {
  const { t } = useTranslation('hold');
  const typeSlip = useTillState('hold', (state) => state.typeSlip);
  const find = useTillState('hold', (state) => state.find);
  const { slip, isLooking, failure } = holding;
  const isWhole = holdSlipTyped(slip) !== null && !isLooking;
  return (
    <>
      <SlipSearch
        means={t('slipMeans')}
        fields={[
          {
            label: t('slipNumber'),
            value: slip.number,
            onChange: (number) => typeSlip({ number }),
            hint: t('slipNumberHint'),
          },
          {
            label: t('slipCode'),
            value: slip.authorisationCode,
            onChange: (authorisationCode) => typeSlip({ authorisationCode }),
          },
          {
            label: t('slipAmount'),
            value: slip.amount,
            onChange: (amount) => typeSlip({ amount }),
          },
        ]}
        find={t('find')}
        onFind={isWhole ? () => void find() : undefined}
      />
      <SlipNews
        isLooking={isLooking}
        failure={failure}
        looking={t('looking')}
        notFound={t('notFound')}
      />
    </>
  );
}
