import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import { approvedOf, type Payment } from '../../../shared/domain/payment.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { leftToVoid, openVoid, voidHindrance, voidWay } from '../../../shared/domain/voiding.ts';
import { present } from '../../../shared/lib/assert.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import {
  askAgain,
  askBank,
  writtenIntent,
  type AskedEnd,
  type AskedIntent,
  type NothingSent,
} from '../paying/attended-ask.ts';
import type { Numbers } from '../books/ledger-of-the-till.ts';
import type { PaymentDesk } from '../paying/payment-desk.ts';
import { attendedRun, type AttendedRun, type PaymentServices } from '../paying/payment-run.ts';
import type { PaymentSurroundings } from '../paying/payment-surroundings.ts';
import { recordedSale } from '../books/sale-reading.ts';
import { paymentAfter } from '../books/sale-writing.ts';
import { voidHere, withdrawHere, type VoidOrder } from './void-here.ts';

/** Declined or taken back, the sale stands. */
export type VoidOutcome =
  | { readonly kind: 'voided'; readonly sale: Sale }
  | Exclude<AskedEnd, { kind: 'done' }>
  | NothingSent;

/**
 * Takes back in full what a card paid (`shared/domain/voiding.ts`), in the steps of a payment: the intent
 * is durable before anything leaves (P9), no answer is unknown and asked about (P5), what is given up
 * is reversed (P6). Never without a line (P18): what the bank has said yes to, only it takes back.
 * Cash alone, and a promise of which nothing has left, go back without asking anybody (`void-here.ts`).
 */
export async function voidSale(
  services: PaymentServices,
  around: PaymentSurroundings,
  order: VoidOrder,
  desk: PaymentDesk,
): Promise<Result<VoidOutcome, Failure>> {
  const run = attendedRun(services, around, desk);
  const { ledger, ports } = services;
  const before = await recordedSale(ledger, ports, order.saleId);
  if (!before.ok) return before;
  const sale = before.value;
  if (sale === null) return err(failure('not-found', order.saleId));
  const open = openVoid(sale);
  const isAsked = open?.status.state === 'authorizing' || open?.status.state === 'unknown';
  // Pressed again while its outcome is unknown: the same id, no second void (P8).
  if (open !== null && isAsked) return asVoid(await askAgain(run, sale, open));
  const hindrance = voidHindrance(sale, ledger.head().counters.batch);
  if (hindrance !== null) return err(failure('void-not-possible', hindrance));
  const way = voidWay(sale);
  if (way !== 'bank') {
    const done = await (way === 'cash' ? voidHere : withdrawHere)(services, order);
    return done.ok ? ok({ kind: 'voided', sale: done.value }) : done;
  }
  return asVoid(await askBank(run, 'void-needs-line', () => storeIntent(run, order)));
}

/** With the supervisor's word in one record: neither is there without the other (P9, F38). */
async function storeIntent(
  run: AttendedRun,
  { saleId, approval }: VoidOrder,
): Promise<Result<AskedIntent, Failure>> {
  const { ledger, ports } = run.services;
  const id = ports.random.uuid();
  let hindrance: string | null = null;
  const written = await ledger.commit((numbers, now) => {
    const sale = present(now, 'the sale that is voided');
    hindrance = voidHindrance(sale, ledger.head().counters.batch);
    if (hindrance !== null) {
      return { kind: 'notice', code: 'step-too-late', detail: `void of ${saleId}: ${hindrance}` };
    }
    const { supervisorId, approvalId, reason } = approval;
    const who = { supervisorId, approvalId, reason };
    const voiding = voidOf(sale, id, supervisorId, numbers);
    return { kind: 'supervisor-act', act: 'void', ...who, outboxKey: '', saleId, voiding };
  }, saleId);
  if (hindrance !== null) return err(failure('void-not-possible', hindrance));
  if (!written.ok) return written;
  return writtenIntent(run, saleId, id);
}

/** All of the original but its numbers and its card: that one the bank has (TERMINAL 2a). */
function voidOf(sale: Sale, id: string, supervisorId: string, numbers: Numbers): Payment {
  const original = present(leftToVoid(sale)[0], 'the payment that is voided');
  const { core, card, tenderId } = original;
  const amountMinor = approvedOf(original);
  const { saleId, currency, terminalId, merchantId } = core;
  const payment: Payment = {
    id,
    tenderId,
    core: {
      kind: 'void',
      id,
      saleId,
      amountMinor,
      currency,
      terminalId,
      merchantId,
      ...numbers.takeTransaction(),
      sealedCard: '',
      originalId: core.id,
    },
    card: { ...card, verification: 'none' },
    createdAtMs: numbers.nowMs,
    status: { state: 'created' },
    supervisorId,
  };
  return paymentAfter(payment, { type: 'intent-stored', atMs: numbers.nowMs });
}

function asVoid(ended: Result<AskedEnd | NothingSent, Failure>): Result<VoidOutcome, Failure> {
  if (!ended.ok) return ended;
  const { value } = ended;
  return ok(value.kind === 'done' ? { kind: 'voided', sale: value.sale } : value);
}
