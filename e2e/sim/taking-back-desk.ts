import { minor, type Minor } from '../../shared/domain/money.ts';
import { hasBanksYes } from '../../shared/domain/payment.ts';
import { cashParts } from '../../shared/domain/refund-parts.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { voidWay } from '../../shared/domain/voiding.ts';
import type { PaymentDesk } from '../../renderer/services/paying/payment-desk.ts';
import type { Refundable } from '../../renderer/services/taking-back/refund-sale.ts';
import type { NamedBySlip } from '../../renderer/services/slips/refund-slip.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import type { Dice } from './dice.ts';
import type { Life } from './life.ts';
import type { Machine, Slip } from './machine.ts';
import { MADE_UP, type Allows } from './step-up.ts';
import { valueOf } from '../value-of.ts';

export interface TakingBackNews {
  /** The screen says that the bank has taken it back. */
  readonly voided: (saleId: string) => void;
  /** The screen says that the bank has given this refund. */
  readonly refunded: (refundId: string) => void;
  readonly told: (line: string) => void;
}

interface Parts {
  readonly machine: Machine;
  readonly voids: Dice;
  readonly refunds: Dice;
  /** Of what goes back without asking the bank. */
  readonly backs: Dice;
  /** What customers of all tills have in hands. */
  readonly slips: () => readonly Slip[];
  readonly allows: Allows;
  readonly news: TakingBackNews;
}

/** Customers bring back what they bought (P18, A20): voids and refunds, by card and in cash. */
export class TakingBackDesk {
  readonly #till: OpenTill;
  readonly #life: Life;
  readonly #parts: Parts;

  constructor(till: OpenTill, life: Life, parts: Parts) {
    this.#till = till;
    this.#life = life;
    this.#parts = parts;
  }

  /** A customer comes back with what he bought a while ago; sometimes nobody waits for the bank. */
  async voidOne(): Promise<void> {
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
  async giveBackOne(): Promise<void> {
    const { machine, backs } = this.#parts;
    const recent = valueOf(await machine.database.recentSales(VOIDED_AMONG, 0));
    const older = recent.filter(needsNoBank);
    const paidLater = older.filter(({ recoveredInCash }) => recoveredInCash !== undefined);
    // They are few, and come back for it more than once.
    const isLater = paidLater.length > 0 && backs.chance(0.8);
    const among = isLater ? paidLater : older;
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
    if (backs.chance(isLater ? 0.7 : 0.3)) given.push(this.#refund(found, leftMinor, backs));
    await Promise.all(given);
  }

  async #void(sale: Sale, dice: Dice): Promise<void> {
    const { news } = this.#parts;
    const approval = dice.chance(0.9) ? await this.#parts.allows('void') : MADE_UP;
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
  async refundOne(): Promise<void> {
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
    const approval = refunds.chance(0.9) ? await this.#parts.allows('refund') : MADE_UP;
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
