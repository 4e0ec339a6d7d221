import { _electron, type ElectronApplication } from '@playwright/test';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { PrintedSlip, PrintJob } from '../shared/contracts/host.ts';
import { channelName } from '../shared/contracts/ipc-contract.ts';
import type { JournalRecord, SaleStep } from '../shared/domain/journal.ts';
import { present } from '../shared/lib/assert.ts';
import { withDescendants } from './canary.ts';
import { crash, type Dump } from './core-dumps.ts';
import { TillPage } from './page-models/till-page.ts';
import { attachToWindow } from './window-attachment.ts';
import { within } from './within.ts';

const ROOT = resolve(import.meta.dirname, '..');
const UNDER_MOVED_CLOCK = join(import.meta.dirname, 'moved-clock.sh');
const LEAVING_DUMPS = join(import.meta.dirname, 'leaves-dumps.sh');
const UNDER_STRACE = join(import.meta.dirname, 'power', 'under-strace.sh');
/** Only a failure waits so long: for a window, and for a program that is to leave (P24: 10 s). */
const START_LIMIT_MS = 60_000;
const LEAVE_LIMIT_MS = 30_000;
const DEATH_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 50;

export interface ElectronTillOptions {
  /** Everything the till keeps; the same folder again is the same till. */
  readonly folder: string;
  readonly bankUrl: string;
  readonly activationCode: string;
  /** The project that is run; another one where a fault is planted in a copy. */
  readonly root?: string;
  /** A packaged program, which brings its own code along. */
  readonly executable?: string;
  /** Where every call that changes the disk is recorded (`power/recorded-calls.ts`). */
  readonly traceFolder?: string;
  /** Whether its programs may write core files when they crash (`crash`). */
  readonly leavesDumps?: boolean;
  /** Where the machine tells of mains and battery, in place of the system's own folder. */
  readonly powerFolder?: string;
}

/** What the clock on the wall says: so far from the true time, or stopped. */
export interface WallClock {
  readonly offsetMs: number;
  readonly stoppedAtMs: number | null;
}

/** A slip as it lies in the virtual printer's folder. */
export type Slip = PrintJob & PrintedSlip & { readonly printedAtMs: number };

/**
 * The real program in a window, driven from outside. What it needs of this machine comes from
 * `build/launcher/with-till.ts` by environment variables.
 */
export class ElectronTill {
  readonly folder: string;
  readonly #options: ElectronTillOptions;
  #running: Running | null = null;

  constructor(options: ElectronTillOptions) {
    this.folder = options.folder;
    this.#options = options;
  }

  /** Starts it and waits for its window; whether it is open, online or locked is the next question. */
  async start(clock: WallClock | null = null): Promise<TillPage> {
    const { root = ROOT, executable, bankUrl, activationCode, folder, leavesDumps } = this.#options;
    const app = await _electron.launch({
      executablePath: this.#program(clock),
      timeout: START_LIMIT_MS,
      // Where it works is where a crash leaves its dump.
      ...(leavesDumps === true && { cwd: folder }),
      args: [
        ...(executable === undefined ? [root] : []),
        ...machineArguments(),
        `--user-data-dir=${folder}`,
      ],
      env: {
        ...(process.env as Record<string, string>),
        TWINTILL_BANK_URL: bankUrl,
        TWINTILL_ACTIVATION_CODE: activationCode,
        ...(clock === null ? {} : { TWINTILL_TEST_CLOCK: JSON.stringify(clock) }),
        ...this.#recording(),
        ...this.#power(),
      },
    });
    const gone = new Promise<void>((done) => app.process().once('exit', () => done()));
    // Known before its window is there: what never opens one must be ended all the same.
    this.#running = { app, gone, till: null, letGo: () => Promise.resolve(), returns: 0 };
    const till = new TillPage(await app.firstWindow({ timeout: START_LIMIT_MS }));
    this.#running = { ...this.#running, till };
    return till;
  }

  #program(clock: WallClock | null): string {
    if (clock !== null) return UNDER_MOVED_CLOCK;
    if (this.#options.traceFolder !== undefined) return UNDER_STRACE;
    if (this.#options.leavesDumps === true) return LEAVING_DUMPS;
    return this.#options.executable ?? process.env['TWINTILL_ELECTRON_PATH'] ?? '';
  }

  #recording(): Record<string, string> {
    const { traceFolder } = this.#options;
    return traceFolder === undefined ? {} : { TWINTILL_TEST_TRACE: join(traceFolder, 'calls') };
  }

  #power(): Record<string, string> {
    const { powerFolder } = this.#options;
    return powerFolder === undefined ? {} : { TWINTILL_TEST_POWER_SUPPLY: powerFolder };
  }

  get till(): TillPage {
    return present(this.#now().till, 'the window of a running till');
  }

  get app(): ElectronApplication {
    return this.#now().app;
  }

  /** SIGKILL: no handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    const running = this.#now();
    this.#running = null;
    await end(running);
  }

  /** The process that shows the window; to be killed alone (F05). */
  async windowPid(): Promise<number> {
    const pid = await this.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
    );
    return present(pid, 'the pid of the window');
  }

  /** The card reader's: the test cards are in there, and in no other of its programs (P27). */
  async readerPid(): Promise<number> {
    const pid = await this.app.evaluate(
      ({ app }) => app.getAppMetrics().find(({ name }) => name === 'TwinTill card reader')?.pid,
    );
    return present(pid, 'the pid of the card reader');
  }

  /** Another process shows the window again, status bar and all: the till to go on with. */
  async windowCameBack(killedPid: number, limitMs: number): Promise<TillPage> {
    const running = this.#now();
    const givenUpAtMs = Date.now() + limitMs;
    while (!(await within(limitMs, hasNewWindow(running.app, killedPid), 'the till is silent'))) {
      if (Date.now() > givenUpAtMs) throw new Error('the window did not come back by itself');
      await wait(LOOK_EVERY_MS);
    }
    const { page, letGo } = await attachToWindow(this.folder, limitMs);
    await running.letGo();
    const till = new TillPage(page);
    this.#running = { ...running, till, letGo, returns: running.returns + 1 };
    return till;
  }

  /** How often its window has died and come back; the program does not do it for ever (F05). */
  get windowReturns(): number {
    return this.#now().returns;
  }

  /** Sets the clock of a program whose clock stands: for itself and for its window. */
  async setClock(atMs: number): Promise<void> {
    await this.app.evaluate((_electron, at) => {
      Date.now = () => at;
    }, atMs);
    await this.till.page.evaluate((at) => {
      Date.now = () => at;
    }, atMs);
  }

  /** Each of its programs crashes, itself as the last, and leaves in its folder what it held (F40). */
  async crash(): Promise<readonly Dump[]> {
    const { app, gone } = this.#now();
    this.#running = null;
    const pid = present(app.process().pid, 'the pid of a running till');
    const others = withDescendants(pid).filter((one) => one !== pid);
    const dumps = await crash(pid, others, this.folder);
    await within(DEATH_LIMIT_MS, gone, 'the till outlived its crash');
    return dumps;
  }

  /** Like `kill`; safe to call when it is not running. */
  async endAtOnce(): Promise<void> {
    if (this.#running !== null) await this.kill();
  }

  /** As a person leaves it. Safe to call when it is not running. */
  async close(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running === null) return;
    await running.letGo();
    try {
      const left = running.app.close().then(() => running.gone);
      await within(LEAVE_LIMIT_MS, left, 'the till did not leave when it was closed');
    } catch (error) {
      await end(running);
      throw error;
    }
  }

  /** Closed and started again with the same folder. */
  async restart(clock: WallClock | null = null): Promise<TillPage> {
    await this.close();
    return this.start(clock);
  }

  /** What the virtual printer put out, in order. */
  async slips(): Promise<Slip[]> {
    const folder = this.slipsFolder;
    const names = await readdir(folder).catch(() => []);
    const texts = names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => readFile(join(folder, name), 'utf8'));
    return (await Promise.all(texts)).map((text) => JSON.parse(text) as Slip);
  }

  /** The journal file, record by record. */
  async journal(): Promise<JournalRecord[]> {
    const text = await readFile(this.journalPath, 'utf8');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as JournalRecord);
  }

  /** The paper of the virtual printer: a file a slip. */
  get slipsFolder(): string {
    return join(this.folder, 'slips');
  }

  get journalPath(): string {
    return join(this.folder, 'till-journal', 'journal.ndjson');
  }

  /** What the till has noted about itself, in the order in which it was written down. */
  async notices(): Promise<string[]> {
    const bodies = (await this.journal()).map(({ body }) => body);
    return bodies.flatMap((body) => (body.kind === 'notice' ? [body.code] : []));
  }

  /** The steps of all sales, in the order in which they were written down. */
  async steps(): Promise<SaleStep[]> {
    const bodies = (await this.journal()).map(({ body }) => body);
    return bodies.flatMap((body) => (body.kind === 'sale' ? [body.step] : []));
  }

  /**
   * From now on no slip comes out of the printer: whoever prints waits. The moment between a sale
   * that is written down and its slip can be held in no other way (F04).
   */
  async holdPrinter(): Promise<void> {
    await this.app.evaluate(({ ipcMain }, channel) => {
      ipcMain.removeHandler(channel);
      ipcMain.handle(channel, () => new Promise(() => undefined));
    }, channelName('print'));
  }

  #now(): Running {
    return present(this.#running, 'a running till');
  }
}

interface Running {
  readonly app: ElectronApplication;
  readonly gone: Promise<void>;
  /** Null as long as it has not opened its window. */
  readonly till: TillPage | null;
  /** Of a window that had to be taken hold of again. */
  readonly letGo: () => Promise<void>;
  /** How often that was. */
  readonly returns: number;
}

/** Asked in the main process: Playwright's connection of the start has lost this window for good. */
function hasNewWindow(app: ElectronApplication, killedPid: number): Promise<boolean> {
  return app.evaluate(async ({ BrowserWindow }, killed) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined || contents.getOSProcessId() === killed) return false;
    const read = 'document.querySelector("[data-online]") !== null';
    // A script that was sent into a page on its way out is never answered: asked anew.
    const silent = new Promise<boolean>((done) => setTimeout(done, 1_000, false));
    const asked = contents.executeJavaScript(read).catch(() => false) as Promise<boolean>;
    return Promise.race([asked, silent]);
  }, killedPid);
}

async function end({ app, gone }: Running): Promise<void> {
  process.kill(present(app.process().pid, 'the pid of a running till'), 'SIGKILL');
  await within(DEATH_LIMIT_MS, gone, 'the till outlived its SIGKILL');
}

/** What the runtime must be told on this machine; the launcher knows. */
export function machineArguments(): string[] {
  return JSON.parse(process.env['TWINTILL_ELECTRON_ARGS'] ?? '[]') as string[];
}
