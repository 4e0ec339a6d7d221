import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The user's cache folder: what may be deleted at any time and is then fetched again. */
export interface CacheFolder {
  readonly path: string;
  readonly nowMs: () => number;
}

export function userCacheFolder(): CacheFolder {
  const base = process.env['XDG_CACHE_HOME'] ?? '';
  const path = join(base === '' ? join(homedir(), '.cache') : base, 'twintill');
  mkdirSync(path, { recursive: true });
  return { path, nowMs: Date.now };
}

const failureFile = (cache: CacheFolder, name: string) => join(cache.path, `${name}.failed.json`);

/** Why it failed within the last day, or null when it is worth another attempt. */
export function rememberedFailure(cache: CacheFolder, name: string): string | null {
  const path = failureFile(cache, name);
  if (!existsSync(path)) return null;
  try {
    const { atMs, why } = JSON.parse(readFileSync(path, 'utf8')) as { atMs: number; why: string };
    const ageMs = cache.nowMs() - atMs;
    return ageMs >= 0 && ageMs < DAY_MS ? why : null;
  } catch {
    return null;
  }
}

export function rememberFailure(cache: CacheFolder, name: string, why: string): void {
  writeFileSync(failureFile(cache, name), JSON.stringify({ atMs: cache.nowMs(), why }));
}

/** Somebody pressed Ctrl-C: no failure of the source, and nothing to remember. */
export class Interrupted extends Error {}
