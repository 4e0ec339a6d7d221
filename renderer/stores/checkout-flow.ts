import type { Strokes } from '../../shared/domain/card-signature.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { paymentToSign } from '../../shared/domain/signing.ts';
import type { AnswerBy, PaymentDesk, Question } from '../services/paying/payment-desk.ts';
import type { SlipWish } from '../services/slips/slip-desk.ts';
import { AttendedDesk } from './attended-desk.ts';
import { concludeStep, type TillAtTheCounter } from './step-conclusion.ts';
import { verdictAfterBug } from './verdict-after-bug.ts';
import { isSold, NEW_TRY, type Paying, type Verdict } from './paying.ts';

interface Surroundings {
  readonly openTill: () => TillAtTheCounter | null;
  readonly paying: () => Paying | null;
  /** Of the sale that is on the counter. */
  readonly saleId: () => string;
  readonly show: (paying: Paying) => void;
  /** The goods have gone: the counter is free for the next cart. */
  readonly sold: () => void;
}

/**
 * How one step of a payment runs on the screen: never two at a time (P8), the questions of the
 * running one put to the cashier, its verdict kept, and the slip printed once the goods are sold.
 */
export class CheckoutFlow {
  readonly #around: Surroundings;
  readonly #desk: AttendedDesk;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#desk = new AttendedDesk({ now: around.paying, change: (part) => this.change(part) });
  }

  change(part: Partial<Paying>): void {
    const paying = this.#around.paying();
    if (paying !== null) this.#around.show({ ...paying, ...part });
  }

  /** One step at a time, whatever is pressed how often; a sale that is sold is not paid (P8). */
  async once(
    first: Partial<Paying>,
    work: (till: TillAtTheCounter) => Promise<Verdict | null>,
  ): Promise<void> {
    const till = this.#around.openTill();
    const paying = this.#around.paying();
    if (till === null || paying === null || paying.busy || isSold(paying.verdict)) return;
    this.change({ ...NEW_TRY, ...first, busy: true });
    const outcome = await this.#evenIfBroken(till, work);
    const { verdict, sale } = await concludeStep(till, {
      saleId: this.#around.saleId(),
      outcome,
      before: this.#around.paying()?.sale ?? null,
    });
    this.change({ busy: false, question: null, waitingSinceMs: null, verdict, sale });
    if (!isSold(verdict)) return;
    // In the same breath, and behind it: that the counter is empty must be kept as well.
    this.#around.sold();
    await this.#signOrPrint(till, verdict.sale);
  }

  /** A card whose list came to a signature is signed for first: the slip has it, or the line for it. */
  async #signOrPrint(till: TillAtTheCounter, sale: Sale): Promise<void> {
    const payment = paymentToSign(sale);
    if (payment !== null) {
      this.change({ signing: { payment, busy: false, hasFailed: false } });
      return;
    }
    await this.#printSlip(till, sale.id);
  }

  /** After a loss the slip of the sale is out: what comes out now replaces it, and is marked as a copy. */
  #printSlip(till: TillAtTheCounter, saleId: string): Promise<void> {
    const isReplaced = this.#around.paying()?.recovers !== undefined;
    return this.#print(till, saleId, isReplaced ? 'again' : 'first');
  }

  /** What the cardholder drew, or null: on paper. The money is done with, whatever becomes of this. */
  async sign(strokes: Strokes | null): Promise<void> {
    const till = this.#around.openTill();
    const { signing = null, verdict = null } = this.#around.paying() ?? {};
    if (till === null || signing === null || signing.busy || !isSold(verdict)) return;
    const { payment } = signing;
    this.change({ signing: { payment, busy: true, hasFailed: false } });
    const signed = await signedSale(till, verdict.sale.id, payment.id, strokes);
    if (signed === null && strokes !== null) {
      this.change({ signing: { payment, busy: false, hasFailed: true } });
      return;
    }
    const sale = signed ?? verdict.sale;
    this.change({ signing: null, verdict: { ...verdict, sale }, sale });
    // Not written down either: the slip has the line for a pen, which is all that is needed.
    if (signed === null) await this.#printSlip(till, sale.id);
    else await this.#signOrPrint(till, sale);
    void till.checkout.signatures.upload().catch((bug: unknown) => till.noteBug(bug));
  }

  /**
   * A bug of our own must not leave the counter waiting for ever, nor claim more than the records
   * show: what became of the money is looked up, and is unknown until then (P5, I9).
   */
  async #evenIfBroken(
    till: TillAtTheCounter,
    work: (till: TillAtTheCounter) => Promise<Verdict | null>,
  ): Promise<Verdict | null> {
    const before = this.#around.paying()?.sale ?? null;
    try {
      return await work(till);
    } catch (bug) {
      this.#desk.abort();
      const isWhole = await till.noteBug(bug);
      return verdictAfterBug(isWhole ? till.checkout : null, this.#around.saleId(), before);
    }
  }

  /** The cash is in the record, whatever the drawer does; one that stays shut is said (A27). */
  async openDrawer(till: TillAtTheCounter, saleId: string): Promise<void> {
    const isOpen = await done(till, till.checkout.slips.openDrawer(saleId));
    if (!isOpen && this.#around.paying()?.sale?.id === saleId) this.change({ isDrawerShut: true });
  }

  /** The slip of the sale that was paid: once more, or for the first time where none came out. */
  async printAgain(): Promise<void> {
    const [till, paying] = [this.#around.openTill(), this.#around.paying()];
    const saleId = paying?.sale?.id;
    if (till === null || saleId === undefined || paying?.slip === 'printing') return;
    await this.#print(till, saleId, paying?.slip === 'not-printed' ? 'first' : 'again');
  }

  async #print(till: TillAtTheCounter, saleId: string, wish: SlipWish): Promise<void> {
    this.change({ slip: 'printing' });
    const isPrinted = await done(till, till.checkout.slips.print(saleId, wish));
    // The next sale may have begun while the printer was at work.
    if (this.#around.paying()?.sale?.id === saleId) {
      this.change({ slip: isPrinted ? 'printed' : 'not-printed' });
    }
    await till.refresh();
  }

  /** A new payment's person at the counter. */
  desk(): PaymentDesk {
    return this.#desk.open();
  }

  giveUp(): void {
    this.#desk.giveUp();
  }

  answer<Kind extends Question['kind']>(kind: Kind, answer: AnswerBy[Kind]): void {
    this.#desk.answer(kind, answer);
  }
}

/** Null: it could not be written down. */
async function signedSale(
  till: TillAtTheCounter,
  saleId: string,
  paymentId: string,
  strokes: Strokes | null,
): Promise<Sale | null> {
  try {
    const signed = await till.checkout.signatures.sign(saleId, paymentId, strokes);
    return signed.ok ? signed.value : null;
  } catch (bug) {
    await till.noteBug(bug);
    return null;
  }
}

/** Whether a device has done its work; a bug on the way to it is noted, and it has not. */
async function done(
  till: TillAtTheCounter,
  work: Promise<{ readonly ok: boolean }>,
): Promise<boolean> {
  try {
    return (await work).ok;
  } catch (bug) {
    await till.noteBug(bug);
    return false;
  }
}
