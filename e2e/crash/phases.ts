import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { idOfItem } from '../../shared/contracts/upload-items.ts';
import type { SaleStep } from '../../shared/domain/journal.ts';
import { BATCHES, itemsIn } from '../batches.ts';
import { AUTHORISATIONS, type Cable, type Exchange } from '../cable.ts';
import type { ElectronTill } from '../electron-till.ts';
import type { Dice } from '../sim/dice.ts';

/**
 * Where a kill can fall, as the cable and the journal file tell it:
 *
 *   intent     the journal has the intent, nothing has come out of the till
 *   in-flight  the request is out, the bank has not answered
 *   answered   the bank has answered, the journal does not know
 *   draining   a batch is under way, its outcome not recorded
 */
export const PHASES = ['intent', 'in-flight', 'answered', 'draining'] as const;
export type Phase = (typeof PHASES)[number];

/** Beside them now and then `slip`: the paper is out, and the till goes on to what comes next. */
export type Target = Phase | 'slip';

/** `beside`: aimed, and the moment was over when the kill fell. */
export type Hit = Target | 'beside';

/** One round in ten: the four phases need a fifth of the kills each, and some aims miss. */
const ROUNDS_A_SLIP = 10;
const FIRST_SLIP = 5;

/** How many kills fell where. */
export class Histogram {
  readonly #hits = new Map<Hit, number>();

  count(hit: Hit): void {
    this.#hits.set(hit, this.of(hit) + 1);
  }

  of(hit: Hit): number {
    return this.#hits.get(hit) ?? 0;
  }

  /** The phase that has been hit least; the dice choose among equals. */
  nextAim(round: number, dice: Dice): Target {
    if (round % ROUNDS_A_SLIP === FIRST_SLIP) return 'slip';
    const least = Math.min(...PHASES.map((phase) => this.of(phase)));
    const behind = PHASES.filter((phase) => this.of(phase) === least);
    return dice.pick(behind.map((phase) => [phase, 1] as const));
  }

  /** Each of the four has at least a fifth of the rounds, as far as whole numbers go. */
  isSpread(rounds: number): boolean {
    return PHASES.every((phase) => this.of(phase) >= Math.floor(rounds / 5));
  }

  /** `8/7/7/8`, in the order of the phases. */
  toString(): string {
    return PHASES.map((phase) => this.of(phase)).join('/');
  }

  /** For people, a line each. */
  lines(): readonly string[] {
    const others = (['slip', 'beside'] as const).filter((hit) => this.of(hit) > 0);
    return [...PHASES, ...others].map(
      (hit) => `${hit.padStart(10)}  ${'#'.repeat(barOf(this.of(hit)))} ${this.of(hit)}`,
    );
  }
}

const WIDEST_BAR = 60;
const barOf = (kills: number): number => Math.min(kills, WIDEST_BAR);

/** Taken when a round begins; what came later belongs to the sale that is struck. */
export class Observer {
  readonly #journalPath: string;
  readonly #slipsFolder: string;
  readonly #exchanges: readonly Exchange[];
  readonly #sentBefore: number;
  readonly #bytesBefore: number;
  readonly #slipsBefore: number;

  constructor(cable: Cable, machine: ElectronTill) {
    this.#journalPath = machine.journalPath;
    this.#slipsFolder = machine.slipsFolder;
    this.#exchanges = cable.exchanges;
    this.#sentBefore = cable.exchanges.length;
    this.#bytesBefore = statSync(this.#journalPath).size;
    this.#slipsBefore = this.#slips();
  }

  /** Whether the journal file has this step of the sale by now; cheap enough to ask all the time. */
  hasStep(step: SaleStep): boolean {
    return this.#written().includes(`"step":"${step}"`);
  }

  /** Whether a slip has come out of the printer. */
  hasSlip(): boolean {
    return this.#slips() > this.#slipsBefore;
  }

  /** Where things stand at this very moment. */
  phase(aim: Target): Hit {
    if (aim === 'slip') return this.hasSlip() ? 'slip' : 'beside';
    if (aim === 'draining') {
      const batch = this.#last(BATCHES);
      return batch === undefined || this.#isDelivered(batch) ? 'beside' : 'draining';
    }
    if (!this.hasStep('intent')) return 'beside';
    const isOver = (['approved', 'declined', 'answer-missing', 'reversal-decided'] as const).some(
      (step) => this.hasStep(step),
    );
    if (isOver) return 'beside';
    const request = this.#last(AUTHORISATIONS);
    if (request === undefined) return 'intent';
    return request.answer === null ? 'in-flight' : 'answered';
  }

  /** The record of the delivery names what was in the batch. */
  #isDelivered(batch: Exchange): boolean {
    const deliveries = this.#written()
      .split('\n')
      .filter((line) => line.includes('"kind":"delivery"'));
    return itemsIn(batch).some((item) => deliveries.some((line) => line.includes(idOfItem(item))));
  }

  #last(path: string): Exchange | undefined {
    return this.#exchanges
      .slice(this.#sentBefore)
      .filter((one) => one.path === path)
      .at(-1);
  }

  /** The folder comes into being with the first slip. */
  #slips(): number {
    try {
      return readdirSync(this.#slipsFolder).filter((name) => name.endsWith('.json')).length;
    } catch {
      return 0;
    }
  }

  #written(): string {
    const file = openSync(this.#journalPath, 'r');
    try {
      const bytes = Buffer.alloc(fstatSync(file).size - this.#bytesBefore);
      readSync(file, bytes, 0, bytes.length, this.#bytesBefore);
      return bytes.toString('utf8');
    } finally {
      closeSync(file);
    }
  }
}
