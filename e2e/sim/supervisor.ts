import type { TillHost } from '../../shared/contracts/host.ts';
import type { Approval, SupervisedAct } from '../../shared/contracts/supervised-acts.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import { openLinkOf } from '../../shared/domain/pay-link.ts';
import type { ActOutcome } from '../../renderer/services/recovery/supervisor-acts.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import type { Counter } from './cashier.ts';
import type { Dice, DiceOf } from './dice.ts';
import { CountingDesk, type CountNews } from './counting-desk.ts';
import { DayEndDesk } from './day-end-desk.ts';
import { behindRow } from './drawn-loss.ts';
import { HoldingDesk } from './holding-desk.ts';
import { KeyDesk, type KeyNews } from './key-desk.ts';
import { LinkDesk, type LinkNews } from './link-desk.ts';
import type { Life } from './life.ts';
import type { Machine, Slip } from './machine.ts';
import { SignatureDesk } from './signature-desk.ts';
import { MADE_UP, SUPERVISOR, type Allows } from './step-up.ts';
import { TakingBackDesk, type TakingBackNews } from './taking-back-desk.ts';
import { valueOf } from '../value-of.ts';

/** What a supervisor decides about a record that needs a person. */
export type Decision = 'try-again' | 'write-off';

export interface SupervisorNews extends LinkNews, KeyNews, CountNews, TakingBackNews {
  /** The host has taken the PIN: one act may follow. */
  readonly approved: (approval: Approval, act: SupervisedAct) => void;
  /** The screen says that it is decided. */
  readonly decided: (decision: Decision, row: OutboxRow, done: ActOutcome) => void;
  /** The screen says that the bank has held, completed or released it. */
  readonly held: (id: string) => void;
  /** The customer was reached, and has seen to his account. */
  readonly funded: () => void;
}

interface Round {
  readonly dice: Dice;
  readonly chance: number;
  readonly work: () => Promise<void>;
  /** Whether it ends a day: one that was begun is gone on with at the next visit. */
  readonly ends?: true;
}

export interface SupervisorParts {
  readonly host: TillHost;
  readonly machine: Machine;
  readonly counter: Counter;
  readonly diceOf: DiceOf;
  /** What customers of all tills have in hands. */
  readonly slips: () => readonly Slip[];
  readonly news: SupervisorNews;
}

/**
 * Comes by now and then, looks at what needs a person and decides it: with a PIN and a reason,
 * sometimes twice, sometimes both ways at once, sometimes without having been asked for the PIN.
 */
export class Supervisor {
  readonly #till: OpenTill;
  readonly #life: Life;
  readonly #parts: SupervisorParts;
  readonly #dice: Dice;
  readonly #key: KeyDesk;
  /** What may be done at a visit, how likely; each with dice of its own, which what is done may share. */
  readonly #rounds: readonly Round[];

  constructor(till: OpenTill, life: Life, parts: SupervisorParts) {
    this.#till = till;
    this.#life = life;
    this.#parts = parts;
    const { host, slips, news, machine, diceOf } = parts;
    this.#dice = diceOf('supervisor');
    const allows: Allows = (act) => this.allows(act);
    const [day, voids, refunds] = [diceOf('day end'), diceOf('voids'), diceOf('refunds')];
    const [holds, backs, links] = [diceOf('holds'), diceOf('backs'), diceOf('links')];
    const [keys, counts, signatures] = [diceOf('renewals'), diceOf('counts'), diceOf('closings')];
    const { held: done, told } = news;
    const taken = { machine, slips, allows, news, voids, refunds, backs };
    const days = new DayEndDesk(till, life, { host, dice: day, allows, told });
    const back = new TakingBackDesk(till, life, taken);
    const guests = new HoldingDesk(till, life, { dice: holds, slips, allows, done, told });
    const link = new LinkDesk(till, life, { dice: links, machine, news });
    this.#key = new KeyDesk(till, life, { host, dice: keys, news, allows });
    const signature = new SignatureDesk(till, { machine, dice: signatures, allows, told });
    const count = new CountingDesk(till, life, { dice: counts, news, allows });
    this.#rounds = [
      { dice: day, chance: 0.25, work: () => days.work(), ends: true },
      { dice: voids, chance: 0.4, work: () => back.voidOne() },
      { dice: refunds, chance: 0.5, work: () => back.refundOne() },
      { dice: holds, chance: 0.5, work: () => guests.work() },
      { dice: backs, chance: 0.4, work: () => back.giveBackOne() },
      { dice: links, chance: 0.8, work: () => link.work() },
      { dice: keys, chance: 0.7, work: () => this.#key.work() },
      { dice: counts, chance: 0.5, work: () => count.work() },
      { dice: signatures, chance: 0.7, work: () => signature.work() },
      { dice: diceOf('locks'), chance: 0.12, work: () => this.#key.guard() },
    ];
  }

  async work(): Promise<void> {
    const { counter, host } = this.#parts;
    for (;;) {
      await this.#life.wait(this.#dice.between(5_000, 60_000));
      const about = await host.about();
      // Whoever has taken the till off the line does not go before it is back.
      if (counter.visitsLeft <= 0 && about.ok && about.value.forcedOffline === null) return;
      await this.#look();
      counter.visitsLeft -= 1;
    }
  }

  /** The bank does not know this till any more, and has given out a code. */
  enrolAnew(code: string): Promise<void> {
    return this.#key.enrolAnew(code);
  }

  /** A yes to this act; null where the PIN was not taken. */
  async allows(act: SupervisedAct): Promise<Approval | null> {
    const approved = await this.#parts.host.approve({
      act,
      operatorId: SUPERVISOR.id,
      pin: SUPERVISOR.pin,
    });
    if (!approved.ok) return null;
    this.#parts.news.approved(approved.value, act);
    return approved.value;
  }

  async #look(): Promise<void> {
    const { host, machine } = this.#parts;
    const dice = this.#dice;
    const about = await host.about();
    if (about.ok && about.value.cardLock !== null) return this.#unlock();
    if (about.ok && about.value.forcedOffline !== null) return this.#force(false);
    const isDayOpen = about.ok && about.value.settlement?.step === 'opened';
    for (const { dice: own, chance, work, ends } of this.#rounds) {
      const comes = own.chance(chance);
      if (comes || (ends === true && isDayOpen)) await work();
    }
    const rows = valueOf(await machine.database.outbox());
    const waiting = rows.filter(({ lane }) => lane === 'exception');
    const row = waiting[dice.between(0, waiting.length - 1)];
    if (row !== undefined && !(await this.#isLeftToItsLink(row))) return this.#decide(row);
    if (dice.chance(0.15)) await this.#force(true);
  }

  async #unlock(): Promise<void> {
    const approval = await this.allows('unlock-cards');
    if (approval === null) return;
    const { approvalId } = approval;
    await this.#parts.host.unlockCards({ approvalId, reason: 'seen' });
  }

  /** Whoever takes the till off the line puts it back: until then nothing can drain. */
  async #force(on: boolean): Promise<void> {
    const { host, news } = this.#parts;
    const approval = await this.allows('force-offline');
    if (approval === null) return;
    const { approvalId } = approval;
    const forced = await host.forceOffline({ on, approvalId, reason: 'lesson' });
    news.told(`force offline ${on}: ${forced.ok}`);
    if (!on) return;
    await this.#life.wait(this.#dice.between(5_000, 90_000));
    await this.#force(false);
  }

  /** Whoever has given a customer a link lets him pay by it, as a rule. */
  async #isLeftToItsLink(row: OutboxRow): Promise<boolean> {
    const loss = await behindRow(this.#parts.machine.database, row);
    if (loss === null || openLinkOf(loss.sale, loss.payment.tenderId) === null) return false;
    return this.#dice.chance(0.8);
  }

  async #decide(row: OutboxRow): Promise<void> {
    const { news } = this.#parts;
    const dice = this.#dice;
    const first = dice.chance(0.5) ? 'try-again' : 'write-off';
    if (first === 'try-again' && dice.chance(0.5)) news.funded();
    const isAsked = dice.chance(0.9);
    const approval = isAsked ? await this.allows(first) : MADE_UP;
    if (approval === null) return;
    const presses = [this.#press(first, row, approval)];
    // A double click has one PIN; a second thought has one of its own.
    if (dice.chance(0.2)) presses.push(this.#press(first, row, approval));
    if (dice.chance(0.2)) {
      const other = first === 'try-again' ? 'write-off' : 'try-again';
      const second = await this.allows(other);
      if (second !== null) presses.push(this.#press(other, row, second));
    }
    await Promise.all(presses);
  }

  async #press(decision: Decision, row: OutboxRow, approval: Approval): Promise<void> {
    const { news } = this.#parts;
    const reasoned = { ...approval, reason: 'agreed with the customer' };
    const { acts } = this.#till;
    const done =
      decision === 'try-again'
        ? await acts.tryAgain(row.key, reasoned)
        : await acts.writeOff(row.key, reasoned);
    news.told(`${decision} of ${row.key}: ${done.ok ? done.value : done.error.code}`);
    if (done.ok) news.decided(decision, row, done.value);
    if (done.ok) void this.#till.drain(false);
  }
}
