import { readFile } from 'node:fs/promises';
import {
  app,
  dialog,
  ipcMain,
  Menu,
  protocol,
  safeStorage,
  session,
  type IpcMainInvokeEvent,
} from 'electron';
import { PROGRAM_VERSION } from '../shared/contracts/program-version.ts';
import type { LocalTillHost } from '../shared/host/till-host.ts';
import { BugNotes } from '../shared/lib/bug-notes.ts';
import { APP_ORIGIN, APP_SCHEME, appFile } from './app-files.ts';
import { bootPlan } from './boot-plan.ts';
import { whyItCannotStart } from './give-up.ts';
import { harden } from './harden.ts';
import { InFlight } from './in-flight.ts';
import { routeIpc } from './ipc-router.ts';
import { keyringOf, serveScheme } from './platform/electron-compat.ts';
import { machineTime } from './platform/machine.ts';
import { hashOfProgram } from './platform/program-hash.ts';
import { cardReaderProcess } from './card-reader-process.ts';
import { pinPadProcess } from './pin-pad-process.ts';
import { createNodeTillHost } from './till-host.ts';
import { TillWindow } from './till-window.ts';

/** An attempt at the bank ends within 8 s; its record within a moment (P5, P24). */
const FINISH_WITHIN_MS = 10_000;

const plan = bootPlan({
  electronVersion: process.versions.electron,
  isPackaged: app.isPackaged,
  noSandbox: app.commandLine.hasSwitch('no-sandbox'),
  userDataFolder: app.commandLine.getSwitchValue('user-data-dir'),
  appFolder: app.getAppPath(),
});

if (plan.userDataFolder !== null) app.setPath('userData', plan.userDataFolder);
if (plan.sandboxesEverything) app.enableSandbox();
protocol.registerSchemesAsPrivileged([...plan.schemes]);
// The built-in menu brings reload, zoom and tools along, by keys that nobody sees.
Menu.setApplicationMenu(null);

if (app.requestSingleInstanceLock()) {
  app.whenReady().then(start).catch(giveUp);
} else {
  app.quit();
}

/** No window to say it in: the system's own says it. */
function giveUp(error: unknown): void {
  console.error('TwinTill cannot start:', error);
  dialog.showErrorBox('TwinTill', whyItCannotStart(error));
  app.exit(1);
}

async function start(): Promise<void> {
  const { rendererFolder, headers, developmentRuntime } = plan;
  harden(app, session.defaultSession);
  serveScheme(
    protocol,
    APP_SCHEME,
    (url) => appFile(rendererFolder, url),
    async (path) => new Uint8Array(await readFile(path)),
    headers,
  );
  // A bank that says nothing keeps the window's questions waiting, not the window.
  let activation = Promise.resolve();
  const host = await createNodeTillHost({
    dataFolder: app.getPath('userData'),
    appVersion: PROGRAM_VERSION,
    programHash: await hashOfProgram(app.getAppPath()),
    runtimeVersion: process.versions.electron,
    developmentRuntime,
    keyring: await keyringOf(safeStorage),
    reader: cardReaderProcess(app.getAppPath()),
    startPinPad: pinPadProcess(app.getAppPath()),
    whenOpen: (open) => {
      activation = activateFromLauncher(open).catch(console.error);
    },
    // Tests take the mains away; a packaged program asks the system and nobody else.
    powerSupplyFolder: app.isPackaged ? undefined : process.env['TWINTILL_TEST_POWER_SUPPLY'],
  });
  const inFlight = new InFlight({
    // Not the clock on the wall: set back meanwhile, it would keep the program from going.
    nowMs: () => machineTime().uptimeMs,
    sleep: (waitMs) => new Promise((resolve) => setTimeout(resolve, waitMs)),
  });
  const window = new TillWindow({
    options: plan.window,
    uptimeMs: () => machineTime().uptimeMs,
    note: (code, detail) => void host.note(code, detail),
    beforeClosing: async () => void (await inFlight.ended(FINISH_WITHIN_MS)),
  });
  const bugs = new BugNotes((detail) => host.note('bug', detail));
  const onBug = (bug: unknown): void => void bugs.write(bug);
  // A bug breaks what it is in and not the till; the system's own box would stop all of it until
  // somebody closes it.
  process.on('uncaughtException', (bug) => {
    console.error(bug);
    onBug(bug);
  });
  openGate(host, window, { inFlight, onBug, mayAnswer: () => activation });
  app.on('second-instance', () => window.raise());
  app.on('window-all-closed', () => app.quit());
  leaveWhole(async () => {
    await inFlight.ended(FINISH_WITHIN_MS);
    window.close();
    await host.close();
  });
  window.open();
}

interface Gate {
  readonly inFlight: InFlight;
  readonly onBug: (bug: unknown) => void;
  /** Once this till is who it will be. */
  readonly mayAnswer: () => Promise<void>;
}

function openGate(
  host: LocalTillHost,
  window: TillWindow,
  { inFlight, onBug, mayAnswer }: Gate,
): void {
  const isOurs = ({ sender, senderFrame }: IpcMainInvokeEvent): boolean =>
    window.isOurs(sender.id) &&
    senderFrame !== null &&
    senderFrame.parent === null &&
    senderFrame.url.startsWith(`${APP_ORIGIN}/`);
  routeIpc(ipcMain, host, isOurs, {
    log: (line) => console.warn(`ipc: ${line}`),
    onRefused: (channel, why) => void host.noteRefusal(channel, why),
    onBug,
    during: (work) =>
      inFlight.run(async () => {
        await mayAnswer();
        return work();
      }),
  });
}

/** Quitting waits for what is in flight and for the files, once; then it goes whatever happens (P24). */
function leaveWhole(finish: () => Promise<void>): void {
  let state: 'selling' | 'finishing' | 'done' = 'selling';
  app.on('before-quit', (event) => {
    if (state === 'done') return;
    event.preventDefault();
    if (state === 'finishing') return;
    state = 'finishing';
    void finish()
      .catch((error: unknown) => console.error('while leaving:', error))
      .finally(() => {
        state = 'done';
        app.quit();
      });
  });
}

/** The launcher of the sample shop brings bank and code along; a refusal stands on the activation screen. */
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
