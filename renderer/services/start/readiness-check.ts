import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { PrintedSlip } from '../../../shared/contracts/host.ts';
import type { Terminal } from '../../../shared/contracts/host-facts.ts';
import {
  asksForSomebody,
  readinessOf,
  type DeskDevices,
  type ReadinessFinding,
} from '../../../shared/domain/readiness.ts';
import type { ReceiptRow } from '../../../shared/domain/receipt-rows.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import type { TillClock } from './till-clock.ts';
import { printTitled } from '../slips/titled-slip.ts';

/** What was found, and whether somebody has read it on this business day. */
export interface Readiness {
  readonly day: string;
  readonly atMs: number;
  /** Who was at the till then; empty while nobody was. */
  readonly operatorId: string;
  readonly findings: readonly ReadinessFinding[];
  readonly isSeen: boolean;
  readonly devices: DeskDevices;
}

export interface ReadinessSurroundings {
  readonly clock: Pick<TillClock, 'facts'>;
  readonly terminal: () => Terminal;
  readonly businessDay: () => string;
  readonly operatorId: () => string;
}

/** The check before the first sale of a day (P21): asks everybody, writes down what they said. */
export class ReadinessCheck {
  readonly #ports: TillPorts;
  readonly #ledger: Ledger;
  readonly #around: ReadinessSurroundings;

  constructor(ports: TillPorts, ledger: Ledger, around: ReadinessSurroundings) {
    this.#ports = ports;
    this.#ledger = ledger;
    this.#around = around;
  }

  async examine(): Promise<Result<Readiness, Failure>> {
    const { host, store, clock, isStorageDurable } = this.#ports;
    const [about, machine] = [await host.about(), await host.examine()];
    if (!about.ok) return about;
    if (!machine.ok) return machine;
    const [kept, signedOn] = [await store.note('readiness'), await store.note('signed-on')];
    if (!kept.ok) return kept;
    const { trusted, bankOffsetMs, bankHeardMs } = this.#around.clock.facts;
    const nowMs = clock.nowMs();
    const findings = readinessOf({
      ...machine.value,
      nowMs,
      clockTrusted: trusted,
      bankOffsetMs,
      bankHeardAtMs: bankHeardMs,
      freeBytes: about.value.freeBytes,
      storageDurable: await isStorageDurable(),
      signedOnAtMs: signedOn.ok ? timeIn(signedOn.value) : null,
    });
    const day = this.#around.businessDay();
    const [keptDay, state] = (kept.value ?? '').split(' ');
    const isFirst = keptDay !== day;
    if (isFirst) await this.#writeDown(day, findings);
    const { printerConnected, paperLoaded, readerConnected } = machine.value;
    return ok({
      day,
      atMs: nowMs,
      operatorId: this.#around.operatorId(),
      findings,
      isSeen: !isFirst && state === 'seen',
      devices: { printerConnected, paperLoaded, readerConnected },
    });
  }

  /** Somebody has read it: until the next business day it speaks only when asked. */
  async see({ day }: Readiness): Promise<void> {
    await this.#ports.store.writeNote('readiness', `${day} seen`);
  }

  /** On paper, for whoever keeps a folder: what the screen shows, and who saw it when. */
  print(title: string, rows: readonly ReceiptRow[]): Promise<Result<PrintedSlip, Failure>> {
    const about = { saleId: 'readiness', saleNumber: '', amountMinor: 0, certainty: '' } as const;
    return printTitled(this.#ports.host, this.#around.terminal(), { about, title, rows });
  }

  /** Once a day, so that nobody can say afterwards that the till had not been looked at. */
  async #writeDown(day: string, findings: readonly ReadinessFinding[]): Promise<void> {
    const lacking = findings.filter(asksForSomebody);
    const said = lacking.map(({ point, reason, count }) => `${point} ${reason} ${count}`);
    const detail = `${day}: ${said.length === 0 ? 'ready' : said.join(', ')}`;
    const written = await this.#ledger.commit(() => ({
      kind: 'notice',
      code: 'readiness',
      detail,
    }));
    if (written.ok) await this.#ports.store.writeNote('readiness', `${day} checked`);
  }
}

function timeIn(note: string | null): number | null {
  const atMs = Number(note ?? '');
  return Number.isSafeInteger(atMs) && atMs > 0 ? atMs : null;
}
