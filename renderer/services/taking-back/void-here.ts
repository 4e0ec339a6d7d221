import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { OutboxRow } from '../../../shared/domain/outbox.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { cashMovedBy } from '../../../shared/domain/shift.ts';
import { afterVoid, voidHindrance, voidWay, type VoidWay } from '../../../shared/domain/voiding.ts';
import { present } from '../../../shared/lib/assert.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { PaymentServices } from '../paying/payment-run.ts';
import { cashGoesBack } from './cash-going-back.ts';
import type { SaleChange } from '../books/sale-commit.ts';
import type { Numbers } from '../books/ledger-of-the-till.ts';
import { withdrawnSale } from './promise-withdrawing.ts';
import type { ReasonedApproval } from '../recovery/supervisor-acts.ts';

export interface VoidOrder {
  readonly saleId: string;
  /** A supervisor's, for this very act (F38). */
  readonly approval: ReasonedApproval;
}

/**
 * Voids a sale that no bank has to be asked about (`shared/domain/voiding.ts`): cash lies in the drawer,
 * and of a promise nothing may have left yet. It is done with one record that holds the supervisor's
 * word, the sale and what the bank is to be told (P9, F38), with or without a line.
 */
export function voidHere(services: PaymentServices, order: VoidOrder): Promise<Voided> {
  const { ports } = services;
  return written(services, order, 'cash', (sale, numbers) => {
    const { supervisorId } = order.approval;
    return cashGoesBack(afterVoid(sale), supervisorId, numbers, ports.random);
  });
}

/** The same of a promise, while nothing of the queue can leave: a record that was claimed stays (P11). */
export async function withdrawHere(services: PaymentServices, order: VoidOrder): Promise<Voided> {
  const { ports, outbox } = services;
  const done = await outbox.alone(async (): Promise<Voided> => {
    const claim = await ports.store.note('drain-claim');
    if (!claim.ok) return claim;
    const rows = await ports.store.outbox();
    if (!rows.ok) return rows;
    const claimedUpTo = Number(claim.value ?? 0);
    const unsent = new Set(
      rows.value.flatMap((row) => (isUnsent(row, claimedUpTo) ? row.key : [])),
    );
    return written(services, order, 'promise', (sale, numbers) =>
      withdrawnSale(sale, unsent, order.approval.supervisorId, numbers, ports.random),
    );
  });
  return done ?? err(failure('void-on-its-way', 'another window sends'));
}

type Voided = Result<Sale, Failure>;

function isUnsent({ lane, transactionNumber }: OutboxRow, claimedUpTo: number): boolean {
  return lane !== 'exception' && transactionNumber > claimedUpTo;
}

/** `change`: null where it may not be done here. */
async function written(
  { ledger }: PaymentServices,
  { saleId, approval }: VoidOrder,
  way: VoidWay,
  change: (sale: Sale, numbers: Numbers) => SaleChange | null,
): Promise<Voided> {
  const { supervisorId, approvalId, reason } = approval;
  let refused: Failure | null = null;
  let voided: Sale | null = null;
  const record = await ledger.commit((numbers, now) => {
    const sale = present(now, 'the sale that is voided');
    const hindrance = voidHindrance(sale, ledger.head().counters.batch);
    const changed = hindrance === null && voidWay(sale) === way ? change(sale, numbers) : null;
    if (changed === null) {
      refused =
        hindrance === null ? failure('void-on-its-way') : failure('void-not-possible', hindrance);
      const { code, detail } = refused;
      return {
        kind: 'notice',
        code: 'step-too-late',
        detail: `void of ${saleId}: ${code} ${detail}`,
      };
    }
    const { sale: after, ...told } = changed;
    voided = after;
    const done = { sales: [after], ...told, cashMinor: cashMovedBy(sale, after) };
    const who = { supervisorId, approvalId, reason };
    return { kind: 'supervisor-act', act: 'void', ...who, outboxKey: '', saleId, done };
  }, saleId);
  if (refused !== null) return err(refused);
  return record.ok ? ok(present<Sale>(voided, 'the voided sale')) : record;
}
