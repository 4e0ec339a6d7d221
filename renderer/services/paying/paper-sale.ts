import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { Approval } from '../../../shared/contracts/supervised-acts.ts';
import { dueInCash, type CashRounding } from '../../../shared/domain/cash.ts';
import { isSamePaper, paperFault, type PaperOrigin } from '../../../shared/domain/paper-sale.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import { cashTender } from './cash-payment.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import { commitSale } from '../books/sale-commit.ts';
import {
  completedIfPaid,
  openRest,
  saleOfCart,
  unpayable,
  withCashTender,
  type Place,
  type PricedCart,
} from '../books/sale-writing.ts';

export interface PaperOrder {
  readonly cart: PricedCart;
  readonly paper: Omit<PaperOrigin, 'supervisorId'>;
  readonly approval: Approval;
  readonly rounding: CashRounding;
}

/** Of so many sales the papers are looked through: more than a till sells in the month they may be old. */
const LOOKED_THROUGH = 20_000;
const LOOKED_AT_ONCE = 500;

/**
 * What was sold on paper while the till was gone becomes a sale like any other (补录): the supervisor's
 * word first, then one record, in cash, of the business day on which the customer had the goods. The
 * drawer stays shut, since the money lies in it already. Nothing of it may have been paid otherwise.
 *
 * @param place with the business day of the moment that stands on the paper.
 */
export async function enterPaperSale(
  { random, store, clock }: Pick<TillPorts, 'random' | 'store' | 'clock'>,
  ledger: Ledger,
  place: Place,
  { cart, paper, approval, rounding }: PaperOrder,
): Promise<Result<Sale, Failure>> {
  const refusal = unpayable(cart);
  if (refusal !== null) return err(refusal);
  const paperNumber = paper.paperNumber.trim();
  const fault = paperFault(paper, clock.nowMs());
  if (fault !== null) return err(failure('paper-invalid', fault));
  const entered = await enteredBefore(store, paperNumber, cart.saleId);
  if (!entered.ok) return entered;
  if (entered.value !== null) return err(failure('paper-entered', entered.value));
  const { supervisorId } = approval;
  const vouched = await ledger.commit(() => ({
    kind: 'supervisor-act',
    act: 'enter-paper',
    ...approval,
    reason: paperNumber,
    outboxKey: '',
    saleId: cart.saleId,
  }));
  if (!vouched.ok) return vouched;
  const tenderId = random.uuid();
  return commitSale(ledger, 'completed', cart.saleId, (numbers, before) => {
    // A sale of which a tender stands or is in doubt happened here, and not on paper.
    if (before !== null) return null;
    const sale = saleOfCart(before, cart, place, numbers);
    const rest = openRest(sale);
    const exact = cashTender(tenderId, rest, dueInCash(rest, rounding), rounding);
    const { soldAtMs } = paper;
    const entry = { ...sale, paper: { paperNumber, soldAtMs, supervisorId } };
    return completedIfPaid(withCashTender(entry, exact), numbers, random);
  });
}

/** The number of the sale that this paper became before; null when it is new. */
async function enteredBefore(
  store: Pick<TillPorts['store'], 'recentSales'>,
  paperNumber: string,
  saleId: string,
): Promise<Result<string | null, Failure>> {
  for (let skipped = 0; skipped < LOOKED_THROUGH; skipped += LOOKED_AT_ONCE) {
    const sales = await store.recentSales(LOOKED_AT_ONCE, skipped);
    if (!sales.ok) return sales;
    const same = sales.value.find(
      ({ id, paper }) =>
        id !== saleId && paper !== undefined && isSamePaper(paper.paperNumber, paperNumber),
    );
    if (same !== undefined) return ok(same.number);
    if (sales.value.length < LOOKED_AT_ONCE) break;
  }
  return ok(null);
}
