import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import { approvedOf, type Payment } from '../../shared/domain/payment.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { leftToVoid, openVoid, voidHindrance } from '../../shared/domain/voiding.ts';
import { present } from '../../shared/lib/assert.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { waitForGiveBack, type GivenBack } from './give-back.ts';
import type { Numbers } from './ledger-of-the-till.ts';
import type { PaymentDesk } from './payment-desk.ts';
import { attendedRun, type AttendedRun, type PaymentServices } from './payment-run.ts';
import { howToStart } from './payment-start.ts';
import type { PaymentSurroundings } from './payment-surroundings.ts';
import { recordedSale } from './sale-reading.ts';
import { paymentAfter, paymentIn } from './sale-writing.ts';
import type { ReasonedApproval } from './supervisor-acts.ts';

export interface VoidOrder {
  readonly saleId: string;
  /** A supervisor's, for this very act (F38). */
  readonly approval: ReasonedApproval;
}

/** Declined or taken back, the sale stands. */
export type VoidOutcome =
  | { readonly kind: 'voided'; readonly sale: Sale }
  | Exclude<GivenBack, { kind: 'given-back' }>
  /** Nothing was sent. */
  | { readonly kind: 'stopped'; readonly sale: Sale };

/**
 * Takes back in full what a card paid (`shared/domain/voiding.ts`), in the steps of a payment: the intent
 * is durable before anything leaves (P9), no answer is unknown and asked about (P5), what is given up
 * is reversed (P6). Never without a line (P18): what the bank has said yes to, only it takes back.
 */
export async function voidSale(
  services: PaymentServices,
  around: PaymentSurroundings,
  order: VoidOrder,
  desk: PaymentDesk,
): Promise<Result<VoidOutcome, Failure>> {
  const run = attendedRun(services, around, desk);
  const { ledger, ports, outbox } = services;
  const before = await recordedSale(ledger, ports, order.saleId);
  if (!before.ok) return before;
  const sale = before.value;
  if (sale === null) return err(failure('not-found', order.saleId));
  const open = openVoid(sale);
  const isAsked = open?.status.state === 'authorizing' || open?.status.state === 'unknown';
  // Pressed again while its outcome is unknown: the same id, no second void (P8).
  if (open !== null && isAsked) return asVoid(await waitForGiveBack(run, sale, open, 'no-answer'));
  const hindrance = voidHindrance(sale, ledger.head().counters.batch);
  if (hindrance !== null) return err(failure('void-not-possible', hindrance));
  const start = await howToStart(run, outbox);
  if (start === 'stopped') return ok({ kind: 'stopped', sale });
  if (start === 'offline') return err(failure('void-needs-line'));
  const intent = await storeIntent(run, order);
  if (!intent.ok) {
    run.tell('intent-stored', 'failed', intent.error.code);
    return intent;
  }
  run.tell('intent-stored', 'done');
  const { sale: voiding, payment } = intent.value;
  return asVoid(await waitForGiveBack(run, voiding, payment, 'nothing-asked'));
}

/** With the supervisor's word in one record: neither is there without the other (P9, F38). */
async function storeIntent(
  { services: { ledger, ports } }: AttendedRun,
  { saleId, approval }: VoidOrder,
): Promise<Result<{ readonly sale: Sale; readonly payment: Payment }, Failure>> {
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
  const sale = await recordedSale(ledger, ports, saleId);
  if (!sale.ok) return err(failure('payment-open', sale.error.code));
  const stored = present(sale.value, 'the sale that is voided');
  return ok({ sale: stored, payment: paymentIn(stored, id) });
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

function asVoid(ended: Result<GivenBack, Failure>): Result<VoidOutcome, Failure> {
  if (!ended.ok) return ended;
  const { value } = ended;
  return ok(value.kind === 'given-back' ? { kind: 'voided', sale: value.sale } : value);
}
