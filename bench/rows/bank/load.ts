import { Agent, request } from 'node:http';

/** What is sent as it stands: built and signed before the clock starts. */
export interface Prepared {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The bare HTTP client of Node on kept connections: the same, and as little, for both sides. */
export class Load {
  readonly #url: string;
  readonly #agent: Agent;

  constructor(url: string, clients: number) {
    this.#url = url;
    this.#agent = new Agent({ keepAlive: true, maxSockets: clients });
  }

  /** Each client sends its requests one after the other; how long all took, in milliseconds. */
  async run(clients: readonly (readonly Prepared[])[]): Promise<number> {
    const answers: string[] = [];
    const startedMs = performance.now();
    await Promise.all(
      clients.map(async (requests) => {
        for (const one of requests) answers.push(await this.#send(one));
      }),
    );
    const takenMs = performance.now() - startedMs;
    const refused = answers.find((text) => /"code":"(?!00")/.test(text));
    if (refused !== undefined) throw new Error(`refused: ${refused.slice(0, 400)}`);
    return takenMs;
  }

  #send({ path, headers, body }: Prepared): Promise<string> {
    return new Promise((answered, failed) => {
      const options = {
        agent: this.#agent,
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      };
      const sent = request(`${this.#url}${path}`, options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', failed);
        answer.once('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          if (answer.statusCode === 200) answered(text);
          else failed(new Error(`${path} answered ${answer.statusCode ?? 0}: ${text}`));
        });
      });
      sent.once('error', failed);
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
