import { bytesOfText } from './text-bytes.ts';

/** A text as gzip, by the platform's own streams, which work beside the window. */
export function zipped(text: string): Promise<ArrayBuffer> {
  return zippedBytes(bytesOfText(text));
}

export function zippedBytes(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const { readable, writable } = new CompressionStream('gzip');
  const writer = writable.getWriter();
  // What fails here fails where the other end is read.
  writer.write(bytes).catch(() => undefined);
  writer.close().catch(() => undefined);
  return new Response(readable).arrayBuffer();
}

/** @throws where the bytes are not the whole of what was packed: gzip carries a sum. */
export function unzipped(bytes: Blob): Promise<string> {
  return new Response(bytes.stream().pipeThrough(new DecompressionStream('gzip'))).text();
}
