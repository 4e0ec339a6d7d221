import { extname, join, sep } from 'node:path';
import type { ServedFile } from './platform/electron-compat.ts';

export const APP_SCHEME = 'app';
export const APP_ORIGIN = `${APP_SCHEME}://till`;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.csv': 'text/csv; charset=utf-8',
};

/** The file behind an `app://till/…` address; null outside the window's own folder. */
export function appFile(rendererFolder: string, url: string): ServedFile | null {
  const { host, pathname } = new URL(url);
  if (host !== 'till') return null;
  const path = join(
    rendererFolder,
    decodeURIComponent(pathname === '/' ? '/index.html' : pathname),
  );
  const contentType = CONTENT_TYPES[extname(path)];
  return contentType !== undefined && path.startsWith(rendererFolder + sep)
    ? { path, contentType }
    : null;
}
