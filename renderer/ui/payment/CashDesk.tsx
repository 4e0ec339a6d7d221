import { useState } from 'react';
import { Group } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { dueInCash } from '../../../shared/domain/cash.ts';
import { minor, subtract, type Minor } from '../../../shared/domain/money.ts';
import { cashTender } from '../../services/paying/cash-payment.ts';
import { BigAmount } from '../kit/BigAmount.tsx';
import { Button, OneOfMany } from '../kit/Button.tsx';
import { classes } from '../kit/classes.ts';
import { Keypad } from '../kit/Keypad.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { money, plainAmount } from '../kit/money.ts';
import { Fact, Panel } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import { useCashRounding } from '../use-cash-rounding.ts';
import { PaperSale } from './PaperSale.tsx';
import { NOTES_MINOR, quickTenders } from './quick-tenders.ts';
import type { Checkout } from './use-checkout.ts';
import styles from './CashDesk.module.css';
import screen from './PaymentScreen.module.css';

/** Ten digits: more than any drawer holds, less than what money can count. */
const MAX_DIGITS = 9;

/**
 * Cash is counted without a decimal point: the last two digits are the cents, as on every till.
 * What a customer is likely to hand over is one touch; notes add up; nothing typed means "exact": in
 * coins that exist, where the shop rounds (A19).
 */
export function CashDesk({ checkout: { restMinor, paying } }: { readonly checkout: Checkout }) {
  const { t } = useTranslation(['payment', 'recovery']);
  const payCash = useTillState('checkout', (state) => state.payCash);
  const [digits, setDigits] = useState('');
  const rounding = useCashRounding();
  const askedMinor = dueInCash(restMinor, rounding);
  const receivedMinor = minor(digits === '' ? askedMinor : Number(digits));
  // As it would be booked: who hands over the sum itself is asked for no more.
  const { amountMinor, changeMinor } = cashTender('', restMinor, receivedMinor, rounding);
  const isEnough = amountMinor === restMinor;
  const isUntouched = paying.sale === null;
  // Half of a loss is still one: it is taken all at once (P13).
  const isTakable = receivedMinor > 0 && (paying.recovers === undefined || isEnough);
  const take = (amountMinor: Minor): void => void payCash(amountMinor);
  const confirm = (): void => {
    if (isTakable) take(receivedMinor);
  };
  useKeyLayer({ Enter: confirm });
  return (
    <>
      <Panel isFilling title={t('cash')}>
        <div className={styles['desk']}>
          <div className={styles['display']}>
            <span>{t('handedOver')}</span>
            <output className={classes(styles['amount'], digits === '' && styles['soft'])}>
              {plainAmount(receivedMinor)}
            </output>
          </div>
          {askedMinor !== restMinor && (
            <Fact name={t('inCash')}>
              <output data-testid="due-in-cash">{money(askedMinor)}</output>
            </Fact>
          )}
          <QuickTenders askedMinor={askedMinor} onTake={take} />
          <Notes onNote={(noteMinor) => setDigits(moreDigits(digits, noteMinor))} />
          <Keypad value={digits} onChange={setDigits} maxLength={MAX_DIGITS} extra="00" />
        </div>
      </Panel>
      <div className={screen['right']}>
        <Panel>
          <p>{t(isEnough ? 'change' : 'stillOpen')}</p>
          <BigAmount
            size="change"
            {...(!isEnough && { tone: 'soft' })}
            amountMinor={isEnough ? changeMinor : subtract(askedMinor, receivedMinor)}
          />
          <p>{t(isEnough ? 'changeMeans' : 'stillOpenMeans')}</p>
        </Panel>
        <Panel>
          <Button
            variant="primary"
            size="pay"
            keyCap="Enter"
            isDisabled={!isTakable}
            preventFocusOnPress
            onPress={confirm}
          >
            {t(isEnough ? 'takeCash' : 'takePart')} {money(receivedMinor)}
          </Button>
          <p className={styles['open']}>
            {isTakable || paying.recovers === undefined
              ? t(isEnough ? 'takeCashMeans' : 'takePartMeans')
              : t('recovery:payment.allAtOnce')}
          </p>
        </Panel>
        {isUntouched && <FromPaper />}
      </div>
    </>
  );
}

/** Only before anything was taken or tried: what happened here was not sold on paper. */
function FromPaper() {
  const { t } = useTranslation('paper');
  const [isOpen, setIsOpen] = useState(false);
  const open = (): void => setIsOpen(true);
  useKeyLayer({ p: open, P: open });
  return (
    <>
      <Button keyCap="P" hint={t('openMeans')} preventFocusOnPress onPress={open}>
        {t('open')}
      </Button>
      {isOpen && <PaperSale onClose={() => setIsOpen(false)} />}
    </>
  );
}

function moreDigits(digits: string, noteMinor: Minor): string {
  const sum = String(Number(digits) + noteMinor);
  return sum.length > MAX_DIGITS ? digits : sum;
}

interface QuickProps {
  readonly askedMinor: Minor;
  readonly onTake: (amountMinor: Minor) => void;
}

function QuickTenders({ askedMinor, onTake }: QuickProps) {
  const { t } = useTranslation('payment');
  return (
    <Group className={styles['quick'] ?? ''} aria-label={t('quick')}>
      {quickTenders(askedMinor).map((amountMinor) => (
        <OneOfMany
          key={amountMinor}
          size="tender"
          {...(amountMinor === askedMinor && { hint: t('exact') })}
          onPress={() => onTake(amountMinor)}
        >
          {plainAmount(amountMinor)}
        </OneOfMany>
      ))}
    </Group>
  );
}

function Notes({ onNote }: { readonly onNote: (noteMinor: Minor) => void }) {
  const { t } = useTranslation('payment');
  return (
    <Group className={styles['notes'] ?? ''} aria-label={t('notes')}>
      {NOTES_MINOR.map((noteMinor) => (
        <OneOfMany key={noteMinor} onPress={() => onNote(noteMinor)}>
          +{noteMinor / 100}
        </OneOfMany>
      ))}
    </Group>
  );
}
