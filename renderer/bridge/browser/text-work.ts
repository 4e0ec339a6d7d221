import { bytesOfText } from './text-bytes.ts';

/** What is done to a text before it leaves; the same in a window and in a worker. */
export const TEXT_WORK = {
  digest: (text: string): Promise<ArrayBuffer> =>
    crypto.subtle.digest('SHA-256', bytesOfText(text)),
  pack: (text: string): Promise<ArrayBuffer> => {
    const { readable, writable } = new CompressionStream('gzip');
    const writer = writable.getWriter();
    // What fails here fails where the other end is read.
    writer.write(bytesOfText(text)).catch(() => undefined);
    writer.close().catch(() => undefined);
    return new Response(readable).arrayBuffer();
  },
} as const;

export type TextWork = keyof typeof TEXT_WORK;

export interface TextQuestion {
  readonly id: number;
  readonly work: TextWork;
  readonly text: string;
}

export interface TextReply {
  readonly id: number;
  /** Null when it could not be done. */
  readonly bytes: ArrayBuffer | null;
}
