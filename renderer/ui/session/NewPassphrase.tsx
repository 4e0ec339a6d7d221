import { useTranslation } from 'react-i18next';
import { SHORTEST_PASSPHRASE } from '../../../shared/contracts/host.ts';
import { Field } from '../kit/Field.tsx';
import type { TypedPassphrase } from './use-new-passphrase.ts';

/** Twice, and what it means to forget it. */
export function NewPassphrase({ keys }: { readonly keys: TypedPassphrase }) {
  const { t } = useTranslation('session');
  const { first, second, isShort, differs } = keys;
  return (
    <>
      <p>{t('passphraseMeans')}</p>
      <Field
        label={t('newPassphrase')}
        value={first}
        onChange={keys.typeFirst}
        isSecret
        maxLength={200}
        description={isShort ? t('passphraseShort', { count: SHORTEST_PASSPHRASE }) : ''}
      />
      <Field
        label={t('newPassphraseAgain')}
        value={second}
        onChange={keys.typeSecond}
        isSecret
        maxLength={200}
        error={second !== '' && differs ? t('passphraseDiffers') : undefined}
      />
    </>
  );
}
