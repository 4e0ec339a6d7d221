import { expect } from '../patient-expect.ts';
import { setTimeout as wait } from 'node:timers/promises';
import { present } from '../../shared/lib/assert.ts';
import type { Found, FoundStrip } from '../page-models/found-strip.ts';
import type { VerdictKind } from '../page-models/payment-page.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { SHELF } from '../shelf.ts';
import type { Dice } from '../sim/dice.ts';
import type { TellingLog } from './told.ts';

/** Good at the bank, and taken without a line as well. */
const CARDS = ['good-tap', 'good-chip', 'limit-tap'] as const;
const GOODS = Object.values(SHELF);
const MOST_PIECES = 3;
const SOLD: readonly VerdictKind[] = ['cash', 'approved', 'provisional'];
/** An attended wait has its own end at 20 s, and "keep asking" begins another one. */
const VERDICT_LIMIT_MS = 60_000;
/** A button that does not come is a failure; by itself Playwright would wait for ever. */
const ACTION_LIMIT_MS = 20_000;
const FATE_LIMIT_MS = 45_000;
const LOOK_EVERY_MS = 50;

export interface Basket {
  readonly dueMinor: number;
  readonly cardId: (typeof CARDS)[number];
}

/** The hands at the till, and the eyes: whatever the screen says goes into the log. */
export class Cashier {
  readonly #dice: Dice;
  readonly #log: TellingLog;
  readonly #say: (line: string) => void;

  constructor(dice: Dice, log: TellingLog, say: (line: string) => void) {
    this.#dice = dice;
    this.#log = log;
    this.#say = say;
  }

  /** Goods on the counter, and on to pay. */
  async fill(till: TillPage): Promise<Basket> {
    const pieces = this.#dice.between(1, MOST_PIECES);
    let dueMinor = 0;
    for (let i = 0; i < pieces; i += 1) {
      const { barcode, priceMinor } = present(GOODS[this.#dice.between(0, GOODS.length - 1)], 'it');
      await till.register.scan(barcode);
      dueMinor += priceMinor;
    }
    await till.register.startPaying();
    return { dueMinor, cardId: this.#dice.pick(CARDS.map((id) => [id, 1] as const)) };
  }

  /** A sale as hundreds of them: to its verdict, its slip, and the next customer. */
  async sell(till: TillPage, tender: 'cash' | 'card' = this.#tender()): Promise<void> {
    const { dueMinor, cardId } = await this.fill(till);
    if (tender === 'cash') await till.payment.payCash('exact');
    else await till.payment.payByCard(cardId);
    await this.finish(till, dueMinor);
  }

  /** Answers what the till asks until there is a verdict, and notes it. */
  async finish(till: TillPage, dueMinor: number): Promise<void> {
    const { payment } = till;
    await expect(async () => {
      if (await payment.verdict.isVisible()) return;
      if (await payment.promiseQuestion.isVisible()) await payment.acceptPromise();
      else if (await payment.unknownQuestion.isVisible()) await this.#decideAboutUnknown(till);
      await expect(payment.verdict).toBeVisible({ timeout: LOOK_EVERY_MS });
    }).toPass({ timeout: VERDICT_LIMIT_MS, intervals: [LOOK_EVERY_MS] });
    const said = (await payment.verdict.getAttribute('data-verdict')) as VerdictKind;
    const isSold = SOLD.includes(said);
    if (isSold) await payment.seesSlipPrinted();
    const saleNumber = isSold ? await payment.readSaleNumber() : '';
    this.#log.add({ saleNumber, amountMinor: dueMinor, said });
    if (!isSold) this.#say(`     the screen said: ${said}`);
    await payment.leave();
    await this.#clearCounter(till);
  }

  /** After a start: reads what is said about the sale that was interrupted, and acts on it. */
  async comeBack(till: TillPage): Promise<void> {
    till.page.setDefaultTimeout(ACTION_LIMIT_MS);
    await till.waitUntilOpen();
    await till.waitUntilOnline();
    if (await till.findings.isVisible()) {
      this.#say(`     found: ${oneLine(await till.findings.innerText())}`);
      await till.dismissFindings();
    }
    while (await till.found.strip.isVisible()) await this.#readStrip(till);
    await this.#clearCounter(till);
  }

  async #readStrip({ found }: TillPage): Promise<void> {
    const read = await fateOf(found);
    if (read === null) return;
    const { saleNumber, amountMinor, fate } = read;
    this.#log.add({ saleNumber, amountMinor, said: fate });
    this.#say(`     told: ${saleNumber} ${fate}`);
    if (fate === 'slip-missing') await found.print();
    else await found.dismiss();
    // Its ink may change in the meantime (a promise is booked, a reversal done); it stands all the same.
    const named = async (): Promise<string | null> => (await found.read())?.saleNumber ?? null;
    await expect.poll(named, { timeout: FATE_LIMIT_MS }).not.toBe(saleNumber);
  }

  async #decideAboutUnknown({ payment }: TillPage): Promise<void> {
    if (this.#dice.chance(0.5)) await payment.keepAsking();
    else await payment.giveUp();
  }

  /** The customer whose card did not go has left: the next one begins with an empty counter. */
  async #clearCounter(till: TillPage): Promise<void> {
    await expect(till.register.total).toBeVisible();
    if ((await till.register.total.innerText()) !== '¥0.00') await till.register.clear();
    await expect(till.register.total).toHaveText('¥0.00');
  }

  #tender(): 'cash' | 'card' {
    return this.#dice.chance(0.5) ? 'cash' : 'card';
  }
}

/** As soon as the bank has been asked; null when the strip has gone meanwhile. */
async function fateOf(found: FoundStrip): Promise<Found | null> {
  const givenUpAtMs = Date.now() + FATE_LIMIT_MS;
  while (await found.strip.isVisible()) {
    const read = await found.read();
    if (read !== null) return read;
    if (Date.now() > givenUpAtMs) throw new Error('nobody says what became of a sale');
    await wait(LOOK_EVERY_MS);
  }
  return null;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
