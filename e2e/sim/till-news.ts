import type { AuditedTill, Auditor } from './auditor.ts';
import type { BankRecords } from './bank-records.ts';
import type { Shown } from './counter-screen.ts';
import type { HoldAudit } from './hold-audit.ts';
import type { LinkEvents } from './link-events.ts';
import type { Reader } from './reader.ts';
import type { SiteNews } from './till-site.ts';

/** Who hears what is said at one till. The auditors see its disk, so they are there after it. */
interface Listeners {
  readonly till: () => AuditedTill;
  readonly reader: () => Reader;
  readonly auditor: () => Auditor;
  readonly holds: () => HoldAudit;
  readonly links: LinkEvents;
  readonly bank: BankRecords;
  readonly told: (line: string) => void;
  readonly shown: (shown: Shown) => void;
  /** Judged before the next event: what was read must be so at that moment. */
  readonly judged: (problems: Promise<readonly string[]>) => void;
}

/** What the screens of a till say, and what people there do, each before whoever judges it. */
export function newsOf(heard: Listeners): SiteNews {
  const { till, reader, auditor, holds, links, bank, told, shown, judged } = heard;
  return {
    told,
    shown,
    begins: (saleId) => reader().begins(saleId),
    says: (words) => judged(reader().says(words)),
    concludes: (saleId, words) => judged(reader().concludes(saleId, words)),
    looks: (figures) => judged(reader().looks(figures)),
    approved: (approval, act) => reader().acts.approved(approval, act),
    decided: (decision, row, done) => judged(reader().acts.decided(decision, row, done)),
    voided: (saleId) => judged(auditor().voided(till(), saleId)),
    refunded: (refundId) => judged(auditor().refunded(till(), refundId)),
    renewed: (isAsked) => judged(Promise.resolve(reader().keys.told(isAsked))),
    guarded: (isAsked) => judged(Promise.resolve(reader().keys.guarded(isAsked))),
    typed: (isRight, isOpen) => judged(Promise.resolve(reader().keys.typed(isRight, isOpen))),
    counted: (shift) => judged(reader().counted(shift)),
    held: (id) => judged(holds().done(till(), id)),
    ...links.newsOf(till, judged),
    funded: () => {
      bank.fund('poor', 500_000n);
      bank.fund('small', 3_000n);
    },
    starts: () => judged(reader().starts()),
    started: (report) => judged(reader().start.told(report)),
    found: (found) => judged(reader().found(found)),
  };
}
