import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import { useBusy } from '../kit/use-busy.ts';
import { LanguageChoice } from '../settings/LanguageChoice.tsx';
import { useTillState } from '../stores-context.ts';
import { ForgottenPassphrase } from './ForgottenPassphrase.tsx';
import { Logo } from './Logo.tsx';
import styles from './StartNotice.module.css';

/** The keys rest under the shop's passphrase (P25): asked at the start, as often as it takes. */
export function Passphrase({ failure }: { readonly failure: Failure }) {
  const { t } = useTranslation(['frame', 'errors', 'session']);
  const unlock = useTillState('till', (state) => state.unlockKeys);
  const [passphrase, setPassphrase] = useState('');
  const { isBusy, run } = useBusy();
  const [isForgotten, setForgotten] = useState(false);
  const isTyped = passphrase !== '' && !isBusy;
  const goOn = (event: FormEvent): void => {
    event.preventDefault();
    if (!isTyped) return;
    // It is not kept here longer than it takes to hand it over.
    setPassphrase('');
    void run(() => unlock(passphrase));
  };
  if (isForgotten) {
    return <ForgottenPassphrase failure={failure} onBack={() => setForgotten(false)} />;
  }
  return (
    <main className={styles['notice']}>
      {/* A field that was wrong may be tried again: the browser itself would hold the form back. */}
      <form noValidate className={styles['form']} onSubmit={goOn}>
        <div className={styles['top']}>
          <Logo sizePx={40} />
          <LanguageChoice isLabelHidden />
        </div>
        <h1>{t('frame:lockedTitle')}</h1>
        <p>{t('errors:keys-locked')}</p>
        <Field
          label={t('frame:passphrase')}
          value={passphrase}
          onChange={setPassphrase}
          isSecret
          takesFocus
          maxLength={200}
          error={failure.code === 'keys-locked' ? undefined : t(`errors:${failure.code}`)}
        />
        <Button variant="primary" size="tender" keyCap="Enter" type="submit" isDisabled={!isTyped}>
          {t(isBusy ? 'frame:unlocking' : 'frame:unlock')}
        </Button>
        <Button onPress={() => setForgotten(true)}>{t('session:forgotten')}</Button>
      </form>
    </main>
  );
}
