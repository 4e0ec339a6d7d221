import { BrowserWindow, dialog, type BrowserWindowConstructorOptions } from 'electron';
import { APP_ORIGIN } from './app-files.ts';
import { ReloadBudget } from './reload-budget.ts';

export interface TillWindowPorts {
  readonly options: BrowserWindowConstructorOptions;
  /** Of the machine: nobody sets it. */
  readonly uptimeMs: () => number;
  readonly note: (code: 'window-gone' | 'window-given-up', detail: string) => void;
  /** Asked before the window goes; the answer comes when nothing is in flight any more (P24). */
  readonly beforeClosing: () => Promise<void>;
}

/** What is in flight has ended by then, and is on the disk. */
const GOODBYE_MS = 3_000;

/** The till's one window: it comes back when it dies, and goes when it has finished. */
export class TillWindow {
  readonly #ports: TillWindowPorts;
  readonly #budget: ReloadBudget;
  #window: BrowserWindow | null = null;
  #mayClose = false;

  constructor(ports: TillWindowPorts) {
    this.#ports = ports;
    this.#budget = new ReloadBudget(ports.uptimeMs);
  }

  open(): void {
    const window = new BrowserWindow(this.#ports.options);
    this.#window = window;
    window.on('close', (event) => {
      if (this.#mayClose) return;
      event.preventDefault();
      void this.#ports.beforeClosing().finally(() => this.close());
    });
    window.on('closed', () => {
      this.#window = null;
    });
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (reason !== 'clean-exit') this.#comeBack(window, `${reason} ${exitCode}`);
    });
    void window.loadURL(`${APP_ORIGIN}/index.html`);
  }

  /** A second start of the program ends here (F11). */
  raise(): void {
    if (this.#window === null) return;
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** Without asking again. A page that hangs would never say goodbye: it is not waited for (P24). */
  close(): void {
    this.#mayClose = true;
    this.#window?.close();
    setTimeout(() => this.#window?.destroy(), GOODBYE_MS);
  }

  /** Only our own page, in our own window, may ask for anything (P28). */
  isOurs(webContentsId: number): boolean {
    return this.#window?.webContents.id === webContentsId;
  }

  /** Nothing is lost with a window: both copies are on the disk, and it starts like any other. */
  #comeBack(window: BrowserWindow, detail: string): void {
    if (this.#budget.take()) {
      this.#ports.note('window-gone', detail);
      window.webContents.reload();
      return;
    }
    this.#ports.note('window-given-up', detail);
    void dialog
      .showMessageBox(window, {
        type: 'error',
        title: 'TwinTill',
        message:
          '收银窗口连续停止。已记录的款项都在本机。\nThe till’s window keeps stopping. What was recorded is safe.',
        buttons: ['重新打开 / Open again', '退出 / Quit'],
        defaultId: 0,
        cancelId: 1,
      })
      .then(({ response }) => (response === 0 ? window.webContents.reload() : this.close()));
  }
}
