import { failure } from '../../../shared/contracts/error-codes.ts';
import type { SlipPrinter } from '../../../shared/host/ports.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import { Turns } from '../../../shared/lib/turns.ts';

/**
 * A printer whose paper is a folder of the browser's private files: one numbered file a slip, as
 * on the desktop. Slips are numbered one after the other, never two at once (A26).
 */
export function createOpfsPrinter(): SlipPrinter {
  const turns = new Turns();
  const printNow: SlipPrinter['print'] = async (job, printedAtMs) => {
    try {
      const root = await navigator.storage.getDirectory();
      const slips = await root.getDirectoryHandle('slips', { create: true });
      let slipNumber = 1;
      for await (const name of slips.keys()) if (name.endsWith('.json')) slipNumber += 1;
      const name = `${String(slipNumber).padStart(6, '0')}.json`;
      const file = await slips.getFileHandle(name, { create: true });
      const writable = await file.createWritable();
      await writable.write(`${JSON.stringify({ slipNumber, printedAtMs, ...job })}\n`);
      await writable.close();
      return ok({ slipNumber });
    } catch (error) {
      return err(failure('printer-not-ready', String(error)));
    }
  };
  return {
    print: (job, nowMs) => turns.take(() => printNow(job, nowMs)),
  };
}
