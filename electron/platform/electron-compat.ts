import type { Protocol, SafeStorage } from 'electron';
import type { Keyring } from './key-store.ts';

/**
 * The differences between the pinned Electron 45 and the development runtime 22 (decision 0002).
 * Typed against 45; nothing else in `electron/` asks for a version.
 */
export const PINNED_MAJOR = 45;

export interface ServedFile {
  readonly path: string;
  readonly contentType: string;
}

/** Anything but the pinned major is marked on screen: not for a shop. */
export function isDevelopmentRuntime(electronVersion: string): boolean {
  return Number(electronVersion.split('.')[0]) !== PINNED_MAJOR;
}

/**
 * Serves files under our own scheme with our headers: by `protocol.handle` where there is one,
 * else by the buffer protocol of older runtimes.
 */
export function serveScheme(
  protocol: Protocol,
  scheme: string,
  fileFor: (url: string) => ServedFile | null,
  read: (path: string) => Promise<Uint8Array<ArrayBuffer>>,
  headers: Readonly<Record<string, string>>,
): void {
  if (typeof protocol.handle === 'function') {
    protocol.handle(scheme, async ({ url }) => {
      const file = fileFor(url);
      if (file === null) return new Response('not found', { status: 404, headers });
      const body = await read(file.path);
      return new Response(body, { headers: { ...headers, 'content-type': file.contentType } });
    });
    return;
  }
  const older: Pick<Protocol, 'registerBufferProtocol'> = protocol;
  older.registerBufferProtocol(scheme, ({ url }, answer) => {
    const file = fileFor(url);
    if (file === null) {
      answer({ statusCode: 404, data: Buffer.from('not found'), headers: { ...headers } });
      return;
    }
    read(file.path).then(
      (bytes) =>
        answer({
          // Older runtimes take the bare type here; with a parameter they show the page as text.
          mimeType: file.contentType.split(';')[0] ?? file.contentType,
          charset: 'utf-8',
          data: Buffer.from(bytes),
          headers: { ...headers },
        }),
      () => answer({ statusCode: 500, data: Buffer.from('unreadable'), headers: { ...headers } }),
    );
  });
}

/**
 * The system's safe (P25): the asynchronous one where there is one, the older otherwise. Null where
 * there is none to trust; on a Linux without a keyring both would seal with a password that stands
 * in everybody's source code.
 */
export async function keyringOf(safe: SafeStorage): Promise<Keyring | null> {
  const backend = (safe as Partial<SafeStorage>).getSelectedStorageBackend?.call(safe);
  if (backend === 'basic_text' || backend === 'unknown') return null;
  if (typeof safe.isAsyncEncryptionAvailable === 'function') {
    return (await safe.isAsyncEncryptionAvailable()) ? asynchronousKeyring(safe) : null;
  }
  const older: Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> =
    safe;
  return older.isEncryptionAvailable()
    ? {
        seal: (plain) => Promise.resolve(older.encryptString(plain).toString('base64')),
        open: async (sealed) => older.decryptString(Buffer.from(sealed, 'base64')),
      }
    : null;
}

function asynchronousKeyring(safe: SafeStorage): Keyring {
  return {
    seal: async (plain) => (await safe.encryptStringAsync(plain)).toString('base64'),
    open: async (sealed) => (await safe.decryptStringAsync(Buffer.from(sealed, 'base64'))).result,
  };
}
