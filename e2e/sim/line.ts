import type {
  HttpAnswer,
  HttpRequest,
  HttpTransport,
  TransportFault,
} from '../../shared/host/ports.ts';
import { HEADERS, parseSignature } from '../../shared/contracts/http-signature.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { Dice } from './dice.ts';
import type { FaultKind, Faults } from './faults.ts';
import type { Life } from './life.ts';
import type { Scheduler } from './scheduler.ts';

type Sent = Result<HttpAnswer, TransportFault>;

/** Fastest and slowest way of a message, in milliseconds, when nothing is wrong. */
const [QUICK_MS, SLOW_MS] = [5, 120];
/** Others overtake it, and its answer is still waited for. */
const OVERTAKEN_MS = 7_000;
/** A message that hangs in some router: it arrives when nobody waits for it any more. */
const [LATE_MS, VERY_LATE_MS] = [9_000, 120_000];
/** A cable that somebody has stumbled over is back after so long. */
const [SOON_BACK_MS, LATE_BACK_MS] = [10_000, 90_000];

/**
 * The line between one till and the bank. What is on its way stays on its way whatever becomes of
 * the program that sent it; a request may arrive twice, late, or not at all, and so may its answer.
 */
export class Line {
  /** No packet leaves; the program is told at once. */
  isCut = false;
  /** Which requests get through, by method and path; the others are lost on their way. */
  passes: (where: string) => boolean = () => true;
  /** Requests of which nobody has been told yet what became of them. */
  waiting = 0;
  readonly #sentAtMs = new Map<string, number>();
  readonly #onTheWay = new Set<string[]>();
  readonly #name: string;
  readonly #scheduler: Scheduler;
  readonly #faults: Faults;
  readonly #dice: Dice;
  readonly #bank: (request: HttpRequest) => Promise<HttpAnswer>;

  constructor(
    name: string,
    world: { readonly scheduler: Scheduler; readonly faults: Faults; readonly dice: Dice },
    bank: (request: HttpRequest) => Promise<HttpAnswer>,
  ) {
    this.#name = name;
    this.#scheduler = world.scheduler;
    this.#faults = world.faults;
    this.#dice = world.dice;
    this.#bank = bank;
  }

  cutFor(lastsMs: number): void {
    this.isCut = true;
    this.#scheduler.after(lastsMs, () => {
      this.isCut = false;
    });
  }

  transport(life: Life): HttpTransport {
    return { send: (request) => life.hears(this.#send(request)) };
  }

  /** Messages under way, those of dead programs too: where to, and what they say. */
  get onTheWay(): readonly (readonly string[])[] {
    return [...this.#onTheWay];
  }

  /** When the request with this signature left, whatever became of it. */
  sentAtMs(signature: string): number | undefined {
    return this.#sentAtMs.get(signature);
  }

  #send(request: HttpRequest): Promise<Sent> {
    const signature = parseSignature(request.headers[HEADERS.signature]);
    if (signature !== null) this.#sentAtMs.set(signature, this.#scheduler.nowMs);
    this.waiting += 1;
    return this.#answerTo(request).finally(() => {
      this.waiting -= 1;
    });
  }

  #answerTo(request: HttpRequest): Promise<Sent> {
    return new Promise((resolve) => {
      if (this.isCut) {
        this.#scheduler.after(1, () => resolve(err(fault('internet', false, 'no route'))));
        return;
      }
      this.#scheduler.after(request.timeoutMs, () =>
        resolve(err(fault('bank', true, `no answer in ${request.timeoutMs} ms`))),
      );
      const where = `${this.#name} ${request.method} ${pathOf(request)}`;
      if (this.#faults.strikes('bank-busy', where)) {
        this.#scheduler.after(this.#wayMs(), () => resolve(ok(GATEWAY_ERROR)));
        return;
      }
      if (!this.passes(where) || this.#faults.strikes('request-lost', where)) return;
      const [, lost] = OFTEN_LOST.find(([path]) => request.url.endsWith(path)) ?? [];
      if (lost !== undefined && this.#faults.strikes(lost, where)) return;
      const isLate = this.#faults.strikes('request-late', where);
      const isSlow = !isLate && this.#faults.strikes('request-slow', where);
      const [quickMs, slowMs] = isSlow ? [SLOW_MS, OVERTAKEN_MS] : [QUICK_MS, SLOW_MS];
      const wayMs = isLate
        ? this.#dice.between(LATE_MS, VERY_LATE_MS)
        : this.#dice.between(quickMs, slowMs);
      this.#travels(wayMs, [where, request.body], () => this.#arrives(request, where, resolve));
      if (this.#faults.strikes('request-doubled', where)) {
        const againMs = wayMs + this.#dice.between(1, VERY_LATE_MS);
        this.#travels(againMs, [where, request.body], () =>
          this.#arrives(request, where, () => undefined),
        );
      }
    });
  }

  #arrives(request: HttpRequest, where: string, answered: (answer: Sent) => void): void {
    // A line that was cut meanwhile: the packet is lost on its last mile, and nobody is told.
    if (this.isCut) return;
    void this.#bank(request).then((answer) => {
      if (this.#faults.strikes('answer-lost', where)) return;
      // The bank has done it, and nobody hears of it: neither that nor anything for a while.
      if (this.#faults.strikes('line-pulled', where)) {
        this.cutFor(this.#dice.between(SOON_BACK_MS, LATE_BACK_MS));
        return;
      }
      const isReset = this.#faults.strikes('reset-after-commit', where);
      this.#travels(this.#wayMs(), ['answer', where, answer.body], () => {
        if (this.isCut) return;
        answered(isReset ? err(fault('bank', true, 'connection reset')) : ok(answer));
      });
    });
  }

  #travels(wayMs: number, what: string[], arrives: () => void): void {
    const message = [wayMs < LATE_MS ? 'soon' : 'late', ...what];
    this.#onTheWay.add(message);
    this.#scheduler.after(wayMs, () => {
      this.#onTheWay.delete(message);
      arrives();
    });
  }

  #wayMs(): number {
    return this.#dice.between(QUICK_MS, SLOW_MS);
  }
}

/** So few of them are sent that the weather of the line would hardly ever meet one. */
const OFTEN_LOST: readonly (readonly [string, FaultKind])[] = [
  ['/pay-links/withdrawals', 'withdrawal-lost'],
  ['/settlements', 'settlement-lost'],
];

/** A proxy before the bank answers for it: unsigned, so nobody's word. */
const GATEWAY_ERROR: HttpAnswer = { status: 503, headers: {}, body: 'busy' };

function fault(
  cause: TransportFault['cause'],
  mayHaveArrived: boolean,
  detail: string,
): TransportFault {
  return { cause, mayHaveArrived, detail };
}

function pathOf({ url }: HttpRequest): string {
  return /\/v1\/[a-z-]+/.exec(url)?.[0] ?? url;
}
