import type { TillHost } from '../../shared/contracts/host.ts';
import type { Approval } from '../../shared/contracts/supervised-acts.ts';
import { minor } from '../../shared/domain/money.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import type { Dice } from './dice.ts';
import type { Life } from './life.ts';
import { CASHIER, MADE_UP, NO_RECEIPT, SUPERVISOR, type Allows } from './step-up.ts';

/** Who ends the day, with whose PIN: what the screens would not let happen is left to the host. */
const WAYS = [
  ['asks', 76],
  ['made-up', 6],
  ['no-receipt', 6],
  ['another-act', 6],
  ['another-name', 6],
] as const;

interface Parts {
  readonly host: TillHost;
  readonly dice: Dice;
  readonly allows: Allows;
  readonly told: (line: string) => void;
}

/** How often a window looks whether the day end has been opened, before it gives up. */
const LOOKS = 30;

/**
 * The day is ended in the middle of it all (P22): customers pay meanwhile, and lines are cut as ever. With a
 * PIN, with a receipt that nobody gave, with that for another act, under the name of a cashier, or with none
 * (F38); and a window asks for the totals of a day end that nobody has opened, while none is open or
 * under the batch of the one that is (P28).
 */
export class DayEndDesk {
  readonly #till: Pick<OpenTill, 'dayEnd'>;
  readonly #life: Life;
  readonly #parts: Parts;

  constructor(till: Pick<OpenTill, 'dayEnd'>, life: Life, parts: Parts) {
    this.#till = till;
    this.#life = life;
    this.#parts = parts;
  }

  async work(): Promise<void> {
    const { dice, told } = this.#parts;
    if (dice.chance(0.1)) await this.#settleUnopened();
    const approval = await this.#receipt();
    if (approval === null) return;
    const beside = dice.chance(0.3) ? this.#settleBeside() : null;
    const ended = await this.#till.dayEnd.close(approval);
    await beside;
    if (!ended.ok) return told(`day end: ${ended.error.code}`);
    const { step, differences, batchNumber } = ended.value.settlement;
    told(`day end of batch ${batchNumber}: ${step} ${ended.value.noAnswer?.code ?? ''}`);
    if (step !== 'disagree' || dice.chance(0.2)) return;
    const second = await this.#receipt();
    if (second === null) return;
    const decisions = differences.map(({ id }) => ({ id, reason: 'looked into it' }));
    const cured = await this.#till.dayEnd.cure(decisions, second);
    told(`cured ${decisions.length}: ${cured.ok ? cured.value.settlement.step : cured.error.code}`);
  }

  async #receipt(): Promise<Approval | null> {
    const { dice, allows, told } = this.#parts;
    const way = dice.pick(WAYS);
    if (way !== 'asks') told(`day end: ${way}`);
    switch (way) {
      case 'asks':
        return allows('settle');
      case 'made-up':
        return MADE_UP;
      case 'no-receipt':
        return NO_RECEIPT;
      case 'another-act':
        return allows('count-drawer');
      case 'another-name': {
        const approved = await allows('settle');
        return approved === null ? null : { ...approved, supervisorId: CASHIER.id };
      }
    }
  }

  /** As soon as the day end is open: of its batch, under a number that is not its own. */
  async #settleBeside(): Promise<void> {
    for (let looks = 0; looks < LOOKS; looks += 1) {
      const about = await this.#parts.host.about();
      if (!about.ok) return;
      if (about.value.settlement?.step === 'opened') return this.#settleUnopened();
      await this.#life.wait(this.#parts.dice.between(1, 20));
    }
  }

  /** Of the batch that was settled last, or of the first one. */
  async #settleUnopened(): Promise<void> {
    const { host, dice, told } = this.#parts;
    const about = await host.about();
    const last = about.ok ? about.value.settlement : null;
    const none = { sumMinor: minor(0), count: 0 };
    const asked = await host.settle({
      settlementId: `00000000-0000-7000-8000-${String(dice.between(1, 999_999_999)).padStart(12, '0')}`,
      batchNumber: last?.batchNumber ?? 1,
      operatorId: SUPERVISOR.id,
      totals: { debit: none, credit: none, fingerprint: '0'.repeat(32) },
    });
    told(`day end that nobody opened: ${asked.ok ? 'answered' : asked.error.code}`);
  }
}
