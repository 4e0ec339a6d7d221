import { Check, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { useTillState } from '../stores-context.ts';
import styles from './CatalogueScreen.module.css';

interface Props {
  readonly ink: 'certain' | 'refused';
  readonly title: string;
  readonly children: ReactNode;
}

/** How an import ended; the way on is back to the choice of a file. */
export function OutcomeCard({ ink, title, children }: Props) {
  const { t } = useTranslation('catalogue');
  const leaveImport = useTillState('catalogue', (state) => state.leaveImport);
  const Icon = ink === 'certain' ? Check : X;
  return (
    <div className={styles['outcome']} role={ink === 'refused' ? 'alert' : undefined}>
      <h3 className={styles[ink]}>
        <Icon size={26} strokeWidth={2.75} aria-hidden="true" />
        {title}
      </h3>
      {children}
      <Button variant="primary" onPress={leaveImport}>
        {t(ink === 'certain' ? 'done' : 'otherFile')}
      </Button>
    </div>
  );
}
