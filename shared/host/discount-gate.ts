import { failure, type Failure } from '../contracts/error-codes.ts';
import type { OperatorSession } from '../contracts/host-facts.ts';
import type { JournalBody } from '../domain/journal.ts';
import { hasRight } from '../domain/operators.ts';
import { takenOff } from '../domain/rights.ts';
import type { JournalKeeper } from './journal-keeper.ts';

const LOOKED_AT_ONCE = 500;

/**
 * Discounts as a window may write them (A28, P28): whoever has not the right writes no sale with one but
 * up to what a supervisor's PIN has allowed for that sale, or what is recorded of it already: what became
 * of a payment that was begun is always written down (P9).
 */
export class DiscountGate {
  readonly #journal: Pick<JournalKeeper, 'read' | 'lastNumber'>;
  /** By sale, in minor units: what this run has written down of a supervisor's, or found in the journal. */
  readonly #allowed = new Map<string, number>();

  constructor(journal: Pick<JournalKeeper, 'read' | 'lastNumber'>) {
    this.#journal = journal;
  }

  async refusal(
    bodies: readonly JournalBody[],
    session: OperatorSession | null,
  ): Promise<Failure | null> {
    if (session !== null && hasRight(session, 'discount')) return null;
    for (const body of bodies) {
      if (body.kind !== 'sale') continue;
      const { sale } = body;
      const wanted = takenOff(sale);
      if (this.#isAllowed(sale.id, wanted) || (await this.#isRecorded(sale.id, wanted))) continue;
      return failure('role-missing', `no supervisor has allowed a discount of ${wanted}`);
    }
    return null;
  }

  /** They are on the disk: what a supervisor has allowed in them may follow. */
  written(bodies: readonly JournalBody[]): void {
    for (const body of bodies) {
      const allowed = body.kind === 'supervisor-act' ? allowedBy(body) : null;
      if (allowed !== null) this.#allow(...allowed);
    }
  }

  #isAllowed(saleId: string, wanted: number): boolean {
    return wanted <= (this.#allowed.get(saleId) ?? 0);
  }

  #allow(saleId: string, amount: number): void {
    if (!this.#isAllowed(saleId, amount)) this.#allowed.set(saleId, amount);
  }

  /** Newest first: a sale that goes on after a restart was begun a moment before it. */
  async #isRecorded(saleId: string, wanted: number): Promise<boolean> {
    let end = this.#journal.lastNumber;
    while (end > 0) {
      const from = Math.max(1, end - LOOKED_AT_ONCE + 1);
      const read = await this.#journal.read({ from, limit: LOOKED_AT_ONCE });
      if (!read.ok) return false;
      for (const { body } of read.value) {
        const allowed = allowedBy(body);
        if (allowed?.[0] === saleId) this.#allow(...allowed);
      }
      if (this.#isAllowed(saleId, wanted)) return true;
      end = from - 1;
    }
    return false;
  }
}

/** Of which sale this record allows how much to be taken off. Who enters a paper sale vouches for all of it. */
function allowedBy(body: JournalBody): readonly [saleId: string, amount: number] | null {
  if (body.kind === 'sale') return [body.sale.id, takenOff(body.sale)];
  if (body.kind !== 'supervisor-act') return null;
  if (body.act === 'enter-paper') return [body.saleId, Number.MAX_SAFE_INTEGER];
  return body.act === 'discount' ? [body.saleId, body.amountMinor ?? 0] : null;
}
