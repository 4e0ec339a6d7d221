import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillStore } from '../../ports.ts';

/**
 * Sales whose id this window has made, and of which it has handed nothing to the journal yet: no
 * copy need be read to know that none holds anything of them. So a full disk, whose database may say
 * nothing any more, does not leave a customer in doubt who has not even begun to pay (F08, I9).
 *
 * It is a memory of this window alone: after a restart every sale is one that must be read.
 */
export class NewSales {
  readonly #ids = new Set<string>();
  readonly #looks = new Map<string, Promise<Looked>>();
  readonly #store: Pick<TillStore, 'sales'>;

  constructor(store: Pick<TillStore, 'sales'>) {
    this.#store = store;
  }

  /** The id has just been made; nobody else can know it. */
  begin(saleId: string): void {
    this.#ids.add(saleId);
  }

  has(saleId: string | undefined): boolean {
    return saleId !== undefined && this.#ids.has(saleId);
  }

  /**
   * What the database says of it is asked for when its payment begins: nobody waits for a database that
   * has gone to sleep, and one that says nothing any more is noticed while nothing is written (F08).
   */
  lookAhead(saleId: string): void {
    if (!this.#ids.has(saleId) || this.#looks.has(saleId)) return;
    const look = this.#store.sales([saleId]).then((found) => {
      if (found.ok) return ok(found.value.get(saleId) ?? null);
      // The database may be there again by the time somebody pays.
      this.#looks.delete(saleId);
      return found;
    });
    // A bug breaks in where it is awaited.
    look.catch(() => undefined);
    this.#looks.set(saleId, look);
  }

  /** What was asked for ahead; null: nothing was, or in vain. */
  async looked(saleId: string | undefined): Promise<Looked | null> {
    return (saleId === undefined ? null : await this.#looks.get(saleId)) ?? null;
  }

  /**
   * From here on something of it may be written, whatever is answered; only a host that refused
   * before it touched the file has written nothing for certain.
   */
  async handOver<Value>(
    saleId: string | undefined,
    write: () => Promise<Result<Value, Failure>>,
  ): Promise<Result<Value, Failure>> {
    const wasNew = saleId !== undefined && this.#ids.delete(saleId);
    // The next step reads what this one has written.
    if (saleId !== undefined) this.#looks.delete(saleId);
    const written = await write();
    if (wasNew && !written.ok && written.error.code === 'disk-nearly-full') this.#ids.add(saleId);
    return written;
  }
}

type Looked = Result<Sale | null, Failure>;
