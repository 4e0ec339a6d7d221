import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { FunctionNow } from '../../../shared/domain/terminal-functions.ts';
import { Button } from '../kit/Button.tsx';
import { classes } from '../kit/classes.ts';
import { useTillState } from '../stores-context.ts';
import { WORTH_ICONS } from './FunctionTable.tsx';
import { CutButton, Loss, SpeedChoice } from './LineControls.tsx';
import { useFunctions } from './use-functions.ts';
import styles from './LineDock.module.css';

/** The trainer's hands and what works now, beside whatever the class is looking at. */
export function LineDock() {
  const isDocked = useTillState('navigation', (state) => state.isLineDocked);
  const isOnLineScreen = useTillState('navigation', (state) => state.screen === 'line');
  const isLive = useTillState('till', ({ terminal }) => terminal?.mode === 'live');
  return isDocked && !isOnLineScreen && !isLive ? <Docked /> : null;
}

function Docked() {
  const { t } = useTranslation('line');
  const dockLine = useTillState('navigation', (state) => state.dockLine);
  const watch = useTillState('line', (state) => state.watch);
  const isPaying = useTillState('checkout', (state) => state.paying !== null);
  useEffect(() => watch(), [watch]);
  return (
    <aside
      className={classes(styles['dock'], isPaying && styles['besidePayment'])}
      aria-label={t('title')}
    >
      <header className={styles['header']}>
        <h2>{t('title')}</h2>
        <Button variant="quiet" aria-label={t('undock')} onPress={() => dockLine(false)}>
          <X size={22} aria-hidden="true" />
        </Button>
      </header>
      <CutButton isCompact />
      <div className={styles['more']}>
        <Loss isCompact what="loseNextAnswers" words="loseAnswer" />
        <Loss isCompact what="loseNextRequests" words="loseRequest" />
        <div className={styles['speed']}>
          <SpeedChoice />
        </div>
        <FunctionsNow />
      </div>
    </aside>
  );
}

function FunctionsNow() {
  const { t } = useTranslation('line');
  const functions = useFunctions();
  return (
    <ul className={styles['functions']} aria-label={t('functions')}>
      {functions.map((one) => (
        <Row key={one.id} one={one} />
      ))}
    </ul>
  );
}

function Row({ one }: { readonly one: FunctionNow }) {
  const { t } = useTranslation('line');
  const Icon = WORTH_ICONS[one.now];
  return (
    <li className={classes(styles['row'], styles[one.now])} data-function={one.id}>
      <span>{t(`name.${one.id}`)}</span>
      <b>
        <Icon size={16} strokeWidth={2.5} aria-hidden="true" />
        {t(`worth.${one.now}`)}
      </b>
    </li>
  );
}
