import { failure, type Failure } from '../contracts/error-codes.ts';
import type { MachineCheck } from '../contracts/host-facts.ts';
import type { PrintedSlip, PrintJob, TillHost } from '../contracts/host.ts';
import type { DeskDevices, Power } from '../domain/readiness.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { SlipPrinter } from './ports.ts';

export interface DeskPorts {
  readonly printer: SlipPrinter;
  /** Null where the system has nothing to say. */
  readonly power: () => Promise<Power | null>;
}

const ALL_THERE: DeskDevices = { printerConnected: true, paperLoaded: true, readerConnected: true };

/**
 * What stands on the counter beside the till. Printer and reader are virtual here, so a trainer
 * pulls their cables and takes the paper out by hand (never at a live till); what the till then
 * says and does is what it would with real ones.
 */
export class DeskDevicesAtHand {
  readonly #ports: DeskPorts;
  readonly #keysMadeAtMs: () => number | null;
  #devices = ALL_THERE;

  constructor(ports: DeskPorts, keysMadeAtMs: () => number | null) {
    this.#ports = ports;
    this.#keysMadeAtMs = keysMadeAtMs;
  }

  contract(): Pick<TillHost, 'examine' | 'setDeskDevices'> {
    return {
      examine: () => this.#examine(),
      setDeskDevices: (wanted) => {
        this.#devices = wanted;
        return this.#examine();
      },
    };
  }

  async print(job: PrintJob, nowMs: number): Promise<Result<PrintedSlip, Failure>> {
    const { printerConnected, paperLoaded } = this.#devices;
    if (!printerConnected) return err(failure('printer-not-ready', 'not connected'));
    if (!paperLoaded) return err(failure('printer-no-paper'));
    return this.#ports.printer.print(job, nowMs);
  }

  /** Why no card can be read; null when one can. */
  readerRefusal(): Failure | null {
    return this.#devices.readerConnected ? null : failure('reader-not-ready', 'not connected');
  }

  async #examine(): Promise<Result<MachineCheck, Failure>> {
    const power = await this.#ports.power();
    return ok({ ...this.#devices, power, keysMadeAtMs: this.#keysMadeAtMs() });
  }
}
