import { DEMO_OPERATORS } from '../../shared/domain/demo-merchant.ts';
import { minor } from '../../shared/domain/money.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { AuditedTill, Auditor } from './auditor.ts';
import type { JournalView } from './journal-view.ts';

type SupervisorAct = Extract<JournalView['records'][number]['body'], { kind: 'supervisor-act' }>;

/** By the list of their merchant: who gives no discount without the supervisor. */
const ASK_FIRST: ReadonlySet<string> = new Set(
  DEMO_OPERATORS.flatMap((one) =>
    'mayNot' in one && one.mayNot.some((right) => right === 'discount') ? one.id : [],
  ),
);

/**
 * A28, reckoned from the journal alone: of a sale under the name of somebody who may give no discount no
 * record says that it is sold for less than its goods cost, but by so much as a supervisor has allowed for
 * that very sale in a record before it. Whether a PIN was typed for that one `ActAudit` looks at.
 */
export function auditDiscounts(auditor: Auditor, till: AuditedTill): string[] {
  const allowed = new Map<string, number>();
  const problems: string[] = [];
  for (const { number, body } of auditor.journalOf(till).records) {
    if (body.kind === 'supervisor-act') {
      const before = allowed.get(body.saleId) ?? 0;
      allowed.set(body.saleId, Math.max(before, vouchedIn(body)));
    }
    if (body.kind !== 'sale' || !ASK_FIRST.has(body.sale.operatorId)) continue;
    const { id, operatorId } = body.sale;
    const [off, most] = [belowList(body.sale), allowed.get(id) ?? 0];
    if (off <= most) continue;
    problems.push(`A28 record ${number}: ${operatorId} takes ${off} off ${id}, allowed ${most}`);
  }
  return problems;
}

/** Who vouches for a sale on paper vouches for what was taken off it. */
function vouchedIn({ act, amountMinor = minor(0) }: SupervisorAct): number {
  if (act === 'enter-paper') return Number.MAX_SAFE_INTEGER;
  return act === 'discount' ? amountMinor : 0;
}

/** What its goods cost at their prices, less what is due for them. */
function belowList({ lines, totals }: Sale): number {
  const list = lines.reduce((sum, { unitPriceMinor, quantityMilli }) => {
    return sum + Math.round((unitPriceMinor * quantityMilli) / 1000);
  }, 0);
  return list - totals.dueMinor;
}
