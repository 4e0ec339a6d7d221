import { cardLockAfter } from '../../shared/domain/card-lock.ts';
import { JournalView, type AuditedTill } from './auditor.ts';
import type { TillSite } from './till-site.ts';
import { valueOf } from '../value-of.ts';

/** The disk of a till as the auditor looks at it. */
export function auditedTill(site: TillSite): AuditedTill {
  const { name, machine } = site;
  const journal = new JournalView({ journal: () => machine.journal });
  return {
    name,
    terminalId: terminalIdOf(Number(name.slice(-1))),
    journal: () => machine.journal,
    slips: () => machine.slips,
    outbox: async () => valueOf(await machine.database.outbox()),
    cardsLocked: () =>
      site.open?.checkout.cardsLocked === true ||
      journal.records.reduce(cardLockAfter, null) !== null,
    databaseSale: async (saleId) => valueOf(await machine.database.sales([saleId])).get(saleId),
  };
}

export const terminalIdOf = (number: number): string => `0100000${number}`;
