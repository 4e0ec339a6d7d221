import type { Approval } from '../../shared/contracts/supervised-acts.ts';
import { minor } from '../../shared/domain/money.ts';
import { needsApprover, type Shift } from '../../shared/domain/shift.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import type { Dice } from './dice.ts';
import type { Life } from './life.ts';
import { MADE_UP, type Allows } from './step-up.ts';

export interface CountNews {
  /** The screen says that the drawer is counted. */
  readonly counted: (shift: Shift) => void;
  readonly told: (line: string) => void;
}

interface Parts {
  readonly dice: Dice;
  readonly news: CountNews;
  readonly allows: Allows;
}

/**
 * The drawer is counted while customers pay (A22–A24), also twice at once: right, a little wrong, or so
 * wrong that somebody has to vouch for it, who is not always asked. Money is put in and taken out besides.
 */
export class CountingDesk {
  readonly #till: Pick<OpenTill, 'drawer'>;
  readonly #life: Life;
  readonly #parts: Parts;

  constructor(till: Pick<OpenTill, 'drawer'>, life: Life, parts: Parts) {
    this.#till = till;
    this.#life = life;
    this.#parts = parts;
  }

  async work(): Promise<void> {
    const { dice } = this.#parts;
    if (dice.chance(0.5)) await this.#move();
    if (dice.chance(0.4)) return;
    const counts = [this.#count()];
    if (dice.chance(0.2)) counts.push(this.#count());
    await Promise.all(counts);
  }

  async #move(): Promise<void> {
    const { dice, news } = this.#parts;
    const kind = dice.chance(0.5) ? 'pay-in' : 'pay-out';
    const amountMinor = minor(dice.between(1, 20_000));
    const moved = await this.#till.drawer.move({ kind, amountMinor, reason: 'change money' });
    news.told(`${kind} of ${amountMinor}: ${moved.ok ? 'done' : moved.error.code}`);
  }

  async #count(): Promise<void> {
    const { dice, news } = this.#parts;
    const looked = await this.#till.drawer.look();
    if (!looked.ok) return news.told(`count: ${looked.error.code}`);
    const { expectedMinor } = looked.value;
    const miscounted = dice.chance(0.5) ? 0 : dice.between(-2_000, 2_000);
    const counted = Math.max(0, expectedMinor + miscounted);
    await this.#life.wait(dice.between(200, 5_000));
    const isVouched = needsApprover(minor(counted - expectedMinor)) && dice.chance(0.9);
    const done = await this.#till.drawer.count(
      {
        pieces: [{ valueMinor: minor(1), count: counted }],
        reason: 'miscounted',
        leftMinor: dice.chance(0.3) ? null : minor(dice.between(0, counted)),
        expectedMinor,
      },
      isVouched ? await this.#approval() : null,
    );
    news.told(`count of ${counted}: ${done.ok ? 'done' : done.error.code}`);
    if (done.ok) news.counted(done.value);
  }

  #approval(): Promise<Approval | null> {
    const { dice, allows } = this.#parts;
    return dice.chance(0.9) ? allows('count-drawer') : Promise.resolve(MADE_UP);
  }
}
