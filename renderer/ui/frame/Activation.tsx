import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import { parseOpenText } from '../../../shared/domain/open-at-terminal.ts';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { Field } from '../kit/Field.tsx';
import { useBusy } from '../kit/use-busy.ts';
import { NewPassphrase } from '../session/NewPassphrase.tsx';
import { useNewPassphrase } from '../session/use-new-passphrase.ts';
import { LanguageChoice } from '../settings/LanguageChoice.tsx';
import { useTillState } from '../stores-context.ts';
import { Logo } from './Logo.tsx';
import styles from './StartNotice.module.css';

const LEVELS = ['file', 'passphrase'] as const;
type KeyStoreChoice = (typeof LEVELS)[number];

/** First use (P25): the code, the bank, and where the keys are to rest. */
export function Activation({ failure }: { readonly failure: Failure }) {
  const { t } = useTranslation(['frame', 'errors']);
  const activate = useTillState('till', (state) => state.activate);
  const [code, setCode] = useState('');
  const askedUrl = useTillState('till', ({ facts }) => facts?.refusedActivation?.bankUrl ?? '');
  const [bankUrl, setBankUrl] = useState(askedUrl);
  const { isBusy, run } = useBusy();
  const keys = useNewPassphrase();
  const mayChoose = useTillState(
    'till',
    ({ facts }) => facts?.host === 'electron' && facts.keyStoreLevel === 'file',
  );
  const [chosen, setLevel] = useState<KeyStoreChoice>('file');
  const [triedCode, setTriedCode] = useState('');
  // Only the bank knows what the merchant of a code may; of another code nothing is known yet.
  const isFileBarred =
    mayChoose && failure.code === 'key-store-too-weak' && code.trim() === triedCode;
  const level = isFileBarred ? 'passphrase' : chosen;
  const isPassphrase = mayChoose && level === 'passphrase';
  const isWhole =
    code.trim() !== '' && bankUrl.trim() !== '' && (!isPassphrase || keys.passphrase !== null);
  const isRefused = failure.code !== 'not-activated' && !isFileBarred;
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
        <p>{t(askedUrl === '' ? 'frame:notActivated' : 'frame:notActivatedAsked')}</p>
        <Field
          label={t('frame:activationCode')}
          value={code}
          onChange={setCode}
          maxLength={80}
          error={isRefused ? `${t(`errors:${failure.code}`)} ${openElsewhere}` : undefined}
        />
        <Field
          label={t('frame:bankUrl')}
          value={bankUrl}
          onChange={setBankUrl}
          inputMode="url"
          maxLength={300}
        />
        <KeyStore
          mayChoose={mayChoose}
          level={level}
          isFileBarred={isFileBarred}
          onLevel={setLevel}
        />
        {isPassphrase && <NewPassphrase keys={keys} />}
        <Button
          variant="primary"
          size="tender"
          isDisabled={isBusy || !isWhole}
          onPress={() => {
            setTriedCode(code.trim());
            const passphrase = isPassphrase ? keys.passphrase : null;
            void run(() => activate(code.trim(), bankUrl.trim(), passphrase));
          }}
        >
          {t(isBusy ? 'frame:activating' : 'frame:activate')}
        </Button>
      </div>
    </main>
  );
}

interface KeyStoreProps {
  readonly mayChoose: boolean;
  readonly level: KeyStoreChoice;
  /** This merchant may not: the bank has said so. */
  readonly isFileBarred: boolean;
  readonly onLevel: (level: KeyStoreChoice) => void;
}

/** A keyring of the system is taken where there is one: it is the best of the three. */
function KeyStore({ mayChoose, level, isFileBarred, onLevel }: KeyStoreProps) {
  const { t } = useTranslation(['settings', 'errors']);
  const now = useTillState('till', ({ facts }) => facts?.keyStoreLevel ?? 'file');
  if (!mayChoose) {
    return (
      <p>
        {t('keyStore')}: {t(`keyStore.${now}`)}
      </p>
    );
  }
  return (
    <Choice
      label={t('keyStore')}
      options={LEVELS}
      value={level}
      nameOf={(one) => t(`keyStore.${one}`)}
      onChange={onLevel}
      {...(isFileBarred && {
        barred: { option: 'file' as const, reason: t('errors:key-store-too-weak') },
      })}
    />
  );
}
