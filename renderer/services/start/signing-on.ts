import type { SignOnAnswer } from '../../../shared/contracts/bank-api.ts';
import type { Terminal } from '../../../shared/contracts/host-facts.ts';
import { mayReplace } from '../../../shared/domain/parameters.ts';
import type { TillPorts } from '../../ports.ts';
import { mendRollback } from '../books/bank-memory.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import { openBatch } from './start-up.ts';

export interface SigningOnOptions {
  readonly operatorId: () => string;
  readonly deliveredUpTo: () => Promise<number>;
  /** The host may know more from then on (P29). */
  readonly hostKnows: () => Promise<void>;
  /** What the bank misses, and which batch it has open, before anything is sent. */
  readonly answered: (answer: SignOnAnswer) => Promise<void>;
}

/** 签到 of the terminal (P21): what the bank has signed last about it, and that it knows how far we are. */
export class SigningOn {
  readonly #ports: TillPorts;
  readonly #ledger: Ledger;
  readonly #appVersion: string;
  readonly #options: SigningOnOptions;
  #terminal: Terminal;
  #isDone = false;

  constructor(
    ports: TillPorts,
    till: { readonly ledger: Ledger; readonly terminal: Terminal; readonly appVersion: string },
    options: SigningOnOptions,
  ) {
    this.#ports = ports;
    this.#ledger = till.ledger;
    this.#appVersion = till.appVersion;
    this.#terminal = till.terminal;
    this.#options = options;
  }

  /** With what the bank has signed last (P15). */
  get terminal(): Terminal {
    return this.#terminal;
  }

  /** The bank has answered once since the start. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** @returns whether the bank has answered, and what it knew of us is put right. */
  async signOn(): Promise<boolean> {
    const { operatorId, deliveredUpTo, hostKnows, answered } = this.#options;
    const { counters } = this.#ledger.head();
    const signed = await this.#ports.host.signOn({
      operatorId: operatorId(),
      appVersion: this.#appVersion,
      deliveredUpTo: await deliveredUpTo(),
      lastTransactionNumber: counters.transaction,
      batchNumber: counters.batch,
    });
    if (!signed.ok) return false;
    this.#isDone = true;
    const { answer } = signed.value;
    // A note that could not be written makes the parameters look older than they are: no harm.
    void this.#ports.store.writeNote('signed-on', String(this.#ports.clock.nowMs()), 'relaxed');
    const mended = await mendRollback(this.#ports, this.#ledger, answer);
    if (!mended.ok) return false;
    await hostKnows();
    await answered(answer);
    const { batchNumber, parameters } = answer;
    if (mayReplace(parameters, this.#terminal.parameters)) {
      this.#terminal = { ...this.#terminal, parameters };
    }
    await openBatch(this.#ledger, batchNumber, this.#terminal.parameters.version);
    return true;
  }
}
