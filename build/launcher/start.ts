import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startBrowserHost, type BrowserHost } from '../browser-host.ts';
import { buildIfStale } from '../build.ts';
import { startBank } from './bank-process.ts';
import { userCacheFolder } from './cache-folder.ts';
import { defaultDataDir } from './data-folder.ts';
import { resolveElectron, type ElectronRuntime } from './electron-runtime.ts';
import { claimDataFolder, type Claim } from './single-launcher.ts';
import { ensureSystemPackages } from './system-packages.mjs';
import { endLeftOverTill, startTillWindow } from './till-window.ts';

/** `npm start`: the embedded bank, then the till; ends with the window or with Ctrl-C. */

const HELP = `npm start -- [options]
  --host electron|browser   desktop window, or a page for your browser (default: what is possible)
  --data DIR                where till and bank keep their data (default ${defaultDataDir()})
  --port N                  browser host only: its port (default: the one of the last start)
  --bank URL                a bank that runs elsewhere; none is started here
  --activation CODE         with --bank, at the till's first start: the code that its bank gave`;

const root = resolve(import.meta.dirname, '..', '..');
const say = (line: string) => console.log(`TwinTill: ${line}`);

type Available = Exclude<ElectronRuntime, { readonly kind: 'none' }>;
type Host =
  | { readonly kind: 'electron'; readonly runtime: Available }
  | { readonly kind: 'browser'; readonly why: string };

interface Options {
  readonly host: string | undefined;
  readonly dataDir: string;
  readonly port: number | null;
  readonly bank: TillsBank | null;
}

/** The bank that the till is to speak to; the code is used up by the first start. */
interface TillsBank {
  readonly url: string;
  readonly activationCode: string;
}

function readOptions(): Options | null {
  const { values } = parseArgs({
    options: {
      host: { type: 'string' },
      data: { type: 'string', default: defaultDataDir() },
      port: { type: 'string' },
      bank: { type: 'string' },
      activation: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  if (values.host !== undefined && values.host !== 'electron' && values.host !== 'browser') {
    throw new Error(`--host is electron or browser, not ${values.host}`);
  }
  const port = values.port === undefined ? null : Number(values.port);
  if (port !== null && !(Number.isInteger(port) && port >= 0 && port < 65_536)) {
    throw new Error(`--port is a number from 0 to 65535, not ${values.port}`);
  }
  const bank =
    values.bank === undefined
      ? null
      : { url: httpAddress(values.bank), activationCode: values.activation };
  return { host: values.host, dataDir: resolve(values.data), port, bank };
}

function httpAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new Error(`--bank is an address like https://bank.example, not ${text}`);
  }
  return url.href.replace(/\/$/, '');
}

function chooseHost(wanted: string | undefined): Host {
  if (wanted === 'browser') return { kind: 'browser', why: '--host browser' };
  const hasScreen =
    process.platform !== 'linux' ||
    (process.env['DISPLAY'] ?? '') !== '' ||
    (process.env['WAYLAND_DISPLAY'] ?? '') !== '';
  const runtime: ElectronRuntime = !hasScreen
    ? { kind: 'none', why: 'this machine has no screen (DISPLAY is not set)' }
    : !ensureSystemPackages(['electron', 'fonts'])
      ? { kind: 'none', why: 'Electron misses the system packages named above' }
      : resolveElectron(root, userCacheFolder(), say);
  if (runtime.kind !== 'none') return { kind: 'electron', runtime };
  if (wanted === 'electron') throw new Error(`no desktop window: ${runtime.why}`);
  return { kind: 'browser', why: runtime.why };
}

/** A browser keeps a till's data by address: the same port again, or the till would be gone. */
const FIRST_PORT = 7425;

function lastPort(memory: string): number {
  if (!existsSync(memory)) return FIRST_PORT;
  try {
    return (JSON.parse(readFileSync(memory, 'utf8')) as { port: number }).port;
  } catch (error) {
    throw new Error(`${memory} cannot be read; say the port of the last start by --port N`, {
      cause: error,
    });
  }
}

async function openBrowserHost(bank: TillsBank, options: Options): Promise<BrowserHost> {
  const memory = join(options.dataDir, 'browser-host.json');
  const port = options.port ?? lastPort(memory);
  const settings = {
    filesDir: join(root, 'dist', 'renderer'),
    bankUrl: bank.url,
    activationCode: bank.activationCode,
  };
  try {
    const host = await startBrowserHost({ ...settings, port });
    mkdirSync(options.dataDir, { recursive: true });
    writeFileSync(`${memory}.new`, JSON.stringify({ port: Number(new URL(host.url).port) }));
    renameSync(`${memory}.new`, memory);
    return host;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new Error(`port ${port} is taken by another program; choose one by --port N`, {
      cause: error,
    });
  }
}

/** A disk that is read-only, a name below a file, somebody else's folder: nothing was started yet. */
function claimed(dataDir: string): Claim {
  try {
    return claimDataFolder(dataDir);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`the folder ${dataDir} cannot be used (${why}); choose one by --data DIR`, {
      cause: error,
    });
  }
}

const tillDir = (options: Options) => join(options.dataDir, 'till');

/** Ends with what it was asked to run: the window, or the bank, or a signal. */
async function run(options: Options): Promise<number> {
  const { promise: asked, resolve: ask } = Promise.withResolvers<number>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => ask(0));
  }
  // The first stage was killed (setup.mjs, handOver): nobody is left who could stop us.
  process.once('disconnect', () => ask(0));
  const claim = claimed(options.dataDir);
  if (!claim.ok) {
    throw new Error(
      `process ${claim.pid} runs TwinTill on ${options.dataDir} already; use --data DIR`,
    );
  }
  const closers: (() => unknown)[] = [claim.release];
  try {
    const host = chooseHost(options.host);
    await buildIfStale(root, say);
    await endLeftOverTill(tillDir(options), say);
    const bank = options.bank ?? (await startOwnBank(options, closers, ask));
    const till = await openTill(host, bank, options, closers);
    return await Promise.race([asked, till.ended]);
  } finally {
    for (const close of closers) {
      try {
        await close();
      } catch (error) {
        // The others still have to end.
        console.error('TwinTill:', error);
      }
    }
    say('stopped');
  }
}

/** A till without its bank goes on by itself; but this one was started as a pair. */
async function startOwnBank(
  options: Options,
  closers: (() => unknown)[],
  ask: (code: number) => void,
): Promise<TillsBank> {
  const bank = await startBank(root, options.dataDir, say);
  let stopping = false;
  closers.unshift(() => {
    stopping = true;
    return bank.process.stop();
  });
  void bank.process.ended.then((code) => {
    if (stopping) return;
    say(`the bank ended by itself (code ${code}); the till is closed`);
    ask(1);
  });
  return { url: bank.url, activationCode: bank.demoActivationCode };
}

async function openTill(
  host: Host,
  bank: TillsBank,
  options: Options,
  closers: (() => unknown)[],
): Promise<{ readonly ended: Promise<number> }> {
  if (host.kind === 'browser') {
    const page = await openBrowserHost(bank, options);
    closers.unshift(page.close);
    say(`the till is a page for your browser, because: ${host.why}`);
    say(`open ${page.url}    (Ctrl-C ends till and bank)`);
    return { ended: Promise.withResolvers<number>().promise };
  }
  const { runtime } = host;
  say(`Electron ${runtime.version}, ${runtime.kind}: ${runtime.why}`);
  const window = {
    root,
    userDataDir: tillDir(options),
    bankUrl: bank.url,
    activationCode: bank.activationCode,
  };
  const till = startTillWindow(runtime, window);
  closers.unshift(till.stop);
  const ended = till.ended.then((code) => {
    if (code !== 0) say(`the window ended with code ${code}`);
    return code === 0 ? 0 : 1;
  });
  return { ended };
}

try {
  const options = readOptions();
  if (options === null) console.log(HELP);
  else process.exitCode = await run(options);
} catch (error) {
  console.error(`TwinTill: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
// A connection that a browser keeps open must not hold the launcher.
process.exit();
