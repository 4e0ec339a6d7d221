import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { UnsentHere } from '../../services/start/new-keys.ts';
import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import { useKeyLayer } from '../kit/keys.ts';
import { money } from '../kit/money.ts';
import { useBusy } from '../kit/use-busy.ts';
import { NewPassphrase } from '../session/NewPassphrase.tsx';
import { useNewPassphrase } from '../session/use-new-passphrase.ts';
import { useTillState } from '../stores-context.ts';
import { Logo } from './Logo.tsx';
import styles from './StartNotice.module.css';

interface Props {
  readonly failure: Failure;
  readonly onBack: () => void;
}

/** Of the passphrase itself: what was typed there is no answer to what is asked here. */
const NOT_ABOUT_THIS = ['keys-locked', 'passphrase-wrong'];

/** Nobody knows it any more (P25): what stays, what does not, and the way on with the bank's new code. */
export function ForgottenPassphrase({ failure, onBack }: Props) {
  const { t } = useTranslation(['session', 'frame', 'errors']);
  const startAnew = useTillState('till', (state) => state.startAnew);
  const [code, setCode] = useState('');
  const [bankUrl, setBankUrl] = useState('');
  const { isBusy, run } = useBusy();
  const keys = useNewPassphrase();
  const { passphrase } = keys;
  const isWhole = code.trim() !== '' && bankUrl.trim() !== '' && passphrase !== null;
  useKeyLayer({ Escape: isBusy ? undefined : onBack });
  const goOn = (newPassphrase: string): Promise<void> =>
    run(() => startAnew({ code: code.trim(), bankUrl: bankUrl.trim(), newPassphrase }));
  return (
    <main className={`${styles['notice'] ?? ''} ${styles['roomy'] ?? ''}`}>
      <div className={styles['columns']}>
        <div>
          <Logo sizePx={40} />
          <h1>{t('session:forgottenTitle')}</h1>
          <WhatStays />
        </div>
        <div>
          <Field
            label={t('frame:activationCode')}
            value={code}
            onChange={setCode}
            maxLength={80}
            takesFocus
            error={NOT_ABOUT_THIS.includes(failure.code) ? undefined : t(`errors:${failure.code}`)}
          />
          <Field
            label={t('frame:bankUrl')}
            value={bankUrl}
            onChange={setBankUrl}
            inputMode="url"
            maxLength={300}
          />
          <NewPassphrase keys={keys} />
          <Button
            variant="primary"
            size="tender"
            isDisabled={isBusy || !isWhole}
            onPress={() => {
              if (passphrase !== null) void goOn(passphrase);
            }}
          >
            {t(isBusy ? 'frame:activating' : 'session:startAnew')}
          </Button>
          <Button keyCap="Esc" isDisabled={isBusy} onPress={onBack}>
            {t('session:forgottenBack')}
          </Button>
        </div>
      </div>
    </main>
  );
}

/** Before anything is given up: how much is unsent, and that it goes on its way all the same. */
function WhatStays() {
  const { t } = useTranslation('session');
  const look = useTillState('till', (state) => state.unsentHere);
  const [unsent, setUnsent] = useState<UnsentHere | null>(null);
  useEffect(() => void look().then(setUnsent), [look]);
  return (
    <>
      {unsent !== null && (
        <p data-unsent-here={unsent.sales}>
          <b>{t('unsentHere', { count: unsent.sales, promised: money(unsent.promisedMinor) })}</b>
        </p>
      )}
      <p>{t('forgottenStays')}</p>
      <p>{t('forgottenNot')}</p>
    </>
  );
}
