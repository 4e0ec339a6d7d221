import type { IncomingHttpHeaders } from 'node:http';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Service {
  /** Null for what it does not know. */
  readonly answer: (asked: Asked) => Answer | null;
}
