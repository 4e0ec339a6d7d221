import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { present } from '../shared/lib/assert.ts';

/** Where a card payment is asked for: most moments that matter are held here. */
export const AUTHORISATIONS = '/v1/authorisations';
export const REVERSALS = '/v1/reversals';
export const SETTLEMENTS = '/v1/settlements';
export const SIGNATURES = '/v1/signatures';
export const PAY_LINKS = '/v1/pay-links';
export const ACTIVATIONS = '/v1/activate';

/** What went over the cable: the till's signed bytes, and what the bank answered to them. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As it was sent, a large one packed. */
  readonly bytes: Buffer;
  /** As it is to be read. */
  readonly body: string;
  answer: Answer | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/**
 * A moment that is held: the request before the bank has seen it, or the answer after the bank has
 * committed and before the till has read it. Nothing else tells a test that it is exactly there.
 */
export interface HeldMoment {
  readonly reached: Promise<Exchange>;
  /** Lets it go on its way; the till may be long dead. */
  readonly passOn: () => void;
  /** It is lost; whoever waits for it sees a broken line. */
  readonly drop: () => void;
}

type Where = 'request' | 'answer';

/**
 * What is answered in the bank's place: `ask` lets the bank have the request and gives its answer;
 * null means the bank's own word. The till believes it only with the bank's signature (`bank-pen.ts`).
 */
export type Answering = (exchange: Exchange, ask: () => Promise<Answer>) => Promise<Answer | null>;

interface Hold {
  readonly path: string;
  readonly where: Where;
  readonly reach: (exchange: Exchange) => void;
  readonly goesOn: Promise<boolean>;
}

/**
 * The cable between a till and its bank, in somebody's hands: it can be cut in the middle of an
 * exchange, it can hold a moment, and it remembers every signed request, to send it once more.
 * It changes nothing that passes, unless somebody answers in the bank's place.
 */
export class Cable {
  readonly #exchanges: Exchange[] = [];
  readonly #bankUrl: string;
  readonly #server: Server;
  #port = 0;
  #holds: Hold[] = [];
  readonly #answering = new Map<string, Answering>();
  #isCut = false;

  private constructor(bankUrl: string) {
    this.#bankUrl = bankUrl;
    this.#server = createServer((incoming, outgoing) => void this.#carry(incoming, outgoing));
  }

  static async plug(bankUrl: string): Promise<Cable> {
    const cable = new Cable(bankUrl);
    await cable.#listen();
    return cable;
  }

  /** Everything that was sent, oldest first, until somebody took it away. */
  get exchanges(): readonly Exchange[] {
    return this.#exchanges;
  }

  /** What was remembered until now, which is then forgotten: in a long run it is too much. */
  takeExchanges(): readonly Exchange[] {
    return this.#exchanges.splice(0);
  }

  /** The bank's address for the till. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Whatever is on its way breaks off, and nobody is there to connect to. */
  async cut(): Promise<void> {
    if (this.#isCut) return;
    this.#isCut = true;
    await this.#close();
  }

  async mend(): Promise<void> {
    if (!this.#isCut) return;
    this.#isCut = false;
    await this.#listen();
  }

  /** Holds the next exchange with this path of the bank, or with one below it, once. */
  hold(path: string, where: Where): HeldMoment {
    const reached = withResolver<Exchange>();
    const goesOn = withResolver<boolean>();
    this.#holds.push({ path, where, reach: reached.resolve, goesOn: goesOn.promise });
    return {
      reached: reached.promise,
      passOn: () => goesOn.resolve(true),
      drop: () => goesOn.resolve(false),
    };
  }

  /** Nobody wants the moments any more that never came. */
  forgetHolds(): void {
    this.#holds = [];
  }

  /** From now on this path of the bank is answered so; null leaves it to the bank again. */
  answer(path: string, answering: Answering | null): void {
    if (answering === null) this.#answering.delete(path);
    else this.#answering.set(path, answering);
  }

  /** Everything that was sent to this path, oldest first. */
  sentTo(path: string): readonly Exchange[] {
    return this.#exchanges.filter((exchange) => exchange.path === path);
  }

  /** The very same bytes once more, signature and nonce included (F15), or with changes (F37). */
  sendAgain(exchange: Pick<Exchange, 'method' | 'path' | 'headers' | 'bytes'>): Promise<Answer> {
    return this.#askBank(exchange);
  }

  async unplug(): Promise<void> {
    if (!this.#isCut) await this.#close();
  }

  async #carry(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const bytes = await buffer(incoming);
      const { method = '', url = '', headers } = incoming;
      const isPacked = headers['content-encoding'] === 'gzip';
      const body = (isPacked ? gunzipSync(bytes) : bytes).toString('utf8');
      const exchange: Exchange = { method, path: url, headers, bytes, body, answer: null };
      this.#exchanges.push(exchange);
      if (!(await this.#goesOn(exchange, 'request')))
        throw new Error('lost on the way to the bank');
      const answer = await this.#answerTo(exchange);
      exchange.answer = answer;
      if (!(await this.#goesOn(exchange, 'answer'))) throw new Error('lost on the way back');
      outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    } catch {
      outgoing.destroy();
    }
  }

  async #answerTo(exchange: Exchange): Promise<Answer> {
    const ask = (): Promise<Answer> => this.#askBank(exchange);
    const answering = this.#answering.get(exchange.path);
    return (await answering?.(exchange, ask)) ?? ask();
  }

  async #goesOn(exchange: Exchange, where: Where): Promise<boolean> {
    const { path } = exchange;
    const isMeant = (held: string): boolean => path === held || path.startsWith(`${held}/`);
    const hold = this.#holds.find((one) => one.where === where && isMeant(one.path));
    if (hold === undefined) return true;
    this.#holds = this.#holds.filter((one) => one !== hold);
    hold.reach(exchange);
    return hold.goesOn;
  }

  #askBank({
    method,
    path,
    headers,
    bytes,
  }: Pick<Exchange, 'method' | 'path' | 'headers' | 'bytes'>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { host: _host, connection: _connection, ...passed } = headers;
      const options = { method, headers: passed as Record<string, string> };
      const outgoing = request(new URL(path, this.#bankUrl), options, (reply) => {
        buffer(reply).then(
          (answer) =>
            resolve({
              status: reply.statusCode ?? 0,
              headers: reply.headers,
              body: answer.toString('utf8'),
            }),
          reject,
        );
      });
      outgoing.on('error', reject);
      outgoing.end(bytes);
    });
  }

  async #listen(): Promise<void> {
    await new Promise<void>((done, failed) => {
      this.#server.once('error', failed);
      this.#server.listen(this.#port, '127.0.0.1', done);
    });
    const address = this.#server.address();
    if (typeof address === 'string') throw new Error('a port was expected');
    this.#port = present(address, 'an address').port;
  }

  async #close(): Promise<void> {
    await new Promise<void>((done) => {
      this.#server.close(() => done());
      this.#server.closeAllConnections();
    });
  }
}

/** A promise and the hand that keeps it. */
function withResolver<Value>(): {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
} {
  let keep: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((resolve) => {
    keep = resolve;
  });
  return { promise, resolve: (value) => keep(value) };
}
