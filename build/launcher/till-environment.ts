import { resolve } from 'node:path';
import { buildIfStale } from '../build.ts';
import { userCacheFolder } from './cache-folder.ts';
import { resolveElectron, type ElectronRuntime } from './electron-runtime.ts';
import { openVirtualScreen, type Screen } from './screen.ts';
import { ensureSystemPackages } from './system-packages.mjs';
import { sandboxArguments } from './till-window.ts';

export const ROOT = resolve(import.meta.dirname, '..', '..');

/** No graphics card draws on our own screen: Chromium finds that out by its process for it dying twice. */
const NO_GRAPHICS = ['--disable-gpu', '--disable-software-rasterizer'];

/**
 * What a program needs that drives the real till: a built app, an Electron, a screen. It learns of
 * them by environment variables only, so that it works the same by hand:
 *
 * - `TWINTILL_ELECTRON_PATH`: the executable; unset when there is none
 * - `TWINTILL_ELECTRON_ARGS`: arguments that this machine needs, as a JSON array
 * - `TWINTILL_ELECTRON_KIND`: official, development or none
 * - `TWINTILL_ELECTRON_WHY`: where it comes from, or why there is none
 * - `DISPLAY`
 */
export interface TillEnvironment {
  readonly runtime: ElectronRuntime;
  readonly env: NodeJS.ProcessEnv;
  readonly close: () => Promise<void>;
}

export async function prepareTillEnvironment(
  say: (line: string) => void,
): Promise<TillEnvironment> {
  const runtime: ElectronRuntime = ensureSystemPackages(['chromium', 'fonts', 'electron'])
    ? resolveElectron(ROOT, userCacheFolder(), say)
    : { kind: 'none', why: 'system packages are missing' };
  await buildIfStale(ROOT, say);
  const screen = runtime.kind === 'none' ? null : await screenIfNeeded();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...(screen === null ? {} : { DISPLAY: screen.display }),
    TWINTILL_ELECTRON_KIND: runtime.kind,
    TWINTILL_ELECTRON_WHY: runtime.why,
    TWINTILL_ELECTRON_ARGS: JSON.stringify([
      ...sandboxArguments(),
      ...(screen === null ? [] : NO_GRAPHICS),
    ]),
    ...(runtime.kind === 'none' ? {} : { TWINTILL_ELECTRON_PATH: runtime.executablePath }),
  };
  say(
    runtime.kind === 'none'
      ? `NO ELECTRON: ${runtime.why}`
      : `Electron ${runtime.version} (${runtime.kind}): ${runtime.why}`,
  );
  return { runtime, env, close: async () => screen?.close() };
}

/** A real screen is left alone unless one asks for it: windows must not jump at whoever works. */
async function screenIfNeeded(): Promise<Screen | null> {
  if (process.platform !== 'linux' || process.argv.includes('--show')) return null;
  return ensureSystemPackages(['screen']) ? openVirtualScreen() : null;
}
