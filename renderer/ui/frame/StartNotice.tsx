import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { parseOpenText } from '../../../shared/domain/open-at-terminal.ts';
import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import { LanguageChoice } from '../settings/LanguageChoice.tsx';
import { useTillState } from '../stores-context.ts';
import { Logo } from './Logo.tsx';
import styles from './StartNotice.module.css';

/** Before the till is open: what it is doing, or why it did not open and what to do. */
export function StartNotice() {
  const { t } = useTranslation(['frame', 'errors']);
  const failure = useTillState('till', (state) => state.failure);
  const isActivated = useTillState('till', ({ facts }) => facts === null || facts.bankUrl !== '');
  if (failure === null) {
    return (
      <main className={styles['notice']} aria-busy="true">
        <Logo sizePx={56} />
        <h1>TwinTill</h1>
        <p>{t('frame:starting')}</p>
      </main>
    );
  }
  if (!isActivated) return <Activation failure={failure} />;
  return (
    <main className={styles['notice']} role="alert">
      <h1>{t('frame:failedTitle')}</h1>
      <p>{t(`errors:${failure.code}`)}</p>
    </main>
  );
}

function Activation({ failure }: { readonly failure: Failure }) {
  const { t } = useTranslation(['frame', 'errors']);
  const activate = useTillState('till', (state) => state.activate);
  const [code, setCode] = useState('');
  const [bankUrl, setBankUrl] = useState('');
  const [isBusy, setBusy] = useState(false);
  const isTried = failure.code !== 'not-activated';
  const open = failure.code === 'terminal-in-use' ? parseOpenText(failure.detail) : null;
  const openElsewhere =
    open === null
      ? ''
      : t('frame:openElsewhere', { toSend: open.unsent, toSettle: open.unsettled });
  return (
    <main className={styles['notice']}>
      <div className={styles['form']}>
        <div className={styles['top']}>
          <Logo sizePx={40} />
          <LanguageChoice isLabelHidden />
        </div>
        <h1>{t('frame:notActivatedTitle')}</h1>
        <p>{t('frame:notActivated')}</p>
        <Field
          label={t('frame:activationCode')}
          value={code}
          onChange={setCode}
          maxLength={80}
          error={isTried ? `${t(`errors:${failure.code}`)} ${openElsewhere}` : undefined}
        />
        <Field
          label={t('frame:bankUrl')}
          value={bankUrl}
          onChange={setBankUrl}
          inputMode="url"
          maxLength={300}
        />
        <Button
          variant="primary"
          size="tender"
          isDisabled={isBusy || code.trim() === '' || bankUrl.trim() === ''}
          onPress={() => {
            setBusy(true);
            void activate(code.trim(), bankUrl.trim()).finally(() => setBusy(false));
          }}
        >
          {t(isBusy ? 'frame:activating' : 'frame:activate')}
        </Button>
      </div>
    </main>
  );
}
