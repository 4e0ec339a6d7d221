import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOwn, type OwnProcess } from './child-process.ts';
import type { ElectronRuntime } from './electron-runtime.ts';
import { endLeftOver } from './single-launcher.ts';

type Available = Exclude<ElectronRuntime, { readonly kind: 'none' }>;

const STOP_LIMIT_MS = 10_000;

export interface TillWindowOptions {
  readonly root: string;
  readonly userDataDir: string;
  readonly bankUrl: string;
  readonly activationCode: string;
}

/** What Chromium says on a machine without a message bus or a graphics card; it works without. */
const HARMLESS =
  /^\[\d+:\d+\/[\d.]+:(ERROR|WARNING):(bus|viz_main_impl|gpu_\w+|command_buffer_\w+|gl_\w+|angle_\w+)\.cc/;

const pidFileIn = (userDataDir: string) => join(userDataDir, 'till.pid');

/** A window left open by a killed launcher would turn the new one away: one till per folder. */
export async function endLeftOverTill(
  userDataDir: string,
  say: (line: string) => void,
): Promise<void> {
  const pidFile = pidFileIn(userDataDir);
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
  await endLeftOver({ pid, name: 'a till', commandContains: userDataDir }, say);
}

/** Opens the till's window, activated at the bank just started. */
export function startTillWindow(runtime: Available, options: TillWindowOptions): OwnProcess {
  const { userDataDir } = options;
  mkdirSync(userDataDir, { recursive: true });
  const own = startOwn(
    runtime.executablePath,
    [options.root, `--user-data-dir=${userDataDir}`, ...sandboxArguments()],
    {
      cwd: options.root,
      env: {
        ...process.env,
        TWINTILL_BANK_URL: options.bankUrl,
        TWINTILL_ACTIVATION_CODE: options.activationCode,
      },
      stopWithinMs: STOP_LIMIT_MS,
      onLine: (line) => {
        if (!HARMLESS.test(line)) console.log(line);
      },
    },
  );
  writeFileSync(pidFileIn(userDataDir), String(own.pid));
  return own;
}

/**
 * Chromium's sandbox does not start for root, nor where the system keeps ordinary users from
 * making namespaces (an unpacked runtime has no setuid helper): there, and only there, without.
 */
export function sandboxArguments(): readonly string[] {
  if (process.platform !== 'linux') return [];
  const isRoot = process.getuid?.() === 0;
  return isRoot || !mayMakeNamespaces() ? ['--no-sandbox'] : [];
}

function mayMakeNamespaces(): boolean {
  const setting = (name: string) => {
    try {
      return readFileSync(`/proc/sys/kernel/${name}`, 'utf8').trim();
    } catch {
      return null;
    }
  };
  return (
    setting('unprivileged_userns_clone') !== '0' &&
    setting('apparmor_restrict_unprivileged_userns') !== '1'
  );
}
