import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, type Failure } from '../shared/contracts/error-codes.ts';
import type { PrintedSlip, PrintJob } from '../shared/contracts/host.ts';
import { err, ok, type Result } from '../shared/lib/result.ts';

/**
 * A printer whose paper is a folder: each slip is one numbered file, so that a class can look at
 * what came out and a test can count it. A failed print never undoes a sale.
 */
export class VirtualPrinter {
  readonly #folder: string;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** One slip after the other: two jobs at once must not get one number (A26). */
  print(job: PrintJob, nowMs: number): Promise<Result<PrintedSlip, Failure>> {
    const printed = this.#turn.then(() => this.#printNow(job, nowMs));
    this.#turn = printed;
    return printed;
  }

  async #printNow(job: PrintJob, printedAtMs: number): Promise<Result<PrintedSlip, Failure>> {
    try {
      await mkdir(this.#folder, { recursive: true });
      const slips = await readdir(this.#folder);
      const slipNumber = slips.filter((name) => name.endsWith('.json')).length + 1;
      const name = join(this.#folder, `${String(slipNumber).padStart(6, '0')}.json`);
      // Paper comes out whole: whoever looks into the folder never reads half a slip.
      const slip = `${JSON.stringify({ slipNumber, printedAtMs, ...job })}\n`;
      await writeFile(`${name}.new`, slip);
      await rename(`${name}.new`, name);
      return ok({ slipNumber });
    } catch (error) {
      return err(failure('printer-not-ready', String(error)));
    }
  }
}
