import type { JournalRecord } from '../../shared/domain/journal.ts';
import type { AuditedTill, Auditor } from './auditor.ts';

type SaleBody = Extract<JournalRecord['body'], { kind: 'sale' }>;

const HOUR_MS = 3_600_000;
/** Where the shops of these worlds are, and when a day of theirs ends (P22). */
const [AHEAD_MS, CUT_OFF_MS] = [8 * HOUR_MS, 4 * HOUR_MS];

/**
 * Sales that were written on paper first, reckoned from the journal alone: each paper is one sale, paid in
 * cash that lies in the drawer already, of the day on which the customer had the goods, and a supervisor has
 * vouched for that very sale in a record before it (P28, P22, I2, I9).
 */
export function auditPapers(auditor: Auditor, till: AuditedTill): string[] {
  const vouched = new Map<string, string>();
  const entered = new Map<string, string>();
  const problems: string[] = [];
  for (const { number, body } of auditor.journalOf(till).records) {
    if (body.kind === 'supervisor-act' && body.act === 'enter-paper') {
      vouched.set(body.saleId, body.supervisorId);
    }
    if (body.kind !== 'sale' || body.sale.paper === undefined) continue;
    const { id, paper } = body.sale;
    const name = paper.paperNumber.replaceAll(' ', '').toUpperCase();
    const other = entered.get(name) ?? id;
    entered.set(name, id);
    if (other !== id) problems.push(`I2 paper ${name} is sold by ${other} and by ${id}`);
    if (vouched.get(id) !== paper.supervisorId) {
      problems.push(`F38 record ${number}: nobody has vouched for paper ${name}`);
    }
    problems.push(...faultsOf(body).map((fault) => `record ${number}, paper ${name}: ${fault}`));
  }
  return problems;
}

function faultsOf({ sale, opensDrawer }: SaleBody): string[] {
  const { payments, tenders, businessDay, paper } = sale;
  const day = new Date((paper?.soldAtMs ?? 0) + AHEAD_MS - CUT_OFF_MS).toISOString().slice(0, 10);
  const isCash = payments.length === 0 && tenders.every(({ kind }) => kind === 'cash');
  return [
    ...(isCash ? [] : ['I9 a card has paid for it']),
    ...(businessDay === day ? [] : [`P22 it counts for ${businessDay}, it was sold on ${day}`]),
    ...(opensDrawer === true ? ['A27 the drawer opens for it'] : []),
  ];
}
