import { openLinkOf } from '../../shared/domain/pay-link.ts';
import { lossBehindLink } from '../../shared/domain/recovery.ts';
import type { CardTender, Sale } from '../../shared/domain/sale.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import { valueOf } from '../value-of.ts';
import type { Dice } from './dice.ts';
import type { Life } from './life.ts';
import type { Machine } from './machine.ts';
import { drawnLoss } from './drawn-loss.ts';

export interface LinkNews {
  /** The screen shows the code to a customer, who takes it along. */
  readonly given: (saleId: string, url: string) => void;
  /** Somebody at the till is about to take it back. */
  readonly withdraws: (url: string) => void;
  /** The screen says that nobody pays by a link of it any more, or that somebody has. */
  readonly freed: (saleId: string, tenderId: string, as: 'free' | 'paid') => void;
  readonly told: (line: string) => void;
}

interface Parts {
  readonly dice: Dice;
  readonly machine: Pick<Machine, 'database'>;
  readonly news: LinkNews;
}

interface Loss {
  readonly sale: Sale;
  readonly tenderId: string;
}

/**
 * Customers of refused promises are given a link (decision 16): asked for twice now and then, asked about,
 * printed, and taken back, also just when somebody pays by it.
 */
export class LinkDesk {
  readonly #till: OpenTill;
  readonly #life: Life;
  readonly #parts: Parts;

  constructor(till: OpenTill, life: Life, parts: Parts) {
    this.#till = till;
    this.#life = life;
    this.#parts = parts;
  }

  async work(): Promise<void> {
    const { dice } = this.#parts;
    const loss = await this.#loss();
    if (loss === null) return;
    const link = openLinkOf(loss.sale, loss.tenderId);
    if (link === null) return this.#make(loss);
    if (link.status.state === 'open') this.#gives(loss, link.status.url);
    if (dice.chance(0.4)) return this.#withdraw(loss);
    if (dice.chance(0.5)) return this.#till.checkout.payLinks.ask({ now: true });
    await this.#print(loss, link.core.id);
  }

  async #make(loss: Loss): Promise<void> {
    const { dice, news } = this.#parts;
    const { sale, tenderId } = loss;
    const { payLinks } = this.#till.checkout;
    const presses = [payLinks.make(sale.id, tenderId)];
    if (dice.chance(0.2)) presses.push(payLinks.make(sale.id, tenderId));
    for (const made of await Promise.all(presses)) {
      news.told(`link for ${sale.number}: ${made.ok ? made.value.status.state : made.error.code}`);
      if (!made.ok || made.value.status.state !== 'open') continue;
      this.#gives(loss, made.value.status.url);
      if (dice.chance(0.4)) await this.#print(loss, made.value.core.id);
    }
    if (!dice.chance(0.5)) return;
    await this.#life.wait(dice.between(500, 20_000));
    await this.#withdraw(loss);
  }

  async #withdraw({ sale, tenderId }: Loss): Promise<void> {
    const { machine, news } = this.#parts;
    const now = valueOf(await machine.database.sales([sale.id])).get(sale.id) ?? sale;
    const status = openLinkOf(now, tenderId)?.status;
    if (status?.state === 'open') news.withdraws(status.url);
    await takesLinkBack(this.#till, { sale, tenderId }, news);
  }

  async #print({ sale }: Loss, linkId: string): Promise<void> {
    const printed = await this.#till.checkout.payLinks.print(sale.id, linkId);
    this.#parts.news.told(`link of ${sale.number} printed: ${printed.ok}`);
  }

  #gives({ sale }: Loss, url: string): void {
    this.#parts.news.given(sale.id, url);
  }

  async #loss(): Promise<Loss | null> {
    const { dice, machine } = this.#parts;
    const drawn = await drawnLoss(machine, dice);
    if (drawn === null) return null;
    const { sale, payment } = drawn;
    const tender = sale.tenders.find(
      (one): one is CardTender => one.kind === 'card' && one.id === payment.tenderId,
    );
    if (tender === undefined || lossBehindLink(sale, tender) === null) return null;
    return { sale, tenderId: tender.id };
  }
}

/** As the dialog does it, before the money is taken otherwise; false: it may not be taken now. */
export async function takesLinkBack(
  till: OpenTill,
  { sale, tenderId }: { readonly sale: Pick<Sale, 'id' | 'number'>; readonly tenderId: string },
  { told, freed }: Pick<LinkNews, 'told' | 'freed'>,
): Promise<boolean> {
  const done = await till.checkout.payLinks.withdraw(sale.id, tenderId);
  told(`link of ${sale.number} withdrawn: ${done.ok ? done.value : done.error.code}`);
  if (done.ok) freed(sale.id, tenderId, done.value);
  return done.ok && done.value === 'free';
}
