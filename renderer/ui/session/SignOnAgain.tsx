import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './SignOnAgain.module.css';

/** Whoever was given a start code a minute ago is not to restart the till for it (P21). */
export function SignOnAgain() {
  const { t } = useTranslation('session');
  const signOn = useTillState('till', (state) => state.signOn);
  const [told, setTold] = useState<'asking' | 'fetched' | 'noAnswer' | null>(null);
  const ask = async (): Promise<void> => {
    setTold('asking');
    setTold((await signOn()) ? 'fetched' : 'noAnswer');
  };
  return (
    <div className={styles['fetch']}>
      <Button variant="quiet" isDisabled={told === 'asking'} onPress={() => void ask()}>
        {t('fetch')}
      </Button>
      <output>{told !== null && t(`fetch.${told}`)}</output>
    </div>
  );
}
