import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';

/** A request in every detail that HTTP lets a sender choose: a header may come twice. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** A caller at this machine's address, or at another one of its loopback addresses. */
export class Wire {
  readonly #url: URL;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 24 });

  constructor(url: string) {
    this.#url = new URL(url);
  }

  send({ method, path, headers, body }: WireRequest, localAddress?: string): Promise<WireAnswer> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.#url;
      const where = { host: hostname, port, method, path };
      const from =
        localAddress === undefined ? { agent: this.#agent } : { localAddress, agent: false };
      const outgoing = httpRequest({ ...where, ...from }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const entries = Object.entries(incoming.headers);
          resolve({
            status: incoming.statusCode ?? 0,
            headers: Object.fromEntries(entries.map(([name, value]) => [name, String(value)])),
            text: Buffer.concat(chunks).toString('utf8'),
          });
        });
      });
      outgoing.on('error', reject);
      for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
      outgoing.setHeader('content-length', body.length);
      outgoing.end(body);
    });
  }

  /** Bytes as they are, HTTP or not; what came back until the bank closed or fell silent. */
  sendBytes(bytes: string, silenceMs = 300): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(Number(this.#url.port), this.#url.hostname);
      let heard = '';
      socket.setTimeout(silenceMs, () => socket.destroy());
      socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
      // Whoever is hung up on in the middle of a word has been answered before or is not at all.
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(heard));
      socket.write(bytes, 'latin1');
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
