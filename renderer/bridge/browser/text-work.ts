import { bytesOfText } from '../../text-bytes.ts';
import { zippedBytes } from '../../zipped-text.ts';

/** A text that is about to leave, made ready; the same in a window and in a worker. */
export interface ReadyText {
  /** SHA-256 of its UTF-8. */
  readonly digest: ArrayBuffer;
  /** Its UTF-8, gzipped. */
  readonly packed: ArrayBuffer;
}

export async function madeReady(text: string): Promise<ReadyText> {
  const bytes = bytesOfText(text);
  const [digest, packed] = await Promise.all([
    crypto.subtle.digest('SHA-256', bytes),
    zippedBytes(bytes),
  ]);
  return { digest, packed };
}

export interface TextQuestion {
  readonly id: number;
  readonly text: string;
}

export interface TextReply {
  readonly id: number;
  /** Null when it could not be done. */
  readonly ready: ReadyText | null;
}
