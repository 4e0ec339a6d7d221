import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_QUANTITY_MILLI, type CartFault } from '../../../shared/domain/cart.ts';
import type { Product } from '../../../shared/domain/product.ts';
import { multiplied } from '../../../shared/domain/rounding.ts';
import { parseTyped } from '../../../shared/domain/typed-number.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { money, quantityText } from '../kit/money.ts';
import { Fact } from '../kit/Panel.tsx';
import { NumberEntry } from './NumberEntry.tsx';
import { useProductName } from './product-name.ts';
import styles from './Dialogs.module.css';

interface Props {
  readonly product: Product;
  /** Null when it is not on the counter yet. */
  readonly nowMilli: number | null;
  readonly confirmLabel: string;
  /** Why it is not taken; null when it is. */
  readonly onSubmit: (quantityMilli: number) => CartFault | null;
  readonly onClose: () => void;
}

/** How many pieces, or what it weighs; what it then costs is shown while typing. */
export function QuantityEntry({ product, nowMilli, confirmLabel, onSubmit, onClose }: Props) {
  const { t } = useTranslation('register');
  const { t: common } = useTranslation('common');
  const nameOf = useProductName();
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const isWeighed = product.unit === 'kg';
  const quantityMilli = quantityFrom(typed, isWeighed);
  const shownMilli = quantityMilli ?? nowMilli ?? 0;
  const submit = (): void => {
    if (typed === '' && nowMilli !== null) onClose();
    else if (quantityMilli === null) setRefusal(t(isWeighed ? 'weightInvalid' : 'quantityInvalid'));
    else {
      const fault = onSubmit(quantityMilli);
      if (fault !== null) setRefusal(t(`fault.${fault}`));
    }
  };
  const label = t(isWeighed ? 'weightTitle' : 'quantityTitle');
  const now = nowMilli === null ? '' : t('now', { value: quantityText(nowMilli) });
  return (
    <Dialog title={label} width="narrow" onClose={onClose}>
      <div className={styles['entry']}>
        <div className={styles['about']}>
          <p className={styles['subject']}>{nameOf(product)}</p>
          {isWeighed && nowMilli === null && <p className={styles['hint']}>{t('weighHint')}</p>}
        </div>
        <div className={styles['number']}>
          <NumberEntry
            label={label}
            value={typed}
            onChange={(value) => {
              setTyped(value);
              setRefusal(null);
            }}
            placeholder={now}
            unit={isWeighed ? 'kg' : t('unitPiece')}
            allowsFraction={isWeighed}
            error={refusal}
            onSubmit={submit}
          />
        </div>
        <div>
          <Fact name={t('unitPrice')}>
            {money(product.priceMinor)}
            {isWeighed && t('perKg')}
          </Fact>
          <Fact name={t('lineTotal')}>
            <b className={styles['result']}>
              {money(multiplied(product.priceMinor, shownMilli, 1000, 'half-up'))}
            </b>
          </Fact>
        </div>
      </div>
      <DialogActions>
        <Button keyCap="Esc" onPress={onClose}>
          {common('cancel')}
        </Button>
        <Button variant="primary" keyCap="Enter" onPress={submit}>
          {confirmLabel}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function quantityFrom(typed: string, isWeighed: boolean): number | null {
  const parsed = parseTyped(typed, isWeighed ? 3 : 0);
  const milli = parsed === null || isWeighed ? parsed : parsed * 1000;
  return milli !== null && milli > 0 && milli <= MAX_QUANTITY_MILLI ? milli : null;
}
