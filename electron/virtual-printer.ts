import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, type Failure } from '../shared/contracts/error-codes.ts';
import type { PrintedSlip, PrintJob } from '../shared/contracts/host.ts';
import { err, ok, type Result } from '../shared/lib/result.ts';
import { Turns } from '../shared/lib/turns.ts';

/**
 * A printer whose paper is a folder: each slip is one numbered file, so that a class can look at
 * what came out and a test can count it. A failed print never undoes a sale.
 */
export class VirtualPrinter {
  readonly #folder: string;
  readonly #turns = new Turns();
  /** Slips in the folder; null until it has been looked at: who prints much is not slower for it. */
  #printed: number | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** One slip after the other: two jobs at once must not get one number (A26). */
  print(job: PrintJob, nowMs: number): Promise<Result<PrintedSlip, Failure>> {
    return this.#turns.take(() => this.#printNow(job, nowMs));
  }

  async #printNow(job: PrintJob, printedAtMs: number): Promise<Result<PrintedSlip, Failure>> {
    try {
      await mkdir(this.#folder, { recursive: true });
      this.#printed ??= await this.#count();
      const slipNumber = this.#printed + 1;
      const name = join(this.#folder, `${String(slipNumber).padStart(6, '0')}.json`);
      // Paper comes out whole: whoever looks into the folder never reads half a slip.
      const slip = `${JSON.stringify({ slipNumber, printedAtMs, ...job })}\n`;
      await writeFile(`${name}.new`, slip);
      await rename(`${name}.new`, name);
      this.#printed = slipNumber;
      return ok({ slipNumber });
    } catch (error) {
      this.#printed = null;
      return err(failure('printer-not-ready', String(error)));
    }
  }

  async #count(): Promise<number> {
    const slips = await readdir(this.#folder);
    return slips.filter((name) => name.endsWith('.json')).length;
  }
}
