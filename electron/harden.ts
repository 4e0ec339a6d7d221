import type { App, Session, WebContents } from 'electron';
import { APP_ORIGIN } from './app-files.ts';

/**
 * What no page of this program ever needs (PROTOCOL P28; ECOSYSTEM, "Electron conventions"): going
 * elsewhere, opening windows, foreign content, downloads, devices, permissions. Refused for every
 * contents there will ever be, not for the one window we know of. The one thing granted is that the
 * till's own page keeps its database when the disk gets full: otherwise Chromium may clear it.
 */
export function harden(app: Pick<App, 'on'>, session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(keepsItsDatabase(permission, contents.getURL())),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) =>
    keepsItsDatabase(permission, origin),
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  app.on('web-contents-created', (_event, contents) => confine(contents));
}

/** Electron's types do not know this name; Chromium asks by it (`navigator.storage.persist`). */
const PERSISTENT_STORAGE = 'persistent-storage';

function keepsItsDatabase(permission: string, asking: string): boolean {
  return permission === PERSISTENT_STORAGE && `${asking}/`.startsWith(`${APP_ORIGIN}/`);
}

function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  // Loading itself anew is all that a page may do: after a bug in a screen.
  const isItself = (url: string): boolean =>
    url === contents.getURL() && url.startsWith(`${APP_ORIGIN}/`);
  contents.on('will-navigate', (event, url) => {
    if (!isItself(url)) event.preventDefault();
  });
  // The development runtime has no such event; there a frame is kept out by the page's own policy.
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isItself(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('did-finish-load', () => void contents.setVisualZoomLevelLimits(1, 1));
}
