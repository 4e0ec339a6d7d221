import { Minus, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { returnedOf, returnStep } from '../../../shared/domain/returned-goods.ts';
import type { Sale, SaleLine } from '../../../shared/domain/sale.ts';
import type { Refunding } from '../../stores/refund-store.ts';
import { Button } from '../kit/Button.tsx';
import { money, quantityText } from '../kit/money.ts';
import { useProductName } from '../register/product-name.ts';
import { useTillState } from '../stores-context.ts';
import styles from './SalesScreen.module.css';

/** What of the goods comes back, at what was paid for it: the price cannot be typed (A20). */
export function GoodsBack({ lines, goods }: Pick<Sale, 'lines'> & Pick<Refunding, 'goods'>) {
  const { t } = useTranslation('refund');
  return (
    <ul className={styles['goodsBack']} aria-label={t('goods')}>
      {lines.map((line) => {
        const back = goods.find(({ lineId }) => lineId === line.lineId);
        return <Line key={line.lineId} line={line} backMilli={back?.quantityMilli ?? 0} />;
      })}
    </ul>
  );
}

function Line({ line, backMilli }: { readonly line: SaleLine; readonly backMilli: number }) {
  const { t } = useTranslation('refund');
  const nameOf = useProductName();
  const takeBack = useTillState('refund', (state) => state.takeBack);
  const step = returnStep(line);
  const name = nameOf(line);
  const count = { back: quantityText(backMilli), sold: quantityText(line.quantityMilli) };
  const worth = backMilli === 0 ? 0 : returnedOf(line, backMilli).amountMinor;
  return (
    <li>
      <span>{name}</span>
      <small>{t(line.unit === 'kg' ? 'weightBack' : 'countBack', count)}</small>
      <b>{money(worth)}</b>
      <Button
        aria-label={t('oneLess', { name })}
        isDisabled={backMilli === 0}
        onPress={() => takeBack(line, backMilli - step)}
      >
        <Minus size={20} aria-hidden="true" />
      </Button>
      <Button
        aria-label={t('oneMore', { name })}
        isDisabled={backMilli >= line.quantityMilli}
        onPress={() => takeBack(line, backMilli + step)}
      >
        <Plus size={20} aria-hidden="true" />
      </Button>
    </li>
  );
}
