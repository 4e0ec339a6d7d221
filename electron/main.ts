import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, BrowserWindow, ipcMain, protocol, session } from 'electron';
import { contentSecurityPolicy } from '../shared/contracts/content-security-policy.ts';
import type { LocalTillHost } from '../shared/host/till-host.ts';
import { APP_ORIGIN, APP_SCHEME, appFile } from './app-files.ts';
import { routeIpc } from './ipc-router.ts';
import { isDevelopmentRuntime, serveScheme } from './platform/electron-compat.ts';
import { createNodeTillHost } from './till-host.ts';

const HEADERS = {
  'content-security-policy': contentSecurityPolicy({ connectSources: ["'self'"] }),
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

let window: BrowserWindow | null = null;

const userData = app.commandLine.getSwitchValue('user-data-dir');
if (userData !== '') app.setPath('userData', userData);

// As root the sandbox cannot start; forcing it there kills every child process without a word.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => {
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      console.error('TwinTill cannot start:', error);
      app.exit(1);
    });
} else {
  app.quit();
}

async function start(): Promise<void> {
  const rendererFolder = join(app.getAppPath(), 'dist', 'renderer');
  serveScheme(
    protocol,
    APP_SCHEME,
    (url) => appFile(rendererFolder, url),
    async (path) => new Uint8Array(await readFile(path)),
    HEADERS,
  );
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) =>
    answer(false),
  );
  session.defaultSession.setPermissionCheckHandler(() => false);
  const host = await createNodeTillHost({
    dataFolder: app.getPath('userData'),
    appVersion: app.getVersion(),
    runtimeVersion: process.versions.electron,
    developmentRuntime: isDevelopmentRuntime(process.versions.electron),
  });
  await activateFromLauncher(host);
  routeIpc(
    ipcMain,
    host,
    ({ senderFrame }) => senderFrame !== null && senderFrame.url.startsWith(`${APP_ORIGIN}/`),
    {
      log: (line) => console.warn(`ipc: ${line}`),
      onRefused: (channel, why) => void host.noteRefusal(channel, why),
    },
  );
  openWindow();
  app.on('window-all-closed', () => {
    void host.close().finally(() => app.quit());
  });
}

/** The launcher of the sample shop brings bank and code along; a failure is shown by the window. */
async function activateFromLauncher(host: LocalTillHost): Promise<void> {
  const bankUrl = process.env['TWINTILL_BANK_URL'];
  const code = process.env['TWINTILL_ACTIVATION_CODE'];
  const about = await host.about();
  if (bankUrl === undefined || code === undefined) return;
  if (about.ok && about.value.terminal !== null) {
    await host.followBank(bankUrl);
    return;
  }
  const activated = await host.activate({ code, bankUrl });
  if (!activated.ok) console.error('activation failed:', activated.error);
}

function openWindow(): void {
  window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 700,
    show: true,
    title: 'TwinTill',
    autoHideMenuBar: true,
    backgroundColor: '#f4f3ef',
    webPreferences: {
      preload: join(app.getAppPath(), 'dist', 'electron', 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
    },
  });
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  window.on('closed', () => {
    window = null;
  });
  void window.loadURL(`${APP_ORIGIN}/index.html`);
}
