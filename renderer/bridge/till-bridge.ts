import type { TillHost } from '../../shared/contracts/host.ts';
import { hostBehind, type HostByText } from '../../shared/contracts/ipc-text.ts';

declare global {
  interface Window {
    /** Put there by the preload; absent in a plain browser. */
    readonly till?: HostByText;
  }
}

/**
 * The only place that knows how the window reaches its host: the Electron main process, or in a
 * plain browser one made here. Null where a browser has no private files to keep a journal in.
 */
export async function openTillHost(): Promise<TillHost | null> {
  if (window.till !== undefined) return hostBehind(window.till);
  if (navigator.storage?.getDirectory === undefined || !window.isSecureContext) return null;
  // Loaded only here: the desktop window carries none of it.
  const browser = await import('./browser/browser-till-host.ts');
  const host = await browser.createBrowserTillHost();
  await browser.activateFromBootstrap(host);
  return host;
}
