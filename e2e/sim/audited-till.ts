import { cardLockAfter, type CardLock } from '../../shared/domain/card-lock.ts';
import type { AuditedTill } from './auditor.ts';
import { JournalView, NewRecords } from './journal-view.ts';
import type { TillSite } from './till-site.ts';
import { valueOf } from '../value-of.ts';

/** From the end of a step to the words about it both copies are asked; a lock may open meanwhile. */
const READING_TAKES_MS = 50;

/** The disk of a till as the auditor looks at it. */
export function auditedTill(site: TillSite, nowMs: () => number): AuditedTill {
  const { name, machine } = site;
  const isUnrecorded = (): boolean => site.open?.checkout.cardsLocked === true;
  const written = new NewRecords(JournalView.of(machine.journalFile));
  let lock: CardLock | null = null;
  const journalLock = (): CardLock | null => {
    const { fresh, isAnew } = written.next();
    lock = fresh.reduce(cardLockAfter, isAnew ? null : lock);
    return lock;
  };
  let wasLocked = false;
  let lockedUntilMs = Number.NEGATIVE_INFINITY;
  return {
    name,
    terminalId: terminalIdOf(Number(name.slice(-1))),
    journal: machine.journalFile,
    slips: () => machine.slips,
    outbox: async () => valueOf(await machine.database.outbox()),
    keys: () => {
      const { deviceKey = site.devicePublicKey, nextDeviceKey } = machine.deviceKeys ?? {};
      const inUse = nextDeviceKey?.isInUse === true ? nextDeviceKey.key : deviceKey;
      const all = nextDeviceKey === undefined ? [deviceKey] : [deviceKey, nextDeviceKey.key];
      const isRenewing = nextDeviceKey !== undefined;
      return { inUse, isRenewing, all, prepared: machine.prepared?.deviceKey ?? null };
    },
    sentAtMs: (signature) => site.line.sentAtMs(signature),
    afterEvent: () => {
      const isLocked = journalLock() !== null || isUnrecorded();
      if (isLocked || wasLocked) lockedUntilMs = nowMs();
      wasLocked = isLocked;
    },
    cardsLocked: () =>
      isUnrecorded() ||
      wasLocked ||
      nowMs() - lockedUntilMs <= READING_TAKES_MS ||
      journalLock() !== null,
    databaseSale: async (saleId) => valueOf(await machine.database.sales([saleId])).get(saleId),
  };
}

export const terminalIdOf = (number: number): string => `0100000${number}`;
