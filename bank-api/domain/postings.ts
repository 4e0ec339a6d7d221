import type { SaleReport } from '../../shared/contracts/bank-api.ts';
import type { CashReturn } from '../../shared/contracts/cash-return.ts';
import type { LedgerEntry, Posting, PostingKind } from './records.ts';

/** Merchant discount rate in basis points; the same for every merchant. */
export const MERCHANT_DISCOUNT_BASIS_POINTS = 60n;

export const accountOf = {
  card: (cardId: string) => `card:${cardId}`,
  merchantClearing: (merchantId: string) => `merchant:${merchantId}:clearing`,
  merchantPaidOut: (merchantId: string) => `merchant:${merchantId}:paid-out`,
  merchantFees: (merchantId: string) => `merchant:${merchantId}:fees`,
  merchantDrawer: (merchantId: string) => `merchant:${merchantId}:cash-drawer`,
  merchantSales: (merchantId: string) => `merchant:${merchantId}:cash-sales`,
  merchantRounding: (merchantId: string) => `merchant:${merchantId}:cash-rounding`,
  feeIncome: 'bank:fee-income',
  funding: 'issuer:funding',
} as const;

/** Half up: 60 basis points of 0.83 yuan are 0.498 fen, so 0; of 0.84 yuan 0.504 fen, so 1. */
export function merchantFee(amountMinor: bigint): bigint {
  return (amountMinor * MERCHANT_DISCOUNT_BASIS_POINTS + 5_000n) / 10_000n;
}

function debit(account: string, amountMinor: bigint): LedgerEntry {
  return amountMinor >= 0n
    ? { account, debitMinor: amountMinor, creditMinor: 0n }
    : { account, debitMinor: 0n, creditMinor: -amountMinor };
}

function credit(account: string, amountMinor: bigint): LedgerEntry {
  return debit(account, -amountMinor);
}

function posting(recordId: string, kind: PostingKind, entries: readonly LedgerEntry[]): Posting {
  const moved = entries.filter((entry) => entry.debitMinor !== 0n || entry.creditMinor !== 0n);
  return { id: `${recordId}:${kind}`, kind, recordId, entries: moved };
}

interface CardMovement {
  readonly recordId: string;
  readonly merchantId: string;
  readonly cardId: string;
  readonly amountMinor: bigint;
}

/**
 * The purchase and its fee, each a posting of its own. Authorisation and capture are one step;
 * a settlement pays out.
 */
export function purchasePostings(movement: CardMovement): Posting[] {
  return cardPostings(movement, 1n, ['purchase', 'fee']);
}

/** Everything back: what a reversal, a superseding payment or a void does. */
export function undoingPostings(movement: CardMovement, by: 'reversal' | 'void'): Posting[] {
  return cardPostings(movement, -1n, by === 'void' ? ['void', 'void-fee'] : UNDONE);
}

/**
 * What a refund moves (`by: 'refund'`), and what comes back when it is itself taken back. The fee is
 * that of what is left of the purchase: the share of each part is the difference that it makes, so
 * that in the end the merchant has paid for what he kept, whatever the roundings of the parts.
 */
export function refundPostings(
  movement: CardMovement,
  rest: { readonly beforeMinor: bigint; readonly afterMinor: bigint },
  by: 'refund' | 'reversal',
): Posting[] {
  const fee = merchantFee(rest.afterMinor) - merchantFee(rest.beforeMinor);
  const kinds = by === 'refund' ? REFUNDED : UNDONE;
  return cardPostings(movement, by === 'refund' ? -1n : 1n, kinds, fee);
}

/** A void that is itself reversed: the purchase stands again. */
export function restoringPostings(movement: CardMovement): Posting[] {
  return cardPostings(movement, 1n, UNDONE);
}

const REFUNDED: readonly [PostingKind, PostingKind] = ['refund', 'refund-fee'];
const UNDONE: readonly [PostingKind, PostingKind] = ['reversal', 'reversal-fee'];

function cardPostings(
  { recordId, merchantId, cardId, amountMinor }: CardMovement,
  sign: bigint,
  [moneyKind, feeKind]: readonly [PostingKind, PostingKind],
  fee = sign * merchantFee(amountMinor),
): Posting[] {
  const clearing = accountOf.merchantClearing(merchantId);
  const amount = sign * amountMinor;
  const money = posting(recordId, moneyKind, [
    debit(accountOf.card(cardId), amount),
    credit(clearing, amount),
  ]);
  if (fee === 0n) return [money];
  return [
    money,
    posting(recordId, feeKind, [
      debit(accountOf.merchantFees(merchantId), fee),
      credit(accountOf.feeIncome, fee),
    ]),
  ];
}

/**
 * A memo of the cash of one sale, rounding on an account of its own (A19). Null for a sale without
 * cash. The drawer is the merchant's: no money of the bank moves.
 */
export function cashSalePosting(report: SaleReport): Posting | null {
  let amount = 0n;
  let rounding = 0n;
  for (const tender of report.tenders) {
    if (tender.kind !== 'cash') continue;
    amount += BigInt(tender.amountMinor);
    rounding += BigInt(tender.roundingMinor);
  }
  if (amount === 0n) return null;
  const { merchantId } = report;
  return posting(report.id, 'cash-sale', [
    debit(accountOf.merchantDrawer(merchantId), amount + rounding),
    credit(accountOf.merchantSales(merchantId), amount),
    credit(accountOf.merchantRounding(merchantId), rounding),
  ]);
}

/** The same memo the other way: what left the drawer again. */
export function cashReturnPosting(back: CashReturn): Posting {
  const { id, merchantId } = back;
  const [amount, rounding] = [BigInt(back.amountMinor), BigInt(back.roundingMinor)];
  return posting(id, 'cash-return', [
    credit(accountOf.merchantDrawer(merchantId), amount + rounding),
    debit(accountOf.merchantSales(merchantId), amount),
    debit(accountOf.merchantRounding(merchantId), rounding),
  ]);
}

/**
 * What a settled batch pays out (I1): from what is owed to the merchant to what he has. Below zero
 * when more was given back than taken.
 */
export function settlementPosting(
  settlementId: string,
  merchantId: string,
  amountMinor: bigint,
): Posting {
  return posting(settlementId, 'settlement', [
    debit(accountOf.merchantClearing(merchantId), amountMinor),
    credit(accountOf.merchantPaidOut(merchantId), amountMinor),
  ]);
}

/** Brings a card account to a wanted balance: test money out of nowhere, named as such. */
export function fundingPosting(recordId: string, cardId: string, addedMinor: bigint): Posting {
  return posting(recordId, 'funding', [
    debit(accountOf.funding, addedMinor),
    credit(accountOf.card(cardId), addedMinor),
  ]);
}

export function isBalanced({ entries }: Posting): boolean {
  return entries.reduce((sum, entry) => sum + entry.debitMinor - entry.creditMinor, 0n) === 0n;
}
