import { Activity, useEffect } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { HostSettings } from '../../shared/contracts/host-facts.ts';
import type { ScreenName } from '../stores/navigation-store.ts';
import { CatalogueScreen } from './catalogue/CatalogueScreen.tsx';
import { DayEndDialog } from './day-end/DayEndDialog.tsx';
import { DecisionDialog } from './decision/DecisionDialog.tsx';
import { DayEndStrip } from './day-end/DayEndStrip.tsx';
import { DrawerDialog } from './drawer/DrawerDialog.tsx';
import { Failsafe } from './frame/Failsafe.tsx';
import { FoundStrip } from './frame/FoundStrip.tsx';
import { StartFindings } from './frame/StartFindings.tsx';
import { StartNotice } from './frame/StartNotice.tsx';
import { StatusBar } from './frame/StatusBar.tsx';
import { TopBar } from './frame/TopBar.tsx';
import { useShownScreen } from './frame/use-shown-screen.ts';
import { VersionStrip } from './frame/VersionStrip.tsx';
import { LineDock } from './line/LineDock.tsx';
import { LineScreen } from './line/LineScreen.tsx';
import { PaymentScreen } from './payment/PaymentScreen.tsx';
import { QueueScreen } from './queue/QueueScreen.tsx';
import { ScanDesk } from './register/ScanDesk.tsx';
import { ReadinessDialog } from './readiness/ReadinessDialog.tsx';
import { ReadinessStrip } from './readiness/ReadinessStrip.tsx';
import { RegisterScreen } from './register/RegisterScreen.tsx';
import { SalesScreen } from './sales/SalesScreen.tsx';
import { AskedRight } from './session/AskedRight.tsx';
import { LockScreen } from './session/LockScreen.tsx';
import { SettingsScreen } from './settings/SettingsScreen.tsx';
import { SlipCheckDialog } from './slip-code/SlipCheckDialog.tsx';
import { useTillState } from './stores-context.ts';
import { WireDialog } from './wire/WireDialog.tsx';
import styles from './App.module.css';

const SCREENS = {
  sales: SalesScreen,
  queue: QueueScreen,
  catalogue: CatalogueScreen,
  line: LineScreen,
  settings: SettingsScreen,
} as const;

/** The frame that is always there, and in it one screen; payment lies over the register. */
export function App() {
  const language = useTillState('settings', (state) => state.settings.language);
  const theme = useTillState('settings', (state) => state.settings.theme);
  useLanguage(language);
  useTheme(theme);
  const phase = useTillState('till', (state) => state.phase);
  const isLocked = useTillState('session', (state) => state.session === null);
  return (
    <I18nProvider locale={language}>
      <div className={styles['frame']}>
        <Failsafe>
          {phase !== 'ready' && <StartNotice />}
          <ScanDesk />
          {phase === 'ready' && (isLocked ? <LockScreen /> : <OpenTillFrame />)}
        </Failsafe>
      </div>
    </I18nProvider>
  );
}

function OpenTillFrame() {
  return (
    <>
      <div>
        <TopBar />
        <FoundStrip />
        <ReadinessStrip />
        <VersionStrip />
        <DayEndStrip />
      </div>
      <div className={styles['body']}>
        <SafeScreen />
        <LineDock />
      </div>
      <StatusBar />
      <WireDialog />
      <DecisionDialog />
      <SlipCheckDialog />
      <StartFindings />
      <ReadinessDialog />
      <DayEndDialog />
      <DrawerDialog />
      {/* Behind all that may have asked for it: its keys lie above theirs. */}
      <AskedRight />
    </>
  );
}

/** Asks for itself: the frame is not drawn again because somebody begins to pay. */
function SafeScreen() {
  const screen = useShownScreen();
  const isPaying = useTillState('checkout', (state) => state.paying !== null);
  return (
    <Failsafe drawnOf={[screen, isPaying]}>
      <ShownScreen screen={screen} isPaying={isPaying} />
    </Failsafe>
  );
}

interface Shown {
  readonly screen: ScreenName;
  readonly isPaying: boolean;
}

function ShownScreen({ screen, isPaying }: Shown) {
  if (screen !== 'register') {
    const Screen = SCREENS[screen];
    return <Screen />;
  }
  // Kept while somebody pays, without effects: to build it anew after each sale took as long as all
  // of the payment. In front of it, so that Tab goes from where the focus was into the payment.
  return (
    <>
      <Activity mode={isPaying ? 'hidden' : 'visible'}>
        <RegisterScreen />
      </Activity>
      {isPaying && <PaymentScreen />}
    </>
  );
}

function useLanguage(language: HostSettings['language']): void {
  const { i18n } = useTranslation();
  useEffect(() => {
    document.documentElement.lang = language;
    void i18n.changeLanguage(language);
  }, [i18n, language]);
}

function useTheme(theme: HostSettings['theme']): void {
  useEffect(() => {
    const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)');
    const apply = (): void => {
      const dark = theme === 'dark' || (theme === 'system' && systemIsDark.matches);
      document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    };
    apply();
    systemIsDark.addEventListener('change', apply);
    return () => systemIsDark.removeEventListener('change', apply);
  }, [theme]);
}
