import type { JournalRecord } from '../../shared/domain/journal.ts';
import type { Payment } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { ReadableText } from './growing-text.ts';

/** Whoever reads the same file reads the same: each line of it is read once. */
const views = new WeakMap<ReadableText, JournalView>();

/** A journal file as anybody reads it: line by line, the latest word on each sale counts. */
export class JournalView {
  readonly #file: ReadableText;
  #generation = 0;
  #piecesRead = 0;
  /** Of a line that is not whole yet. */
  #begun = '';
  #sales = new Map<string, Sale>();
  #records: JournalRecord[] = [];

  static of(file: ReadableText): JournalView {
    const view = views.get(file) ?? new JournalView(file);
    views.set(file, view);
    return view;
  }

  private constructor(file: ReadableText) {
    this.#file = file;
  }

  sale(saleId: string): Sale | undefined {
    this.#read();
    return this.#sales.get(saleId);
  }

  get sales(): ReadonlyMap<string, Sale> {
    this.#read();
    return this.#sales;
  }

  get records(): readonly JournalRecord[] {
    this.#read();
    return this.#records;
  }

  /** A refused promise that is tried again is one more payment of the same tender (A14); so is a void; a refund is a new one. */
  #hear({ body }: JournalRecord): void {
    if (body.kind === 'sale') this.#sales.set(body.sale.id, body.sale);
    if (body.kind === 'pay-link' || body.kind === 'pay-link-told') this.#hearLink(body);
    if (body.kind !== 'supervisor-act') return;
    const { voiding, retry, refunding, releasing, done } = body;
    const begun = refunding ?? releasing;
    if (begun !== undefined) this.#sales.set(begun.id, begun);
    for (const sale of done?.sales ?? []) this.#sales.set(sale.id, sale);
    const sale = this.#sales.get(body.saleId);
    if (sale === undefined) return;
    if (voiding !== undefined) {
      this.#sales.set(sale.id, { ...sale, payments: [...sale.payments, voiding] });
    }
    if (retry === undefined) return;
    const { payment } = retry;
    const tenders = sale.tenders.map((tender) =>
      tender.kind === 'card' && tender.id === payment.tenderId
        ? { ...tender, paymentIds: [...tender.paymentIds, payment.id] }
        : tender,
    );
    this.#sales.set(sale.id, { ...sale, tenders, payments: [...sale.payments, payment] });
  }

  /** Paid by a link, it is one more payment of the same tender, and the last. */
  #hearLink(body: Extract<JournalRecord['body'], { kind: 'pay-link' | 'pay-link-told' }>): void {
    const sale = this.#sales.get(body.saleId);
    if (sale === undefined) return;
    const { payLinks = [] } = sale;
    if (body.kind === 'pay-link') {
      this.#sales.set(sale.id, { ...sale, payLinks: [...payLinks, body.link] });
      return;
    }
    const link = payLinks.find(({ core }) => core.id === body.linkId);
    const isOver = link?.status.state === 'paid' || link?.status.state === 'closed';
    if (link === undefined || isOver) return;
    const { told } = body;
    const status = { ...told, atMs: 0 };
    const heard = payLinks.map((one) => (one === link ? { ...one, status } : one));
    const after: Sale = { ...sale, payLinks: heard };
    this.#sales.set(sale.id, told.state === 'paid' ? paidBy(after, link, told) : after);
  }

  /** Only what was added since; a file that was cut or replaced is read anew. */
  #read(): void {
    const { generation, pieces } = this.#file;
    if (generation !== this.#generation) {
      this.#generation = generation;
      this.#piecesRead = 0;
      this.#begun = '';
      this.#sales = new Map();
      this.#records = [];
    }
    if (pieces.length === this.#piecesRead) return;
    const lines = (this.#begun + pieces.slice(this.#piecesRead).join('')).split('\n');
    this.#piecesRead = pieces.length;
    this.#begun = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') continue;
      const record = JSON.parse(line) as JournalRecord;
      this.#records.push(record);
      this.#hear(record);
    }
  }
}

/** What a journal tells that its reader has not heard yet. */
export class NewRecords {
  readonly #journal: Pick<JournalView, 'records'>;
  #heard = 0;

  constructor(journal: Pick<JournalView, 'records'>) {
    this.#journal = journal;
  }

  /** `isAnew`: the file was cut or replaced, and all of it is told once more. */
  next(): { readonly fresh: readonly JournalRecord[]; readonly isAnew: boolean } {
    const { records } = this.#journal;
    const isAnew = records.length < this.#heard;
    const fresh = records.slice(isAnew ? 0 : this.#heard);
    this.#heard = records.length;
    return { fresh, isAnew };
  }
}

type Link = NonNullable<Sale['payLinks']>[number];

function paidBy(
  sale: Sale,
  { core, tenderId, madeAtMs }: Link,
  told: { readonly authorisationCode: string; readonly referenceNumber: string },
): Sale {
  const { authorisationCode, referenceNumber } = told;
  const [like] = sale.payments.filter((one) => one.tenderId === tenderId);
  if (like === undefined) return sale;
  const status = { state: 'approved', atMs: 0, authorisationCode, referenceNumber } as const;
  const payment: Payment = { ...like, id: core.id, core, createdAtMs: madeAtMs, status };
  const tenders = sale.tenders.map((tender) =>
    tender.kind === 'card' && tender.id === tenderId
      ? { ...tender, paymentIds: [...tender.paymentIds, core.id] }
      : tender,
  );
  return { ...sale, tenders, payments: [...sale.payments, payment] };
}
