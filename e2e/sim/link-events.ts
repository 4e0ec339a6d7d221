import type { Auditor, AuditedTill } from './auditor.ts';
import type { BankRecords } from './bank-records.ts';
import type { NewDice } from './dice.ts';
import { LinkCustomers } from './link-customers.ts';
import type { LinkNews } from './link-desk.ts';
import { PayLinkAudit } from './pay-link-audit.ts';
import type { Scheduler } from './scheduler.ts';
import type { SimBank } from './sim-bank.ts';

interface Parts {
  readonly seed: number;
  readonly newDice: NewDice;
  readonly scheduler: Scheduler;
  readonly records: BankRecords;
  readonly bank: SimBank;
  /** There are no tills to look at yet. */
  readonly auditor: () => Auditor;
  readonly tell: (what: string) => void;
}

/** Not 24 hours: a world lasts for one. */
const LINK_LIFE_MS = [5_000, 3 * 60_000] as const;

/** What happens around pay links in one world: who was given one, and who looks at the books. */
export class LinkEvents {
  readonly #customers: LinkCustomers;
  readonly #parts: Parts;
  #audit: PayLinkAudit | null = null;

  constructor(parts: Parts) {
    const { seed, newDice, scheduler, records, bank, tell } = parts;
    this.#parts = parts;
    bank.linkLifeMs = newDice(seed, 'links').between(...LINK_LIFE_MS);
    const dice = newDice(seed, 'link customers');
    const { linkLifeMs: lifeMs } = bank;
    this.#customers = new LinkCustomers({ scheduler, records, dice, lifeMs, tell });
  }

  get audit(): PayLinkAudit {
    const { records, auditor, scheduler } = this.#parts;
    this.#audit ??= new PayLinkAudit(records, auditor(), () => scheduler.nowMs);
    return this.#audit;
  }

  /** What the screens of this till say of them. */
  newsOf(
    till: () => AuditedTill,
    reads: (judged: Promise<readonly string[]>) => void,
  ): Omit<LinkNews, 'told'> {
    return {
      given: (saleId, url) => {
        this.#customers.given(url);
        reads(this.audit.given(till(), saleId));
      },
      withdraws: (url) => this.#customers.beingWithdrawn(url),
      freed: (saleId, tenderId, as) =>
        reads(Promise.resolve(this.audit.freed(saleId, tenderId, as, till()))),
    };
  }
}
