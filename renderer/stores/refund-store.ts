import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import { parsePrice } from '../../shared/domain/decimal-price.ts';
import type { CashRounding } from '../../shared/domain/cash.ts';
import { cashShare, isCashAlone } from '../../shared/domain/cash-returned.ts';
import { add, decimalText, type Minor } from '../../shared/domain/money.ts';
import {
  refundHindrance,
  refundParts,
  type RefundHindrance,
  type RefundPart,
} from '../../shared/domain/refund-parts.ts';
import { returnedOf, worthOf, type ReturnedGoods } from '../../shared/domain/returned-goods.ts';
import type { Sale, SaleLine } from '../../shared/domain/sale.ts';
import type {
  Refundable,
  RefundOrder,
  RefundOutcome,
} from '../services/taking-back/refund-sale.ts';
import {
  slipOfPayment,
  slipTyped,
  type NamedBySlip,
  type TypedSlip,
} from '../services/slips/refund-slip.ts';
import type { ReasonedApproval } from '../services/recovery/supervisor-acts.ts';
import type { OpenTill } from '../services/till.ts';
import { AttendedDesk, endOf, NOBODY_WAITS, type Attended, type Failed } from './attended-desk.ts';
import { NewestLook } from './newest-look.ts';
import type { TillState } from './till-store.ts';

/** One refund at a time: the sale is found at the bank, then a part of it goes back. */
export interface RefundState {
  /** Null while nothing is refunded. */
  readonly refunding: Refunding | null;

  /** A sale of this till; where it was paid in one way, that is chosen at once. */
  readonly openSale: (sale: Sale) => Promise<void>;
  /** Of what a card paid the bank is asked how much is left. */
  readonly choosePart: (part: RefundPart) => Promise<void>;
  /** A sale of whatever till, by its slip. */
  readonly openSlip: () => void;
  readonly typeSlip: (part: Partial<TypedSlip>) => void;
  readonly find: () => Promise<void>;
  readonly typeAmount: (amount: string) => void;
  /** So much of a line of the sale comes back; the amount is what was paid for all that does (A20). */
  readonly takeBack: (line: SaleLine, quantityMilli: number) => void;
  readonly refundIt: (approval: ReasonedApproval) => Promise<void>;
  /** Not while the bank is asked for the refund. */
  readonly leave: () => void;
  readonly keepAsking: () => void;
  readonly giveUp: () => void;
}

export interface Refunding extends Attended {
  /** Null where a sale of this till was chosen. */
  readonly slip: TypedSlip | null;
  /** What one of this till was paid with; empty once a part is chosen. */
  readonly parts: readonly RefundPart[];
  /** The sale of this till; null where it was found by its slip. */
  readonly sale: Sale | null;
  /** A card took part in it: what that has paid goes back by itself. */
  readonly isBesideCard: boolean;
  readonly isLooking: boolean;
  /** Why the sale was not found. */
  readonly failure: Failure | null;
  readonly original: Refundable | null;
  /** What of it comes back; none while an amount is typed. */
  readonly goods: readonly ReturnedGoods[];
  readonly amount: string;
  readonly busy: boolean;
  readonly outcome: RefundEnd | null;
}

export type RefundEnd = RefundOutcome | Failed;

interface Surroundings {
  readonly openTill: () => Till;
}

/** Null before it is open. */
type Till = Pick<OpenTill, 'checkout' | 'drain' | 'noteBug' | 'refresh'> | null;

const EMPTY: Refunding = {
  ...NOBODY_WAITS,
  slip: null,
  parts: [],
  sale: null,
  isBesideCard: false,
  isLooking: false,
  failure: null,
  original: null,
  goods: [],
  amount: '',
  busy: false,
  outcome: null,
};

export function createRefundStore({ openTill }: Surroundings): StoreApi<RefundState> {
  return createStore<RefundState>()((set, get) => {
    const change = (part: Partial<Refunding>): void => {
      const { refunding } = get();
      if (refunding !== null) set({ refunding: { ...refunding, ...part } });
    };
    const desk = new AttendedDesk({ now: () => get().refunding, change });
    const looks = new NewestLook();

    async function look(named: NamedBySlip): Promise<void> {
      const open = openTill();
      if (open === null) return;
      change({ isLooking: true, failure: null });
      const found = await looks.at(() => open.checkout.findRefundable(named));
      if (found === null) return;
      change(
        found.ok
          ? { isLooking: false, original: found.value, amount: decimalText(found.value.leftMinor) }
          : { isLooking: false, failure: found.error },
      );
    }

    async function choosePart(part: RefundPart): Promise<void> {
      change({ parts: [] });
      if (part.kind === 'card') return look(slipOfPayment(part.payment));
      const { of, leftMinor } = part;
      const original = { of, maskedNumber: '', leftMinor };
      change({ original, amount: decimalText(leftMinor) });
    }

    return {
      refunding: null,
      openSale: async (sale) => {
        const parts = refundParts(sale);
        const [only, ...others] = parts;
        if (get().refunding !== null || only === undefined) return;
        const isBesideCard = !isCashAlone(sale);
        set({ refunding: { ...EMPTY, parts, sale, isBesideCard } });
        if (others.length === 0) await choosePart(only);
      },
      choosePart,
      openSlip: () => {
        if (get().refunding !== null) return;
        set({ refunding: { ...EMPTY, slip: { number: '', amount: '' } } });
      },
      typeSlip: (part) => {
        const slip = get().refunding?.slip;
        if (slip !== null && slip !== undefined) {
          change({ slip: { ...slip, ...part }, failure: null });
        }
      },
      find: async () => {
        const { refunding } = get();
        const named = refunding?.slip == null ? null : slipTyped(refunding.slip);
        if (named !== null && refunding?.isLooking === false) await look(named);
      },
      typeAmount: (amount) => change({ amount, goods: [] }),
      takeBack: (line, quantityMilli) => {
        const { refunding } = get();
        if (refunding?.original == null) return;
        const goods = withReturned(refunding.goods, line, quantityMilli);
        const { leftMinor } = refunding.original;
        change({ goods, amount: decimalText(goods.length === 0 ? leftMinor : worthOf(goods)) });
      },
      refundIt: async (approval) => {
        const { refunding } = get();
        const amountMinor = refunding === null ? null : amountOf(refunding);
        if (refunding === null || refunding.busy || amountMinor === null) return;
        const { original, goods } = refunding;
        if (original === null) return;
        change({ ...NOBODY_WAITS, busy: true });
        const open = openTill();
        const outcome = await refundedBy(open, { original, amountMinor, goods, approval }, desk);
        change({ busy: false, waitingSinceMs: null, question: null, outcome });
        // Nobody waits for the drawer, and what is refunded stays so.
        if (outcome.kind === 'refunded' && original.of.cash !== undefined) {
          void open?.checkout.slips.openDrawer(outcome.sale.id);
        }
        if (outcome.kind === 'refunded') await open?.checkout.slips.print(outcome.sale.id, 'first');
        if (outcome.kind === 'taken-back') void open?.drain(true);
        await open?.refresh();
      },
      leave: () => {
        if (get().refunding?.busy !== false) return;
        looks.leave();
        set({ refunding: null });
      },
      keepAsking: () => desk.answer('unknown', 'keep-asking'),
      giveUp: () => desk.giveUp(),
    };
  });
}

async function refundedBy(open: Till, order: RefundOrder, desk: AttendedDesk): Promise<RefundEnd> {
  if (open === null) return { kind: 'stopped' };
  return endOf(open, () => open.checkout.refund(order, desk.open()));
}

/** In the order in which they were taken back; of each line once. */
function withReturned(
  goods: readonly ReturnedGoods[],
  line: SaleLine,
  quantityMilli: number,
): readonly ReturnedGoods[] {
  const others = goods.filter(({ lineId }) => lineId !== line.lineId);
  const most = Math.min(quantityMilli, line.quantityMilli);
  return most <= 0 ? others : [...others, returnedOf(line, most)];
}

/** What is typed, as far as it may go back; null: not yet an amount, or more than is left. */
export function amountOf({ amount, original }: Refunding): Minor | null {
  const parsed = parsePrice(amount);
  if (!parsed.ok || original === null) return null;
  return parsed.value <= original.leftMinor ? parsed.value : null;
}

/** What of it would leave the drawer, in coins that exist (A19); null where none of it does. */
export function coinsOf(refunding: Refunding, rounding: CashRounding): Minor | null {
  const { sale, original } = refunding;
  const amountMinor = amountOf(refunding);
  if (sale === null || amountMinor === null || original?.of.cash === undefined) return null;
  return add(amountMinor, cashShare(sale, amountMinor, rounding, original.of.cash.recovers));
}

/** Why this sale cannot be refunded at this moment; null: the bank can be asked. */
export function whyNotRefund(
  sale: Sale,
  { reach }: Pick<TillState, 'reach'>,
): RefundHindrance | 'no-line' | null {
  const hindrance = refundHindrance(sale);
  // What came in as cash goes back whether there is a line or not.
  const isCash = refundParts(sale).some(({ kind }) => kind === 'cash');
  if (hindrance !== null || isCash) return hindrance;
  return reach.reach === 'online' ? null : 'no-line';
}
