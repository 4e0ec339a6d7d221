import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import { parsePrice } from '../../shared/domain/decimal-price.ts';
import { mostCompleted, type HoldAct } from '../../shared/domain/hold.ts';
import { decimalText, type Minor } from '../../shared/domain/money.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { FoundHold, HoldOrder, HoldOutcome } from '../services/paying/hold-money.ts';
import {
  holdSlipOf,
  holdSlipTyped,
  NO_SLIP,
  type TypedHoldSlip,
} from '../services/slips/hold-slip.ts';
import type { PinAnswer } from '../services/paying/payment-desk.ts';
import type { ReasonedApproval } from '../services/recovery/supervisor-acts.ts';
import type { OpenTill } from '../services/till.ts';
import { AttendedDesk, endOf, NOBODY_WAITS, type Attended, type Failed } from './attended-desk.ts';
import { NewestLook } from './newest-look.ts';

/** Pre-authorisation 预授权: an amount is held on a card, or a hold is completed or let go by its slip. */
export interface HoldState {
  /** Null while nobody is about it. */
  readonly holding: Holding | null;

  /** `chosen`: a sale of this till; where it is a hold that stands, its slip is there already. */
  readonly open: (chosen: Sale | null) => void;
  readonly choose: (act: HoldAct) => void;
  readonly typeAmount: (amount: string) => void;
  /** The amount to hold is said, and the card may come. */
  readonly toCard: () => void;
  readonly holdIt: (cardId: string) => Promise<void>;
  readonly typeSlip: (part: Partial<TypedHoldSlip>) => void;
  readonly find: () => Promise<void>;
  readonly completeIt: () => Promise<void>;
  readonly releaseIt: (approval: ReasonedApproval) => Promise<void>;
  /** Not while the bank is asked. */
  readonly leave: () => void;
  readonly answerPin: (answer: PinAnswer) => void;
  readonly keepAsking: () => void;
  readonly giveUp: () => void;
}

export interface Holding extends Attended {
  /** Null until one of the three ways is chosen. */
  readonly act: HoldAct | null;
  readonly amount: string;
  readonly isCardNext: boolean;
  readonly slip: TypedHoldSlip;
  readonly isLooking: boolean;
  /** Why the hold was not found. */
  readonly failure: Failure | null;
  readonly hold: FoundHold | null;
  readonly busy: boolean;
  readonly outcome: HoldEnd | null;
}

export type HoldEnd = HoldOutcome | Failed;

type Till = Pick<OpenTill, 'checkout' | 'drain' | 'noteBug' | 'refresh'>;

const EMPTY: Holding = {
  ...NOBODY_WAITS,
  act: null,
  amount: '',
  isCardNext: false,
  slip: NO_SLIP,
  isLooking: false,
  failure: null,
  hold: null,
  busy: false,
  outcome: null,
};

export function createHoldStore(openTill: () => Till | null): StoreApi<HoldState> {
  return createStore<HoldState>()((set, get) => {
    const change = (part: Partial<Holding>): void => {
      const { holding } = get();
      if (holding !== null) set({ holding: { ...holding, ...part } });
    };
    const desk = new AttendedDesk({ now: () => get().holding, change });
    const looks = new NewestLook();

    async function run(order: HoldOrder | null): Promise<void> {
      const till = openTill();
      if (till === null || order === null || get().holding?.busy !== false) return;
      change({ ...NOBODY_WAITS, busy: true });
      const outcome = await endOf(till, () => till.checkout.hold(order, desk.open()));
      change({ busy: false, waitingSinceMs: null, question: null, outcome });
      if (outcome.kind === 'done') await till.checkout.slips.print(outcome.sale.id, 'first');
      if (outcome.kind === 'taken-back') void till.drain(true);
      await till.refresh();
    }

    return {
      holding: null,
      open: (chosen) => {
        if (get().holding !== null) return;
        set({ holding: { ...EMPTY, slip: chosen === null ? NO_SLIP : holdSlipOf(chosen) } });
      },
      choose: (act) => change({ act }),
      typeAmount: (amount) => change({ amount }),
      toCard: () => {
        const { holding } = get();
        if (holding !== null && amountOf(holding) !== null) change({ isCardNext: true });
      },
      holdIt: async (cardId) => {
        const { holding } = get();
        const amountMinor = holding === null ? null : amountOf(holding);
        await run(amountMinor === null ? null : { act: 'hold', cardId, amountMinor });
      },
      typeSlip: (part) => {
        const slip = get().holding?.slip ?? NO_SLIP;
        change({ slip: { ...slip, ...part }, failure: null });
      },
      find: async () => {
        const { holding } = get();
        const named = holding === null ? null : holdSlipTyped(holding.slip);
        const till = openTill();
        if (till === null || named === null || holding?.isLooking !== false) return;
        change({ isLooking: true, failure: null });
        const found = await looks.at(() => till.checkout.findHold(named));
        if (found === null) return;
        change(
          found.ok
            ? {
                isLooking: false,
                hold: found.value,
                amount: decimalText(found.value.of.amountMinor),
              }
            : { isLooking: false, failure: found.error },
        );
      },
      completeIt: async () => {
        const { holding } = get();
        const amountMinor = holding === null ? null : amountOf(holding);
        const hold = holding?.hold ?? null;
        const isWhole = hold !== null && amountMinor !== null;
        await run(isWhole ? { act: 'complete', hold, amountMinor } : null);
      },
      releaseIt: async (approval) => {
        const hold = get().holding?.hold ?? null;
        await run(hold === null ? null : { act: 'release', hold, approval });
      },
      leave: () => {
        if (get().holding?.busy !== false) return;
        looks.leave();
        set({ holding: null });
      },
      answerPin: (answer) => desk.answer('pin', answer),
      keepAsking: () => desk.answer('unknown', 'keep-asking'),
      giveUp: () => desk.giveUp(),
    };
  });
}

/** What is typed, as far as it may be held or taken; null: not yet an amount, or too much. */
export function amountOf({ amount, hold }: Pick<Holding, 'amount' | 'hold'>): Minor | null {
  const parsed = parsePrice(amount);
  if (!parsed.ok || parsed.value === 0) return null;
  const isTooMuch = hold !== null && parsed.value > mostCompleted(hold.of.amountMinor);
  return isTooMuch ? null : parsed.value;
}
