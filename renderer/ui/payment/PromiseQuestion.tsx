import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PromiseQuestion as Promised, SupervisorsYes } from '../../services/payment-desk.ts';
import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import { InkCard } from '../kit/Ink.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { money } from '../kit/money.ts';
import { Fact, Panel } from '../kit/Panel.tsx';
import { SupervisorPin } from '../session/SupervisorPin.tsx';
import { useTillState } from '../stores-context.ts';
import { shortTime } from './short-time.ts';
import { useCodeWords } from './use-code-words.ts';
import styles from './PaymentRun.module.css';

interface Props {
  readonly question: Promised;
  readonly onCashInstead: () => void;
}

/**
 * Nobody at the bank has said yes: does the shop take the risk? The button wears the colour of
 * what it accepts; above a cap it is the supervisor who presses it (P15, P19).
 */
export function PromiseQuestion({ question, onCashInstead }: Props) {
  const { t } = useTranslation('payment');
  const wordsOf = useCodeWords();
  const answer = useTillState('checkout', (state) => state.answer);
  const [customerContact, setContact] = useState('');
  const [reason, setReason] = useState('');
  const [asksSupervisor, setAsksSupervisor] = useState(false);
  const { verdict } = question;
  const isAbove = verdict.kind === 'needs-supervisor';
  const isReady = !isAbove || reason.trim() !== '';
  const accept = (supervisor: SupervisorsYes | null): void =>
    answer('promise', { accept: true, customerContact: customerContact.trim(), supervisor });
  const press = (): void => {
    if (!isReady) return;
    if (isAbove) setAsksSupervisor(true);
    else accept(null);
  };
  const refuse = (): void => answer('promise', { accept: false });
  const takeCash = (): void => {
    onCashInstead();
    refuse();
  };
  useKeyLayer({ Enter: press, 1: takeCash, s: isAbove ? press : undefined, Escape: refuse });
  return (
    <>
      <div role="alert">
        <InkCard ink="promised" title={t('provisional')}>
          <p>{t(question.chipApproved ? 'provisionalChip' : 'provisionalWhy')}</p>
          <PromiseFacts question={question} />
          {isAbove && verdict.caps.map((cap) => <p key={cap}>{wordsOf(cap)}</p>)}
        </InkCard>
      </div>
      <Panel>
        {isAbove && (
          <Field label={t('aboveReason')} value={reason} onChange={setReason} maxLength={200} />
        )}
        <Button
          variant="promise"
          size="pay"
          keyCap="Enter"
          isDisabled={!isReady}
          preventFocusOnPress
          onPress={press}
        >
          {t(isAbove ? 'acceptAbove' : 'accept')}
        </Button>
        <Field
          label={t('contact')}
          value={customerContact}
          onChange={setContact}
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
        <SupervisorPin
          act="allow-above-cap"
          onApproved={(approvalId, supervisorId) =>
            accept({ approvalId, supervisorId, reason: reason.trim() })
          }
          onCancel={() => setAsksSupervisor(false)}
        />
      )}
    </>
  );
}

function PromiseFacts({ question }: { readonly question: Promised }) {
  const { t } = useTranslation('payment');
  const { amountMinor, policy, latestSendingMs } = question;
  return (
    <div>
      <Fact name={t('cap.sale')}>
        {money(amountMinor)} / {money(policy.perSaleMinor)}
      </Fact>
      <Fact name={t('latestSending')}>{shortTime(latestSendingMs)}</Fact>
    </div>
  );
}
