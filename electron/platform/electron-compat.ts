import type { Protocol } from 'electron';

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
