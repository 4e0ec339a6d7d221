import { rm } from 'node:fs/promises';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build } from 'vite';
import { fingerprint } from './launcher/fingerprint.ts';
import { electronConfig } from './vite/electron.config.ts';
import { rendererConfig } from './vite/renderer.config.ts';

const SOURCES = ['renderer', 'electron', 'shared', 'build/vite', 'build/build.ts'];
const PINS = ['package.json', 'package-lock.json'];

/** Builds window, main process, preload, PIN pad and card reader into `dist`. */
export async function buildAll(root: string): Promise<void> {
  await rm(join(root, 'dist'), { recursive: true, force: true });
  await build(rendererConfig(root));
  await build(electronConfig(root, 'main'));
  await build(electronConfig(root, 'preload'));
  await build(electronConfig(root, 'pin-pad'));
  await build(electronConfig(root, 'card-reader'));
}

/**
 * Builds when a source changed since the last build (by time and size of every file, so a check
 * costs milliseconds). The stamp is written last: a build that was cut off is done again.
 *
 * @returns whether it built
 */
export async function buildIfStale(root: string, say: (line: string) => void): Promise<boolean> {
  const stamp = join(root, 'dist', '.build-stamp');
  const wanted = fingerprint(root, [...SOURCES, ...PINS]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  say('building the app');
  const startedAtMs = performance.now();
  await buildAll(root);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
  say(`built in ${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`);
  return true;
}

if (import.meta.main) {
  const root = resolve(import.meta.dirname, '..');
  const built = await buildIfStale(root, console.log);
  if (!built) console.log('dist is up to date');
}
