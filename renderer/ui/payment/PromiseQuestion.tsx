import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  PromiseQuestion as Question,
  SupervisorsYes,
} from '../../services/paying/payment-desk.ts';
import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import { InkCard } from '../kit/Ink.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { money } from '../kit/money.ts';
import { Fact, Panel } from '../kit/Panel.tsx';
import { useTillState } from '../stores-context.ts';
import { dayAndMinuteText } from '../kit/time.ts';
import { SupervisorRelease } from './SupervisorRelease.tsx';
import { useCodeWords } from './use-code-words.ts';
import styles from './PaymentRun.module.css';

interface Props {
  readonly question: Question;
  readonly onCashInstead: () => void;
}

/**
 * Nobody at the bank has said yes: does the shop take the risk? The button wears the colour of
 * what it accepts; above a cap it is the supervisor who presses it (P15, P19).
 */
export function PromiseQuestion({ question, onCashInstead }: Props) {
  const { t } = useTranslation('payment');
  const answer = useTillState('checkout', (state) => state.answer);
  const known = useTillState('cart', (state) => state.cart.customer);
  const [contact, setContact] = useState(known);
  const [asksSupervisor, setAsksSupervisor] = useState(false);
  const isAbove = question.verdict.kind === 'needs-supervisor';
  const accept = (supervisor: SupervisorsYes | null): void =>
    answer('promise', { accept: true, customerContact: contact.trim(), supervisor });
  const press = (): void => (isAbove ? setAsksSupervisor(true) : accept(null));
  const refuse = (): void => answer('promise', { accept: false });
  const takeCash = (): void => {
    onCashInstead();
    refuse();
  };
  useKeyLayer({
    Enter: press,
    1: takeCash,
    s: isAbove ? press : undefined,
    S: isAbove ? press : undefined,
    Escape: refuse,
  });
  return (
    <>
      <PromiseCard question={question} />
      <Panel>
        <Button
          variant="promise"
          size="pay"
          keyCap={isAbove ? 'S' : 'Enter'}
          preventFocusOnPress
          onPress={press}
        >
          {t(isAbove ? 'acceptAbove' : 'accept')}
        </Button>
        <Field
          label={t('contact')}
          value={contact}
          onChange={setContact}
          onEnter={press}
          inputMode="tel"
          maxLength={100}
          placeholder={t('contactHint')}
        />
        <div className={styles['pair']}>
          <Button size="stacked" keyCap="1" preventFocusOnPress onPress={takeCash}>
            {t('cashInstead')}
          </Button>
          <Button size="stacked" keyCap="Esc" preventFocusOnPress onPress={refuse}>
            {t('refuse')}
          </Button>
        </div>
        <p className={styles['aside']}>{t('acceptMeans')}</p>
      </Panel>
      {asksSupervisor && (
        <SupervisorRelease onReleased={accept} onCancel={() => setAsksSupervisor(false)} />
      )}
    </>
  );
}

/** Who bears the loss, how much of each cap is used with this payment, and until when it is sent. */
function PromiseCard({ question }: Pick<Props, 'question'>) {
  const { t } = useTranslation('payment');
  const wordsOf = useCodeWords();
  const { amountMinor, exposure, policy, verdict, latestSendingMs, chipApproved } = question;
  const cardMinor = exposure.ofThisCardMinor + amountMinor;
  const totalMinor = exposure.totalMinor + amountMinor;
  return (
    <div role="alert">
      <InkCard ink="promised" title={t('provisional')}>
        <p>{t(chipApproved ? 'provisionalChip' : 'provisionalWhy')}</p>
        <div className={styles['caps']}>
          <Cap name={t('cap.sale')} usedMinor={amountMinor} limitMinor={policy.perSaleMinor} />
          <Cap name={t('cap.card')} usedMinor={cardMinor} limitMinor={policy.perCardMinor} />
          <Cap
            name={t('cap.total')}
            usedMinor={totalMinor}
            limitMinor={policy.totalExposureMinor}
          />
          <Fact name={t('latestSending')}>{dayAndMinuteText(latestSendingMs)}</Fact>
        </div>
        {verdict.kind === 'needs-supervisor' &&
          verdict.caps.map((cap) => (
            <p key={cap}>
              <b>{wordsOf(cap)}</b>
            </p>
          ))}
      </InkCard>
    </div>
  );
}

interface CapProps {
  readonly name: string;
  readonly usedMinor: number;
  readonly limitMinor: number;
}

function Cap({ name, usedMinor, limitMinor }: CapProps) {
  return (
    <Fact name={name}>
      {money(usedMinor)} / {money(limitMinor)}
    </Fact>
  );
}
