import type { TillHost } from '../../shared/contracts/host.ts';
import { reactivate } from '../../renderer/services/start/reactivation.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import type { Dice } from './dice.ts';
import type { Life } from './life.ts';
import { MADE_UP, type Allows } from './step-up.ts';

export interface KeyNews {
  /** The screen says that the bank has the new key; whether anybody was asked for a PIN. */
  readonly renewed: (isAsked: boolean) => void;
  /** The screen says that the keys are under a passphrase; whether anybody was asked for a PIN. */
  readonly guarded: (isAsked: boolean) => void;
  readonly told: (line: string) => void;
}

type TillWithKeys = Pick<OpenTill, 'signOnNow' | 'whatKeepsTerminal' | 'heartbeat'>;

interface Parts {
  readonly host: TillHost;
  readonly dice: Dice;
  readonly news: KeyNews;
  readonly allows: Allows;
}

/**
 * The device's key is renewed (P25) while customers pay and the queue is sent: at two windows at once
 * now and then, without a PIN, and just when the till signs on.
 */
export class KeyDesk {
  readonly #till: TillWithKeys;
  readonly #life: Life;
  readonly #parts: Parts;

  constructor(till: TillWithKeys, life: Life, parts: Parts) {
    this.#till = till;
    this.#life = life;
    this.#parts = parts;
  }

  async work(): Promise<void> {
    const { dice } = this.#parts;
    const work: Promise<unknown>[] = [this.#press()];
    if (dice.chance(0.8)) work.push(this.#soon(() => this.#till.signOnNow()));
    if (dice.chance(0.3)) work.push(this.#soon(() => this.#press()));
    await Promise.all(work);
  }

  /** While the first one is under way, mostly. */
  async #soon(act: () => Promise<unknown>): Promise<void> {
    await this.#life.wait(this.#parts.dice.between(0, 250));
    await act();
  }

  /** The keys go under a passphrase of the shop, or under another one (P25). */
  async guard(): Promise<void> {
    const { host, dice, news, allows } = this.#parts;
    const isAsked = dice.chance(0.7);
    const approval = isAsked ? await allows('protect-keys') : MADE_UP;
    if (approval === null) return;
    const passphrase = `so many blue kettles: ${dice.between(1, 999)}`;
    const { approvalId } = approval;
    const guarded = await host.protectKeys({ passphrase, approvalId });
    news.told(`keys under a passphrase: ${guarded.ok ? 'done' : guarded.error.code}`);
    if (guarded.ok) news.guarded(isAsked);
  }

  /** With a code of the bank, which does not know this till's only key any more (P25). */
  async enrolAnew(code: string): Promise<void> {
    const { host, dice, news, allows } = this.#parts;
    const approval = dice.chance(0.9) ? await allows('change-settings') : MADE_UP;
    if (approval === null) return;
    const { approvalId } = approval;
    const activated = await reactivate(this.#till, host, { code, approvalId });
    news.told(`activated anew: ${activated.ok ? 'done' : activated.error.code}`);
    if (activated.ok) void this.#till.heartbeat.askNow();
  }

  async #press(): Promise<void> {
    const { host, dice, news, allows } = this.#parts;
    const isAsked = dice.chance(0.9);
    const approval = isAsked ? await allows('change-settings') : MADE_UP;
    if (approval === null) return;
    const { approvalId } = approval;
    const renewed = await host.renewKey({ approvalId });
    news.told(`key: ${renewed.ok ? 'renewed' : renewed.error.code}`);
    if (renewed.ok) news.renewed(isAsked);
  }
}
