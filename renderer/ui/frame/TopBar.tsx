import { Lock, LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button.tsx';
import { classes } from '../kit/classes.ts';
import { InfoPopover } from '../kit/InfoPopover.tsx';
import { keepFocus } from '../kit/keep-focus.ts';
import { useKeyLayer } from '../kit/keys.ts';
import { useTillState } from '../stores-context.ts';
import { Clock } from './Clock.tsx';
import { Logo } from './Logo.tsx';
import { useScreens, useShownScreen } from './use-shown-screen.ts';
import styles from './TopBar.module.css';

/** Who sells where, and the way to the other screens. */
export function TopBar() {
  const { t } = useTranslation('frame');
  const terminal = useTillState('till', (state) => state.terminal);
  const lock = useTillState('session', (state) => state.lock);
  const signOff = useTillState('session', (state) => state.signOff);
  useKeyLayer({ F12: () => void lock(), 'Shift+F12': () => void signOff() });
  return (
    <header className={styles['bar']}>
      <Logo />
      <span className={styles['shop']}>
        <b title={terminal?.shopName}>{terminal?.shopName ?? 'TwinTill'}</b>
        <span className={styles['soft']}>{t('till', { number: terminal?.tillNumber ?? '' })}</span>
      </span>
      <Marks />
      <Tabs />
      <span className={styles['space']} />
      <span className={styles['now']}>
        <OperatorName />
        <Clock />
      </span>
      {/* Words for both ways to leave do not fit beside the tabs; F1 has the key. */}
      <Button variant="quiet" aria-label={t('signOff')} onPress={() => void signOff()}>
        <LogOut size={22} aria-hidden="true" />
      </Button>
      <Button keyCap="F12" icon={<Lock size={18} aria-hidden="true" />} onPress={() => void lock()}>
        {t('lock')}
      </Button>
    </header>
  );
}

/** What this till must not be mistaken for: a real shop's, or a product's runtime. */
function Marks() {
  const { t } = useTranslation('frame');
  const isSample = useTillState('till', (state) => state.terminal?.mode !== 'live');
  const isDevelopment = useTillState('till', (state) => state.facts?.developmentRuntime === true);
  if (!isSample && !isDevelopment) return null;
  return (
    <InfoPopover
      label={t('marks')}
      placement="bottom start"
      face={
        <span className={styles['marks']}>
          {isSample && <span>{t('sampleShort')}</span>}
          {isDevelopment && <span>{t('developmentShort')}</span>}
        </span>
      }
    >
      {isSample && <p>{t('sample')}</p>}
      {isDevelopment && <p>{t('development')}</p>}
    </InfoPopover>
  );
}

function Tabs() {
  const { t } = useTranslation('frame');
  const screens = useScreens();
  const screen = useShownScreen();
  const goTo = useTillState('navigation', (state) => state.goTo);
  useKeyLayer(
    Object.fromEntries(screens.map((name, i) => [`Ctrl+${i + 1}`, () => goTo(name)] as const)),
  );
  return (
    <nav className={styles['tabs']}>
      {/* In their order, Ctrl and a digit; caps do not fit in here, and F1 has them. */}
      {screens.map((name, i) => (
        <button
          key={name}
          type="button"
          className={classes(styles['tab'], name === screen && styles['current'])}
          aria-current={name === screen ? 'page' : undefined}
          aria-keyshortcuts={`Control+${i + 1}`}
          onMouseDown={keepFocus}
          onClick={() => goTo(name)}
        >
          {t(`screen.${name}`)}
        </button>
      ))}
    </nav>
  );
}

function OperatorName() {
  const { t } = useTranslation('frame');
  const session = useTillState('session', (state) => state.session);
  const operators = useTillState('session', (state) => state.operators);
  if (session === null) return null;
  const name = operators.find(({ id }) => id === session.operatorId)?.name ?? '';
  return <span className={styles['soft']}>{t('operator', { id: session.operatorId, name })}</span>;
}
