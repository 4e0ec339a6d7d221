import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { minor, type Minor } from '../../../shared/domain/money.ts';
import { Button } from '../kit/Button.tsx';
import { classes } from '../kit/classes.ts';
import { Dialog, DialogActions } from '../kit/Dialog.tsx';
import { Keypad } from '../kit/Keypad.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { money, plainAmount } from '../kit/money.ts';
import { Fact, Panel } from '../kit/Panel.tsx';
import styles from './CashDesk.module.css';

interface Props {
  readonly restMinor: Minor;
  /** Null: all of the rest. */
  readonly partMinor: Minor | null;
  readonly onPart: (partMinor: Minor | null) => void;
}

/** A customer who pays a part by this card and the rest in another way (A17). */
export function CardPart({ restMinor, partMinor, onPart }: Props) {
  const { t } = useTranslation('payment');
  const [isAsked, setAsked] = useState(false);
  const ask = (): void => setAsked(true);
  useKeyLayer({ F6: ask });
  return (
    <Panel>
      <Fact name={t('onCard')}>
        <output data-testid="on-card">{money(partMinor ?? restMinor)}</output>
      </Fact>
      {partMinor === null ? (
        <Button keyCap="F6" preventFocusOnPress onPress={ask}>
          {t('onlyPart')}
        </Button>
      ) : (
        <Button preventFocusOnPress onPress={() => onPart(null)}>
          {t('allOfIt')}
        </Button>
      )}
      {isAsked && (
        <PartDialog
          restMinor={restMinor}
          onPart={(part) => {
            onPart(part);
            setAsked(false);
          }}
          onCancel={() => setAsked(false)}
        />
      )}
    </Panel>
  );
}

interface DialogProps {
  readonly restMinor: Minor;
  readonly onPart: (partMinor: Minor) => void;
  readonly onCancel: () => void;
}

const MAX_DIGITS = 9;

/** Above the rest is refused here, in words, and again where the money is (A18). */
function PartDialog({ restMinor, onPart, onCancel }: DialogProps) {
  const { t } = useTranslation(['payment', 'errors']);
  const [digits, setDigits] = useState('');
  const wantedMinor = minor(Number(digits));
  const isOver = wantedMinor > restMinor;
  const isGood = wantedMinor > 0 && !isOver;
  const confirm = (): void => {
    if (isGood) onPart(wantedMinor);
  };
  return (
    <Dialog title={t('payment:onlyPart')} width="narrow" onClose={onCancel}>
      <ConfirmKey onConfirm={confirm} />
      <div className={styles['display']}>
        <span>{t('payment:onCard')}</span>
        <output className={classes(styles['amount'], digits === '' && styles['soft'])}>
          {plainAmount(wantedMinor)}
        </output>
      </div>
      <p role="alert" className={styles['error']}>
        {isOver && `${t('errors:amount-over-rest')} ${money(restMinor)}`}
      </p>
      <Keypad value={digits} onChange={setDigits} maxLength={MAX_DIGITS} extra="00" />
      <DialogActions>
        <Button keyCap="Esc" onPress={onCancel}>
          {t('payment:back')}
        </Button>
        <Button variant="primary" keyCap="Enter" isDisabled={!isGood} onPress={confirm}>
          {t('payment:pin.confirm')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Inside the dialog, so that its key lies above the dialog's own layer. */
function ConfirmKey({ onConfirm }: { readonly onConfirm: () => void }) {
  useKeyLayer({ Enter: onConfirm });
  return null;
}
