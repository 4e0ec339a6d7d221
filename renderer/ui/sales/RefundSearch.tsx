import { useTranslation } from 'react-i18next';
import { slipTyped } from '../../services/slips/refund-slip.ts';
import type { Refunding } from '../../stores/refund-store.ts';
import { useTillState } from '../stores-context.ts';
import { SlipNews, SlipSearch } from './SlipSearch.tsx';

/** Which sale it is: asked at the bank, which alone knows what other tills have sold and refunded. */
export function RefundSearch({ refunding }: { readonly refunding: Refunding }) {
  const { t } = useTranslation('refund');
  const typeSlip = useTillState('refund', (state) => state.typeSlip);
  const find = useTillState('refund', (state) => state.find);
  const { slip, isLooking, failure } = refunding;
  const isWhole = slip !== null && slipTyped(slip) !== null && !isLooking;
  return (
    <>
      {slip !== null && (
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
              label: t('slipAmount'),
              value: slip.amount,
              onChange: (amount) => typeSlip({ amount }),
            },
          ]}
          find={t('find')}
          onFind={isWhole ? () => void find() : undefined}
        />
      )}
      <SlipNews
        isLooking={isLooking}
        failure={failure}
        looking={t('looking')}
        notFound={t('notFound')}
      />
    </>
  );
}
