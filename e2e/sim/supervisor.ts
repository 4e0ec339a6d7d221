import { DEMO_OPERATORS } from '../../shared/domain/demo-merchant.ts';
import type { Approval, SupervisedAct } from '../../shared/contracts/supervised-acts.ts';
import type { TillHost } from '../../shared/contracts/host.ts';
import { minor, type Minor } from '../../shared/domain/money.ts';
import type { OutboxRow } from '../../shared/domain/outbox.ts';
import { hasBanksYes } from '../../shared/domain/payment.ts';
import { cashParts } from '../../shared/domain/refund-parts.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { voidWay } from '../../shared/domain/voiding.ts';
import { present } from '../../shared/lib/assert.ts';
import type { PaymentDesk } from '../../renderer/services/paying/payment-desk.ts';
import type { Refundable } from '../../renderer/services/taking-back/refund-sale.ts';
import type { NamedBySlip } from '../../renderer/services/slips/refund-slip.ts';
import type { ActOutcome } from '../../renderer/services/recovery/supervisor-acts.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import type { Counter } from './cashier.ts';
import type { Dice } from './dice.ts';
import { CountingDesk, type CountNews } from './counting-desk.ts';
import { HoldingDesk } from './holding-desk.ts';
import { KeyDesk, type KeyNews } from './key-desk.ts';
import { LinkDesk, type LinkNews } from './link-desk.ts';
import type { Life } from './life.ts';
import type { Machine, Slip } from './machine.ts';
import { valueOf } from '../value-of.ts';

const { id: SUPERVISOR_ID, pin: PIN } = present(
  DEMO_OPERATORS.find(({ role }) => role === 'supervisor'),
  'a supervisor',
);

/** What a supervisor decides about a record that needs a person. */
export type Decision = 'try-again' | 'write-off';

export interface SupervisorNews extends LinkNews, KeyNews, CountNews {
  /** The host has taken the PIN: one act may follow. */
  readonly approved: (approvalId: string) => void;
  /** The screen says that it is decided. */
  readonly decided: (decision: Decision, row: OutboxRow, done: ActOutcome) => void;
  /** The screen says that the bank has taken it back. */
  readonly voided: (saleId: string) => void;
  /** The screen says that the bank has held, completed or released it. */
  readonly held: (id: string) => void;
  /** The screen says that the bank has given this refund. */
  readonly refunded: (refundId: string) => void;
  /** The customer was reached, and has seen to his account. */
  readonly funded: () => void;
}

export interface SupervisorParts {
  readonly host: TillHost;
  readonly machine: Machine;
  readonly counter: Counter;
  readonly dice: Dice;
  /** Of its own: a day end more or less does not change what else is decided. */
  readonly day: Dice;
  readonly voids: Dice;
  readonly refunds: Dice;
  readonly holds: Dice;
  readonly links: Dice;
  readonly keys: Dice;
  readonly counts: Dice;
  /** Of what goes back without asking the bank. */
  readonly backs: Dice;
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
  readonly #guests: HoldingDesk;
  readonly #links: LinkDesk;
  readonly #keys: KeyDesk;
  readonly #counts: CountingDesk;

  constructor(till: OpenTill, life: Life, parts: SupervisorParts) {
    this.#till = till;
    this.#life = life;
    this.#parts = parts;
    const { holds: guests, slips, news, machine } = parts;
    const allows = (act: SupervisedAct): Promise<Approval | null> => this.allows(act);
    this.#keys = new KeyDesk(till, life, { host: parts.host, dice: parts.keys, news, allows });
    this.#counts = new CountingDesk(till, life, { dice: parts.counts, news, allows });
    this.#links = new LinkDesk(till, life, { dice: parts.links, machine, news });
    this.#guests = new HoldingDesk(till, life, {
      dice: guests,
      slips,
      allows,
      done: news.held,
      told: news.told,
    });
  }

  async work(): Promise<void> {
    const { counter, dice, host } = this.#parts;
    for (;;) {
      await this.#life.wait(dice.between(5_000, 60_000));
      const about = await host.about();
      // Whoever has taken the till off the line does not go before it is back.
      if (counter.visitsLeft <= 0 && about.ok && about.value.forcedOffline === null) return;
      await this.#look();
      counter.visitsLeft -= 1;
    }
  }

  /** A yes to a promise above a cap; null where the PIN was not taken. */
  async allows(act: SupervisedAct): Promise<Approval | null> {
    const approved = await this.#parts.host.approve({ act, operatorId: SUPERVISOR_ID, pin: PIN });
    if (!approved.ok) return null;
    this.#parts.news.approved(approved.value.approvalId);
    return approved.value;
  }

  async #look(): Promise<void> {
    const { host, machine, dice, day, voids, refunds, holds, backs, links, keys, counts } =
      this.#parts;
    const about = await host.about();
    if (about.ok && about.value.cardLock !== null) return this.#unlock();
    if (about.ok && about.value.forcedOffline !== null) return this.#force(false);
    if (day.chance(0.25)) await this.#endDay();
    if (voids.chance(0.4)) await this.#voidOne();
    if (refunds.chance(0.5)) await this.#refundOne();
    if (holds.chance(0.5)) await this.#guests.work();
    if (backs.chance(0.4)) await this.#giveBackOne();
    if (links.chance(0.8)) await this.#links.work();
    if (keys.chance(0.7)) await this.#keys.work();
    if (counts.chance(0.5)) await this.#counts.work();
    const rows = valueOf(await machine.database.outbox());
    const waiting = rows.filter(({ lane }) => lane === 'exception');
    const row = waiting[dice.between(0, waiting.length - 1)];
    if (row !== undefined) return this.#decide(row);
    if (dice.chance(0.15)) await this.#force(true);
  }

  async #unlock(): Promise<void> {
    const approval = await this.allows('unlock-cards');
    if (approval === null) return;
    const { approvalId } = approval;
    await this.#parts.host.unlockCards({ approvalId, reason: 'seen' });
  }

  /** In the middle of it all (P22): customers pay meanwhile, and lines are cut as ever. */
  async #endDay(): Promise<void> {
    const { news, day } = this.#parts;
    const approval = await this.allows('settle');
    if (approval === null) return;
    const ended = await this.#till.dayEnd.close(approval);
    if (!ended.ok) return news.told(`day end: ${ended.error.code}`);
    const { step, differences, batchNumber } = ended.value.settlement;
    news.told(`day end of batch ${batchNumber}: ${step} ${ended.value.noAnswer?.code ?? ''}`);
    if (step !== 'disagree' || day.chance(0.2)) return;
    const second = await this.allows('settle');
    if (second === null) return;
    const decisions = differences.map(({ id }) => ({ id, reason: 'looked into it' }));
    const cured = await this.#till.dayEnd.cure(decisions, second);
    news.told(
      `cured ${decisions.length}: ${cured.ok ? cured.value.settlement.step : cured.error.code}`,
    );
  }

  /** A customer comes back with what he bought a while ago; sometimes nobody waits for the bank. */
  async #voidOne(): Promise<void> {
    const { machine, voids } = this.#parts;
    const recent = valueOf(await machine.database.recentSales(VOIDED_AMONG, 0));
    const older = recent.filter(isPaidByCard);
    const sale = older[voids.between(0, older.length - 1)];
    if (sale !== undefined) await this.#void(sale, voids);
  }

  /**
   * Cash that goes over the counter again, what was taken later for a refused promise too, and promises of
   * which nothing may have left yet: whole or, of cash, in parts, also two at once; also just when the
   * queue is being sent.
   */
  async #giveBackOne(): Promise<void> {
    const { machine, backs } = this.#parts;
    const recent = valueOf(await machine.database.recentSales(VOIDED_AMONG, 0));
    const older = recent.filter(needsNoBank);
    const paidLater = older.filter(({ recoveredInCash }) => recoveredInCash !== undefined);
    // They are few, and come back for it more than once.
    const among = paidLater.length > 0 && backs.chance(0.7) ? paidLater : older;
    const sale = among[backs.between(0, among.length - 1)];
    if (sale === undefined) return;
    if (backs.chance(0.3)) void this.#till.drain(true);
    const parts = cashParts(sale);
    const cash = parts[backs.between(0, parts.length - 1)];
    const isVoidable = voidWay(sale) !== 'bank';
    if (cash === undefined || (isVoidable && backs.chance(0.4))) return this.#void(sale, backs);
    const { of, leftMinor } = cash;
    if (leftMinor <= 0) return;
    const found = { of, maskedNumber: '', leftMinor };
    const part = minor(backs.chance(0.3) ? leftMinor : backs.between(1, leftMinor));
    const given = [this.#refund(found, part, backs)];
    if (backs.chance(0.3)) given.push(this.#refund(found, leftMinor, backs));
    await Promise.all(given);
  }

  async #void(sale: Sale, dice: Dice): Promise<void> {
    const { news } = this.#parts;
    const approval = dice.chance(0.9) ? await this.allows('void') : MADE_UP;
    if (approval === null) return;
    const patience = new AbortController();
    if (dice.chance(0.2)) {
      void this.#life.wait(dice.between(500, 25_000)).then(() => patience.abort());
    }
    const order = { saleId: sale.id, approval: { ...approval, reason: 'brought back' } };
    const done = await this.#till.checkout.voidSale(order, this.#deskOf(patience.signal, dice));
    news.told(`void of ${sale.number}: ${done.ok ? done.value.kind : done.error.code}`);
    if (!done.ok) return;
    if (done.value.kind === 'taken-back') void this.#till.drain(true);
    // Several cards are voided one by one: another is left, for another visit.
    if (done.value.kind !== 'voided' || done.value.sale.state !== 'voided') return;
    news.voided(sale.id);
    await this.#till.checkout.slips.print(sale.id, 'first');
  }

  /** With a slip of whatever till in hand; sometimes twice, before anybody has looked again (I1). */
  async #refundOne(): Promise<void> {
    const { refunds, news, slips } = this.#parts;
    const named = slips()
      .slice(-SLIPS_KEPT)
      .flatMap((slip) => namedOn(slip) ?? []);
    const slip = named[refunds.between(0, named.length - 1)];
    if (slip === undefined) return;
    const found = await this.#till.checkout.findRefundable(slip);
    if (!found.ok) return news.told(`refund: ${found.error.code}`);
    const { leftMinor } = found.value;
    await this.#life.wait(refunds.between(1_000, 20_000));
    const all = refunds.chance(0.3);
    const amountMinor = minor(all ? leftMinor : refunds.between(1, leftMinor + 1));
    await this.#refund(found.value, amountMinor, refunds);
    if (refunds.chance(0.4)) await this.#refund(found.value, leftMinor, refunds);
  }

  async #refund(original: Refundable, amountMinor: Minor, refunds: Dice): Promise<void> {
    const { news } = this.#parts;
    const approval = refunds.chance(0.9) ? await this.allows('refund') : MADE_UP;
    if (approval === null) return;
    const patience = new AbortController();
    if (refunds.chance(0.3)) {
      void this.#life.wait(refunds.between(20, 6_000)).then(() => patience.abort());
    }
    const order = { original, amountMinor, approval: { ...approval, reason: 'brought back' } };
    const desk = this.#deskOf(patience.signal, refunds);
    const done = await this.#till.checkout.refund(order, desk);
    news.told(`refund of ${amountMinor}: ${done.ok ? done.value.kind : done.error.code}`);
    if (!done.ok) return;
    if (done.value.kind === 'taken-back') void this.#till.drain(true);
    if (done.value.kind !== 'refunded') return;
    const { id } = done.value.sale;
    news.refunded(id);
    await this.#till.checkout.slips.print(id, 'first');
  }

  #deskOf(giveUp: AbortSignal, dice: Dice): PaymentDesk {
    return {
      giveUp,
      tell: () => undefined,
      waitingSince: () => undefined,
      choose: async () => {
        await this.#life.wait(dice.between(200, 6_000));
        return (dice.chance(0.5) ? 'keep-asking' : 'give-up') as never;
      },
    };
  }

  /** Whoever takes the till off the line puts it back: until then nothing can drain. */
  async #force(on: boolean): Promise<void> {
    const { host, dice, news } = this.#parts;
    const approval = await this.allows('force-offline');
    if (approval === null) return;
    const { approvalId } = approval;
    const forced = await host.forceOffline({ on, approvalId, reason: 'lesson' });
    news.told(`force offline ${on}: ${forced.ok}`);
    if (!on) return;
    await this.#life.wait(dice.between(5_000, 90_000));
    await this.#force(false);
  }

  async #decide(row: OutboxRow): Promise<void> {
    const { dice, news } = this.#parts;
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

/** Nobody brings back what is being sold this moment. */
const VOIDED_AMONG = 12;

/** Mostly such that it can be: of what cannot, the till has to say so. */
function isPaidByCard({ state, payments }: Sale): boolean {
  return state === 'completed' && payments.some(hasBanksYes);
}

/** Its slip is out, so that nobody is being told of it this moment. */
function needsNoBank(sale: Sale): boolean {
  const { state, refundOf, receipt } = sale;
  if (state !== 'completed' || refundOf !== undefined || receipt.printedCount === 0) return false;
  return voidWay(sale) !== 'bank' || cashParts(sale).length > 0;
}

const SLIPS_KEPT = 12;

/** As somebody reads it off the paper; a refund's own slip names no sale, nor does one of a hold. */
function namedOn({ amountMinor, lines }: Slip): NamedBySlip | null {
  const text = lines.join('\n');
  if (/^预授权(撤销)? /m.test(text)) return null;
  const referenceNumber = /^参考号 *(\d{12})$/m.exec(text)?.[1];
  if (referenceNumber === undefined || amountMinor <= 0) return null;
  return { amountMinor: minor(amountMinor), by: { kind: 'reference', referenceNumber } };
}

const MADE_UP: Approval = { approvalId: 'made-up', supervisorId: SUPERVISOR_ID };
