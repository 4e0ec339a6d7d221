import type { Watermark } from '../../../shared/contracts/bank-api.ts';
import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { JournalRecord } from '../../../shared/domain/journal.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import { Turns } from '../../../shared/lib/turns.ts';
import type { TillPorts } from '../../ports.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import { queueNow } from '../queue/queue-now.ts';
import { paymentOf } from './upload.ts';

const READ_AT_ONCE = 500;

/** What became of a number that the bank lacks: told once more, or named for a person. */
type Fate = 'again' | 'lost';

/** What the journal tells of numbers: the last message about each, and gaps dealt with before. */
interface Told {
  readonly messages: ReadonlyMap<number, OutboxRow>;
  readonly fates: ReadonlyMap<number, Fate>;
}

/**
 * Numbers that the till has declared delivered and the bank says it lacks (PROTOCOL P2): with this,
 * "nothing is missing" is proved by both sides.
 *
 *   the bank names N ──▶ waits in the queue, or its money is open ──▶ it will be told anyway
 *                   ├──▶ its message can be made again ──▶ into the queue, by a journal record
 *                   └──▶ it cannot, or it was told again in vain ──▶ named for a person
 *
 * The same id goes again, so that a bank that had it all along books nothing twice. Each number is
 * told again once only: a bank that answers "done" and still lacks it must not be asked for ever.
 */
export class GapKeeper {
  readonly #ports: Pick<TillPorts, 'store'>;
  readonly #ledger: Pick<Ledger, 'commit'>;
  readonly #fates = new Map<number, Fate>();
  #lost: readonly number[] = [];
  readonly #turns = new Turns();

  constructor(ports: Pick<TillPorts, 'store'>, ledger: Pick<Ledger, 'commit'>) {
    this.#ports = ports;
    this.#ledger = ledger;
  }

  /** What the bank lacks and this till cannot tell it: somebody must compare the slips. */
  get lost(): readonly number[] {
    return this.#lost;
  }

  /** Sign-on and a batch may answer at the same time: each looks at what the other has left. */
  heard({ gaps }: Pick<Watermark, 'gaps'>): Promise<Result<null, Failure>> {
    return this.#turns.take(async () => {
      const judged = await this.#judge(gaps);
      const lost = gaps.filter((number) => this.#fates.get(number) === 'lost');
      if (lost.join() !== this.#lost.join()) this.#lost = lost;
      return judged;
    });
  }

  async #judge(gaps: readonly number[]): Promise<Result<null, Failure>> {
    const isNews = (number: number): boolean => this.#fates.get(number) !== 'lost';
    if (!gaps.some(isNews)) return ok(null);
    const owed = await this.#owed();
    if (!owed.ok) return owed;
    const unowed = gaps.filter((number) => isNews(number) && !owed.value.has(number));
    if (unowed.length === 0) return ok(null);
    const told = await this.#told();
    if (!told.ok) return told;
    for (const [number, fate] of told.value.fates) this.#fates.set(number, fate);
    return this.#settle(unowed.filter(isNews), told.value.messages);
  }

  async #settle(
    numbers: readonly number[],
    messages: Told['messages'],
  ): Promise<Result<null, Failure>> {
    if (numbers.length === 0) return ok(null);
    const ids = numbers.map((number) => messages.get(number)?.saleId ?? '');
    const sales = await this.#ports.store.sales([...new Set(ids)]);
    if (!sales.ok) return sales;
    const again = numbers.flatMap((number): OutboxRow[] => {
      const row = messages.get(number);
      const sale = sales.value.get(row?.saleId ?? '');
      if (row === undefined || sale === undefined || this.#fates.has(number)) return [];
      return canBeTold(row, sale) ? [asNew(row)] : [];
    });
    const toldAgain = new Set(again.map(({ transactionNumber }) => transactionNumber));
    const lost = numbers.filter((number) => !toldAgain.has(number));
    const written = await this.#ledger.commit(() => ({ kind: 'numbers-missing', again, lost }));
    if (!written.ok) return written;
    for (const number of numbers) this.#fates.set(number, toldAgain.has(number) ? 'again' : 'lost');
    return ok(null);
  }

  /** In the queue, or with money that is open: the bank will hear of them without this. */
  async #owed(): Promise<Result<ReadonlySet<number>, Failure>> {
    const queue = await queueNow(this.#ports.store);
    if (!queue.ok) return queue;
    return ok(new Set(queue.value.undelivered));
  }

  /** Rare enough to read the whole journal: it alone knows every message that there ever was. */
  async #told(): Promise<Result<Told, Failure>> {
    const messages = new Map<number, OutboxRow>();
    const fates = new Map<number, Fate>();
    for (let next = 1; ;) {
      const records = await this.#ports.store.recordsFrom(next, READ_AT_ONCE);
      if (!records.ok) return records;
      const last = records.value.at(-1);
      if (last === undefined) return ok({ messages, fates });
      for (const { body } of records.value) {
        for (const row of messagesIn(body)) messages.set(row.transactionNumber, row);
        if (body.kind !== 'numbers-missing') continue;
        for (const { transactionNumber } of body.again) fates.set(transactionNumber, 'again');
        for (const number of body.lost) fates.set(number, 'lost');
      }
      next = last.number + 1;
    }
  }
}

function messagesIn(body: JournalRecord['body']): readonly OutboxRow[] {
  if (body.kind === 'sale') return body.outbox;
  if (body.kind !== 'supervisor-act') return [];
  const { retry, voidNumber, done } = body;
  return [retry?.outbox, voidNumber, ...(done?.outbox ?? [])].filter((row) => row !== undefined);
}

function asNew(row: OutboxRow): OutboxRow {
  return { ...row, lane: 'ready', attempts: 0, nextTryAtMs: 0, reason: '' };
}

/**
 * Only what still is so: a promise that was refused or written off must not become money because
 * the bank has forgotten its own no.
 */
function canBeTold({ kind, transactionId }: OutboxRow, sale: Sale): boolean {
  if (kind === 'void-number') return true;
  if (kind === 'sale-report') return sale.report?.id === transactionId;
  if (kind === 'cash-return') return sale.cashReturned?.id === transactionId;
  const state = paymentOf(sale, transactionId)?.status.state;
  if (kind === 'reversal') return state === 'reversed';
  return state === 'posted';
}
