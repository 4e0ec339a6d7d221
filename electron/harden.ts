import type { App, Session, WebContents } from 'electron';

/**
 * What no page of this program ever needs (PROTOCOL P28; ECOSYSTEM, "Electron conventions"): going
 * elsewhere, opening windows, foreign content, downloads, devices, permissions. Refused for every
 * contents there will ever be, not for the one window we know of.
 */
export function harden(app: Pick<App, 'on'>, session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  app.on('web-contents-created', (_event, contents) => confine(contents));
}

function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  // The development runtime has no such event; there a frame is kept out by the page's own policy.
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('did-finish-load', () => void contents.setVisualZoomLevelLimits(1, 1));
}
