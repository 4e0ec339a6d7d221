import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DEVELOPMENT_VERSION,
  developmentRuntime,
  installDevelopmentRuntime,
} from './development-runtime.ts';
import {
  Interrupted,
  rememberedFailure,
  rememberFailure,
  type CacheFolder,
} from './cache-folder.ts';

/**
 * Where the Electron comes from (ADR 0002). `official` is the pinned version that the product
 * ships on; `development` is any other: its windows and packages are marked.
 */
export type ElectronRuntime =
  | {
      readonly kind: 'official' | 'development';
      readonly executablePath: string;
      readonly distPath: string;
      readonly version: string;
      readonly why: string;
    }
  | { readonly kind: 'none'; readonly why: string };

export interface RuntimeSources {
  readonly pinnedVersion: string;
  readonly overridePath: string | undefined;
  /** The version that an Electron folder says it is, or null when it does not run. */
  readonly versionIn: (distPath: string) => string | null;
  /** Path of the official binary after trying to have it, or why not. */
  readonly official: () => Attempt;
  readonly development: () => Attempt;
}

export type Attempt =
  | { readonly distPath: string }
  | { readonly distPath: null; readonly why: string };

/** Takes the first that is to be had: override, official, development, none. */
export function chooseRuntime(sources: RuntimeSources): ElectronRuntime {
  const { overridePath, pinnedVersion } = sources;
  if (overridePath !== undefined && overridePath !== '') {
    const version = sources.versionIn(overridePath);
    if (version === null) {
      return { kind: 'none', why: `ELECTRON_OVERRIDE_DIST_PATH=${overridePath} does not run` };
    }
    const kind = version === pinnedVersion ? 'official' : 'development';
    return found(kind, overridePath, version, 'ELECTRON_OVERRIDE_DIST_PATH names it');
  }
  const official = sources.official();
  if (official.distPath !== null) {
    return found('official', official.distPath, pinnedVersion, 'the pinned official binary');
  }
  const development = sources.development();
  if (development.distPath !== null) {
    const why = `for development and tests only; the official ${pinnedVersion}: ${official.why}`;
    return found('development', development.distPath, DEVELOPMENT_VERSION, why);
  }
  return {
    kind: 'none',
    why: `official ${pinnedVersion}: ${official.why}; development: ${development.why}`,
  };
}

function found(
  kind: 'official' | 'development',
  distPath: string,
  version: string,
  why: string,
): ElectronRuntime {
  return { kind, distPath, executablePath: join(distPath, EXECUTABLE), version, why };
}

const EXECUTABLE =
  process.platform === 'darwin'
    ? 'Electron.app/Contents/MacOS/Electron'
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron';

const OFFICIAL_LIMIT_MS = 20_000;

/** The runtime of this machine; installs what it can and says what it does. */
export function resolveElectron(
  root: string,
  cache: CacheFolder,
  say: (line: string) => void,
): ElectronRuntime {
  const packageFolder = join(root, 'node_modules', 'electron');
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  return chooseRuntime({
    pinnedVersion: version,
    overridePath: process.env['ELECTRON_OVERRIDE_DIST_PATH'],
    versionIn,
    official: () => installOfficial(packageFolder, version, cache, say),
    development: () => {
      const there = developmentRuntime(cache);
      if (there !== null) return { distPath: there };
      return remembering(cache, `electron-${DEVELOPMENT_VERSION}`, () =>
        installDevelopmentRuntime(cache, say),
      );
    },
  });
}

function versionIn(distPath: string): string | null {
  const run = spawnSync(join(distPath, EXECUTABLE), ['-p', 'process.versions.electron'], {
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeout: OFFICIAL_LIMIT_MS,
  });
  return run.status === 0 ? run.stdout.trim() : null;
}

function installOfficial(
  packageFolder: string,
  version: string,
  cache: CacheFolder,
  say: (line: string) => void,
): Attempt {
  const distPath = join(packageFolder, 'dist');
  const isThere = () =>
    existsSync(join(distPath, EXECUTABLE)) &&
    existsSync(join(distPath, 'version')) &&
    readFileSync(join(distPath, 'version'), 'utf8').replace(/^v/, '').trim() === version;
  if (isThere()) return { distPath };
  return remembering(cache, `electron-${version}`, () => {
    say(`fetching the official Electron ${version} (at most ${OFFICIAL_LIMIT_MS / 1000} s)`);
    const run = spawnSync(process.execPath, [join(packageFolder, 'install.js')], {
      encoding: 'utf8',
      timeout: OFFICIAL_LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    if (run.status === 0 && isThere()) return { distPath };
    if (run.signal !== null && run.signal !== 'SIGKILL') {
      throw new Interrupted('fetching Electron was interrupted');
    }
    const said = run.stderr.split('\n').find((line) => line.trim() !== '') ?? '';
    const why = run.signal === null ? said.trim().slice(0, 120) : 'not fetched in time';
    return { distPath: null, why: `cannot be had here (${why})` };
  });
}

/** A machine that cannot fetch something is not made to wait for that again within a day. */
function remembering(cache: CacheFolder, name: string, attempt: () => Attempt): Attempt {
  const before = rememberedFailure(cache, name);
  if (before !== null) return { distPath: null, why: `${before}, tried within a day` };
  const outcome = attempt();
  if (outcome.distPath === null) rememberFailure(cache, name, outcome.why);
  return outcome;
}
