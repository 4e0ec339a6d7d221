import type { JournalRecord } from '../../shared/domain/journal.ts';
import type { Payment } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { writesOff, type AuditedTill, type Auditor } from './auditor.ts';
import type { BankRecords } from './bank-records.ts';
import { coreOf } from './core-of.ts';
import type { Words } from './screen.ts';

/** What words are about: a sale, since somebody began to take money for it, or one payment of it. */
export interface About {
  readonly saleId: string;
  /** Hashes of the journal before that; none = whatever was ever written of it. */
  readonly recordsBefore: readonly string[];
  /** What had become of its payments before, by id. */
  readonly paymentsBefore: ReadonlyMap<string, string>;
  readonly paymentId?: string;
}

export function whole(saleId: string, paymentId?: string): About {
  const about = { saleId, recordsBefore: [], paymentsBefore: new Map<string, string>() };
  return paymentId === undefined ? about : { ...about, paymentId };
}

/** How things are at the moment at which the words are read. */
export interface WordFacts {
  readonly sale: Sale | undefined;
  /** The payment that is spoken of: the latest, if none is named. */
  readonly payment: Payment | undefined;
  /** Payments of this sale that the words are about. */
  readonly tried: () => readonly string[];
  /** All payments of the sale. */
  readonly ofSale: () => readonly string[];
  readonly hasNewRecord: () => boolean;
  readonly isInBothCopies: () => boolean;
  readonly owesReversal: boolean;
  readonly isWrittenOff: () => boolean;
}

/** Steps with a record of their own, before the one that the sale ends with. */
const TOLD_AS_WRITTEN: ReadonlySet<string> = new Set([
  'payment:said.intent-stored',
  'payment:said.supervisor-yes',
]);
export const OPEN: readonly string[] = ['authorizing', 'unknown', 'reversing'];

/** What both copies and the bank's books say of that which words are about. */
export class WordFactsReader {
  readonly #bank: BankRecords;
  readonly #auditor: Auditor;

  constructor(bank: BankRecords, auditor: Auditor) {
    this.#bank = bank;
    this.#auditor = auditor;
  }

  /** Where a step begins: what was there before it is none of its business. */
  begin(till: AuditedTill, saleId: string): About {
    const sale = this.#auditor.journalOf(till).sale(saleId);
    const states = this.#paymentsOf(sale, saleId).map((id) => [id, stateIn(sale, id)] as const);
    return {
      saleId,
      recordsBefore: this.#hashes(till),
      // A payment that is still in doubt is asked about, and is what the step is about.
      paymentsBefore: new Map(states.filter(([, state]) => !OPEN.includes(state))),
    };
  }

  /** What was told as written is behind us: what is said next is of the step after it. */
  after(till: AuditedTill, words: Words, about: About): About {
    if (!words.some((word) => TOLD_AS_WRITTEN.has(word))) return about;
    return { ...about, recordsBefore: this.#hashes(till) };
  }

  async read(till: AuditedTill, about: About): Promise<WordFacts> {
    const { saleId, recordsBefore, paymentId } = about;
    const journal = this.#auditor.journalOf(till);
    const sale = journal.sale(saleId);
    const all = (): string[] =>
      paymentId === undefined ? this.#paymentsOf(sale, saleId) : [paymentId];
    const payment =
      paymentId === undefined
        ? sale?.payments.filter(isSale).at(-1)
        : sale?.payments.find(({ id }) => id === paymentId);
    // As many as there are now: what is written while somebody looks at the database is later.
    const { records } = journal;
    const { length } = records;
    const untilNow = (): readonly JournalRecord[] => records.slice(0, length);
    // What was called failed may have been taken out again since: the place says nothing.
    const isFresh = ({ hash }: JournalRecord, place: number): boolean =>
      hash !== recordsBefore[place];
    const [stored, rows] = [await till.databaseSale(saleId), await till.outbox()];
    return {
      sale,
      payment,
      tried: () =>
        paymentId === undefined ? this.#triedSince(about, all(), sale, untilNow()) : all(),
      ofSale: all,
      hasNewRecord: () =>
        untilNow().some((record, place) => isFresh(record, place) && isStepOf(saleId, record.body)),
      isInBothCopies: () => sale !== undefined && coreOf(stored) === coreOf(sale),
      isWrittenOff: () => untilNow().some(writesOff(saleId)),
      owesReversal: rows.some(({ kind, lane }) => kind === 'reversal' && lane !== 'exception'),
    };
  }

  /** An older one that is taken back in this step is of this step. */
  #triedSince(
    { paymentsBefore }: About,
    all: readonly string[],
    sale: Sale | undefined,
    records: readonly JournalRecord[],
  ): readonly string[] {
    // What a supervisor has tried again meanwhile is not (A14).
    const again = new Set(records.flatMap(({ body }) => retryIn(body)));
    // Nor is what its customer has paid by a link (decision 16).
    const isElsewhere = (id: string): boolean => again.has(id) || this.#bank.payLinks.has(id);
    return all.filter((id) => !isElsewhere(id) && paymentsBefore.get(id) !== stateIn(sale, id));
  }

  #hashes(till: AuditedTill): readonly string[] {
    return this.#auditor.journalOf(till).records.map(({ hash }) => hash);
  }

  #paymentsOf(sale: Sale | undefined, saleId: string): string[] {
    const ids = new Set((sale?.payments ?? []).map(({ id }) => id));
    for (const payment of this.#bank.payments.values()) {
      if (payment.saleId === saleId) ids.add(payment.id);
    }
    return [...ids];
  }
}

/** A step of somebody at the till; what the bank answers in the background is none. */
function isStepOf(saleId: string, body: JournalRecord['body']): boolean {
  if (body.kind === 'sale') return body.sale.id === saleId;
  return body.kind === 'supervisor-act' && body.saleId === saleId && !VOUCHES.has(body.act);
}

/** Somebody may go on, and nothing has happened yet: the step itself has a record of its own (A28). */
const VOUCHES: ReadonlySet<string> = new Set(['discount', 'delete', 'enter-paper']);

function retryIn(body: JournalRecord['body']): readonly string[] {
  return body.kind === 'supervisor-act' && body.retry !== undefined ? [body.retry.payment.id] : [];
}

const stateIn = (sale: Sale | undefined, paymentId: string): string =>
  sale?.payments.find(({ id }) => id === paymentId)?.status.state ?? 'unwritten';

/** Money came in with it, whether or not it was held before. */
export const isSale = ({ core }: Payment): boolean =>
  core.kind === 'purchase' || core.kind === 'completion';
