import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { Result } from '../../../shared/lib/result.ts';

/**
 * Sales whose id this window has made, and of which it has handed nothing to the journal yet: no
 * copy need be read to know that none holds anything of them. So a full disk, whose database may say
 * nothing any more, does not leave a customer in doubt who has not even begun to pay (F08, I9).
 *
 * It is a memory of this window alone: after a restart every sale is one that must be read.
 */
export class NewSales {
  readonly #ids = new Set<string>();

  /** The id has just been made; nobody else can know it. */
  begin(saleId: string): void {
    this.#ids.add(saleId);
  }

  has(saleId: string | undefined): boolean {
    return saleId !== undefined && this.#ids.has(saleId);
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
    const written = await write();
    if (wasNew && !written.ok && written.error.code === 'disk-nearly-full') this.#ids.add(saleId);
    return written;
  }
}
