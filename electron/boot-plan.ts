import type { BrowserWindowConstructorOptions, CustomScheme } from 'electron';
import { contentSecurityPolicy } from '../shared/contracts/content-security-policy.ts';
import { APP_SCHEME } from './app-files.ts';
import { isDevelopmentRuntime } from './platform/electron-compat.ts';

/** What the program finds on the machine that it is started on. */
export interface StartingPoint {
  readonly electronVersion: string;
  readonly isPackaged: boolean;
  /** Command line switches; empty when absent. */
  readonly noSandbox: boolean;
  readonly userDataFolder: string;
  readonly appFolder: string;
}

export interface BootPlan {
  readonly developmentRuntime: boolean;
  /** Null = where the system puts it. */
  readonly userDataFolder: string | null;
  readonly sandboxesEverything: boolean;
  readonly schemes: readonly CustomScheme[];
  readonly headers: Readonly<Record<string, string>>;
  readonly rendererFolder: string;
  readonly window: BrowserWindowConstructorOptions;
}

/**
 * Everything that is decided before a window opens, as data (PROTOCOL P28; ECOSYSTEM, "Electron
 * conventions"): what is loosened here is seen in a test and in a review, not in a shop.
 *
 * As root the sandbox cannot start; forcing it there kills every child process without a word. A
 * switch of the command line, which only the launcher of a development machine gives, turns that
 * one thing off; each window asks for its own sandbox all the same.
 */
export function bootPlan(at: StartingPoint): BootPlan {
  return {
    developmentRuntime: isDevelopmentRuntime(at.electronVersion),
    userDataFolder: at.userDataFolder === '' ? null : at.userDataFolder,
    sandboxesEverything: !at.noSandbox,
    schemes: [
      {
        scheme: APP_SCHEME,
        privileges: { standard: true, secure: true, supportFetchAPI: true },
      },
    ],
    headers: {
      'content-security-policy': contentSecurityPolicy({ connectSources: ["'self'"] }),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
    rendererFolder: `${at.appFolder}/dist/renderer`,
    window: {
      width: 1280,
      height: 800,
      minWidth: 1024,
      minHeight: 700,
      show: true,
      title: 'TwinTill',
      autoHideMenuBar: true,
      backgroundColor: '#f4f3ef',
      webPreferences: {
        preload: `${at.appFolder}/dist/electron/preload.cjs`,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        nodeIntegrationInWorker: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        // What a cashier types into a console is nobody's journal.
        devTools: !at.isPackaged,
      },
    },
  };
}
