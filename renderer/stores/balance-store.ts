import { createStore } from 'zustand/vanilla';
import type { BalanceOutcome } from '../services/paying/balance-enquiry.ts';
import type { PinAnswer } from '../services/paying/payment-desk.ts';
import type { OpenTill } from '../services/till.ts';
import { AttendedDesk, endOf, NOBODY_WAITS, type Attended, type Failed } from './attended-desk.ts';

/** What is on a card (余额查询): asked for a customer who wonders whether it will do (P18). */
export interface BalanceState {
  /** Null while nobody asks. */
  readonly enquiry: Enquiry | null;
  readonly open: () => void;
  /** What was told is gone with it. Not while the bank is asked. */
  readonly leave: () => void;
  readonly ask: (cardId: string) => Promise<void>;
  readonly answerPin: (answer: PinAnswer) => void;
  readonly giveUp: () => void;
  readonly print: () => Promise<void>;
}

export interface Enquiry extends Attended {
  readonly busy: boolean;
  readonly outcome: BalanceEnd | null;
  readonly slip: 'none' | 'printing' | 'printed' | 'not-printed';
}

type BalanceEnd = BalanceOutcome | Failed;

type Till = Pick<OpenTill, 'checkout' | 'noteBug' | 'refresh'>;

const NOTHING_ASKED: Enquiry = { ...NOBODY_WAITS, busy: false, outcome: null, slip: 'none' };

export function createBalanceStore(openTill: () => Till | null) {
  return createStore<BalanceState>()((set, get) => {
    const change = (part: Partial<Enquiry>): void => {
      const { enquiry } = get();
      if (enquiry !== null) set({ enquiry: { ...enquiry, ...part } });
    };
    const desk = new AttendedDesk({ now: () => get().enquiry, change });

    return {
      enquiry: null,
      open: () => {
        if (get().enquiry === null) set({ enquiry: NOTHING_ASKED });
      },
      leave: () => {
        if (get().enquiry?.busy === false) set({ enquiry: null });
      },
      ask: async (cardId) => {
        const till = openTill();
        if (till === null || get().enquiry?.busy !== false) return;
        set({ enquiry: { ...NOTHING_ASKED, busy: true } });
        const ask = () => till.checkout.askBalance(cardId, desk.open());
        const outcome = await endOf(till, ask, 'balance-not-told');
        change({ busy: false, question: null, outcome });
        // A reversal may have gone first: the bar counts it no more.
        await till.refresh();
      },
      answerPin: (answer) => desk.answer('pin', answer),
      giveUp: () => desk.giveUp(),
      print: async () => {
        const till = openTill();
        const { outcome = null, slip } = get().enquiry ?? {};
        if (till === null || outcome?.kind !== 'told' || slip === 'printing') return;
        change({ slip: 'printing' });
        const printed = await till.checkout.printBalance(outcome);
        // The next customer may have asked by now.
        if (get().enquiry?.outcome === outcome)
          change({ slip: printed.ok ? 'printed' : 'not-printed' });
      },
    };
  });
}
