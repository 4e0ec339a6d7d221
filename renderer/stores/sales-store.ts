import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import { voidHindrance, voidWay, type VoidHindrance } from '../../shared/domain/voiding.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { wasRefusedLate } from '../../shared/domain/try-that-counts.ts';
import type { TillPorts } from '../ports.ts';
import { findSales } from '../services/books/sale-search.ts';
import type { ReasonedApproval } from '../services/recovery/supervisor-acts.ts';
import type { OpenTill } from '../services/till.ts';
import type { VoidOutcome } from '../services/taking-back/void-sale.ts';
import { AttendedDesk, endOf, NOBODY_WAITS, type Attended, type Failed } from './attended-desk.ts';
import { cashOf } from './paying.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { TillState } from './till-store.ts';

/** What was sold, newest first: looked at, printed again, taken back. */
export interface SalesState {
  /** Null until it has been looked at. */
  readonly sales: readonly Sale[] | null;
  /** The database holds more than these. */
  readonly isMore: boolean;
  readonly failure: Failure | null;
  readonly typed: string;
  readonly chosenId: string | null;
  readonly slip: 'none' | 'printing' | 'printed' | 'not-printed';
  /** Null while nothing is voided. */
  readonly voiding: Voiding | null;

  /** Looks now and whenever the figures change, until the returned function is called. */
  readonly watch: () => () => void;
  readonly type: (typed: string) => void;
  readonly choose: (saleId: string) => void;
  readonly showMore: () => void;
  readonly print: () => Promise<void>;
  readonly askVoid: () => void;
  /** Its upload was tried, and no usable answer came. */
  readonly hasSignatureFailed: (paymentId: string) => boolean;
  /** Of the chosen sale: what was refused or failed goes to the bank once more. */
  readonly sendSignature: () => Promise<Failure | null>;
  /** What the bank refused stays with the shop. */
  readonly closeSignature: (approval: ReasonedApproval) => Promise<Failure | null>;
  readonly voidIt: (approval: ReasonedApproval) => Promise<void>;
  /** Not while the bank is asked. */
  readonly leaveVoid: () => void;
  readonly keepAsking: () => void;
  readonly giveUp: () => void;
}

export interface Voiding extends Attended {
  readonly sale: Sale;
  readonly busy: boolean;
  readonly outcome: VoidEnd | null;
}

export type VoidEnd = VoidOutcome | Failed;

interface Surroundings {
  readonly store: Pick<TillPorts['store'], 'head' | 'recordsFrom' | 'sales' | 'recentSales'>;
  readonly clock: Pick<TillPorts['clock'], 'utcOffsetMinutes'>;
  readonly till: StoreApi<TillState>;
  readonly openTill: () => Till;
}

/** Null before it is open. */
type Till = Pick<OpenTill, 'checkout' | 'drain' | 'noteBug' | 'refresh'> | null;

const PAGE = 100;

const NOTHING_LOOKED_AT = {
  sales: null,
  isMore: false,
  failure: null,
  typed: '',
  chosenId: null,
  slip: 'none',
  voiding: null,
} as const;

export function createSalesStore({ store, clock, till, openTill }: Surroundings) {
  return createStore<SalesState>()((set, get) => {
    let wanted = PAGE;
    let isEntering = false;
    const looks = oneAtATime(async () => {
      const typed = get().typed.trim();
      const most = typed === '' ? wanted : Infinity;
      const read = await (typed === ''
        ? store.recentSales(most + 1, 0)
        : findSales(store, clock, typed));
      if (!read.ok) return set({ failure: read.error });
      const isMore = read.value.length > most;
      const sales = read.value.slice(0, most);
      // Whoever comes back after a sale wants that one; who only looked away, the one before.
      const isNews = isEntering && sales[0]?.id !== get().sales?.[0]?.id;
      isEntering = false;
      set({ sales, isMore, failure: null });
      if (isNews || !sales.some(({ id }) => id === get().chosenId)) {
        set({ chosenId: sales[0]?.id ?? null, slip: 'none' });
      }
    });
    const change = (part: Partial<Voiding>): void => {
      const { voiding } = get();
      if (voiding !== null) set({ voiding: { ...voiding, ...part } });
    };
    const desk = new AttendedDesk({ now: () => get().voiding, change });

    async function print(saleId: string, wish: 'first' | 'again'): Promise<void> {
      const open = openTill();
      if (open === null || get().slip === 'printing') return;
      set({ slip: 'printing' });
      const printed = await open.checkout.slips.print(saleId, wish);
      // Another sale may be looked at by now, and of that one nothing has come out.
      if (get().chosenId === saleId) set({ slip: printed.ok ? 'printed' : 'not-printed' });
      await open.refresh();
      looks();
    }

    return {
      ...NOTHING_LOOKED_AT,
      watch: () => {
        isEntering = true;
        looks();
        return till.subscribe(looks);
      },
      type: (typed) => {
        set({ typed });
        looks();
      },
      choose: (chosenId) => {
        if (chosenId !== get().chosenId) set({ chosenId, slip: 'none' });
      },
      showMore: () => {
        wanted += PAGE;
        looks();
      },
      print: async () => {
        const sale = chosenSale(get());
        if (sale === null) return;
        // The first slip of a promise that the bank refused later is out: what follows replaces it.
        const isReplacing = sale.state === 'completed' && wasRefusedLate(sale);
        await print(sale.id, sale.receipt.printedCount === 0 && !isReplacing ? 'first' : 'again');
      },
      askVoid: () => {
        const sale = chosenSale(get());
        if (sale !== null && get().voiding === null) {
          set({ voiding: { ...NOBODY_WAITS, sale, busy: false, outcome: null } });
        }
      },
      voidIt: async (approval) => {
        const { voiding } = get();
        if (voiding === null || voiding.busy) return;
        change({ ...NOBODY_WAITS, busy: true, outcome: null });
        const outcome = await voidedBy(openTill(), voiding.sale, approval, desk);
        change({ busy: false, waitingSinceMs: null, question: null, outcome });
        looks();
        if (outcome.kind === 'voided' && outcome.sale.state === 'voided') {
          if (cashOf(outcome.sale) > 0) openDrawer(openTill(), outcome.sale.id);
          await print(outcome.sale.id, 'first');
        }
        if (outcome.kind === 'taken-back') void openTill()?.drain(true);
      },
      leaveVoid: () => {
        if (get().voiding?.busy === false) set({ voiding: null });
      },
      keepAsking: () => desk.answer('unknown', 'keep-asking'),
      giveUp: () => desk.giveUp(),
      ...signatureActs(openTill, () => chosenSale(get()), looks),
    };
  });
}

/** Signatures of the chosen sale that the bank has not taken. */
function signatureActs(
  openTill: () => Till,
  chosen: () => Sale | null,
  look: () => void,
): Pick<SalesState, 'hasSignatureFailed' | 'sendSignature' | 'closeSignature'> {
  async function decide(act: (lane: Lane, saleId: string) => Decided): Promise<Failure | null> {
    const [open, sale] = [openTill(), chosen()];
    if (open === null || sale === null) return null;
    const decided = await act(open.checkout.signatures, sale.id);
    // The journal has it; the bank's answer comes when it comes.
    void open.drain(true);
    look();
    return decided.ok ? null : decided.error;
  }
  return {
    hasSignatureFailed: (paymentId) =>
      openTill()?.checkout.signatures.hasFailed(paymentId) ?? false,
    sendSignature: () => decide((lane, saleId) => lane.sendAgain(saleId)),
    closeSignature: (approval) => decide((lane, saleId) => lane.close(saleId, approval)),
  };
}

type Lane = OpenTill['checkout']['signatures'];
type Decided = ReturnType<Lane['sendAgain']>;

async function voidedBy(
  open: Till,
  sale: Sale,
  approval: ReasonedApproval,
  desk: AttendedDesk,
): Promise<VoidEnd> {
  if (open === null) return { kind: 'stopped' };
  return endOf(open, () => open.checkout.voidSale({ saleId: sale.id, approval }, desk.open()));
}

/** For what came in as cash: nobody waits for it, and what is voided stays so. */
function openDrawer(open: Till, saleId: string): void {
  void open?.checkout.slips.openDrawer(saleId);
}

export function chosenSale({
  sales,
  chosenId,
}: Pick<SalesState, 'sales' | 'chosenId'>): Sale | null {
  return sales?.find(({ id }) => id === chosenId) ?? null;
}

/** Why this sale cannot be voided at this moment; null: it can. */
export function whyNotVoid(
  sale: Sale,
  { batchNumber, reach }: Pick<TillState, 'batchNumber' | 'reach'>,
): VoidHindrance | 'no-line' | null {
  const hindrance = voidHindrance(sale, batchNumber);
  // What no bank has to be asked about goes with a line and without.
  if (hindrance !== null || voidWay(sale) !== 'bank') return hindrance;
  return reach.reach === 'online' ? null : 'no-line';
}
