import { bytesOfText } from '../../text-bytes.ts';
import { zipped } from '../../zipped-text.ts';

/** What is done to a text before it leaves; the same in a window and in a worker. */
export const TEXT_WORK = {
  digest: (text: string): Promise<ArrayBuffer> =>
    crypto.subtle.digest('SHA-256', bytesOfText(text)),
  pack: zipped,
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
