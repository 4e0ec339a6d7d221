import { minor, type Minor } from '../../../shared/domain/money.ts';
import { EMPTY_HEAD } from '../../../shared/domain/journal.ts';
import { createMemoryTillStore } from '../../db/memory-till-store.ts';
import { createLedger } from '../books/ledger-of-the-till.ts';
import { OutboxRunner } from '../drain/outbox-runner.ts';
import type { DrainContext } from '../drain/drain-batch.ts';
import { deliveredUpTo } from '../queue/queue-now.ts';
import { exposureNow } from '../queue/exposure.ts';
import { runCardPayment } from '../paying/payment-runner.ts';
import type { PaymentSurroundings } from '../paying/payment-surroundings.ts';
import type {
  AnswerBy,
  CardOutcome,
  PaymentDesk,
  PaymentStepNews,
  Question,
  SupervisorsYes,
} from '../paying/payment-desk.ts';
import type { PricedCart } from '../books/sale-writing.ts';
import { typedPin } from './typed-pin.ts';
import { FakeTill, TERMINAL } from './fake-till.ts';

/** A till on the work bench: real services over the fake host and the memory store. */
export function benchTill(
  fake = new FakeTill(),
  store = createMemoryTillStore(),
  { mostRecordsPerBatch = 250, ...drain }: BenchDrain = {},
) {
  const { host, clock, random, network, drainLock, isStorageDurable } = fake;
  const ports = { host, store, clock, random, network, drainLock, isStorageDurable };
  const ledger = createLedger(ports, EMPTY_HEAD);
  const outbox = new OutboxRunner(ports, ledger, () => ({
    operatorId: '01',
    currency: 'CNY',
    mostRecordsPerBatch,
    ...drain,
  }));
  const locked: string[] = [];
  const place = {
    terminalId: TERMINAL.terminalId,
    merchantId: TERMINAL.merchantId,
    tillNumber: TERMINAL.tillNumber,
    operatorId: '01',
    businessDay: '2026-11-23',
  };
  const surroundings = (lineUsable: boolean): PaymentSurroundings => ({
    terminal: TERMINAL,
    place,
    lineUsable,
    offlineNowMs: () => fake.nowMs,
    clockTrusted: true,
    exposureOf: (cardToken) => exposureNow(store, cardToken),
    probeLine: async () => (await fake.host.echo({ deliveredUpTo: 0 })).ok,
    deliveredUpTo: () => deliveredUpTo(store),
    lockCards: ({ paymentId }) => locked.push(paymentId),
  });

  async function payByCard(cardId: string, options: CardOptions = {}) {
    const desk = scriptedDesk(options);
    const outcome = await runCardPayment(
      { ports, ledger, outbox },
      surroundings(options.lineUsable ?? true),
      {
        cart: options.cart ?? pricedCart(fake.random.uuid(), options.amountMinor),
        amountMinor: options.amountMinor ?? minor(2617),
        cardId,
        ...(options.recovers === undefined ? {} : { recovers: options.recovers }),
      },
      desk,
    );
    return { outcome, desk };
  }

  return { fake, ports, store, ledger, outbox, locked, place, surroundings, payByCard };
}

/** What a test asks of the drainer. */
export interface BenchDrain extends Pick<DrainContext, 'signOn' | 'onStatus'> {
  readonly mostRecordsPerBatch?: number;
}

export interface CardOptions {
  /** The same cart again is the same sale. */
  readonly cart?: PricedCart;
  /** Makes up for the refused promise of this tender; `cart` is its sale's. */
  readonly recovers?: string;
  readonly pin?: string | null;
  readonly supervisor?: SupervisorsYes;
  readonly contact?: string;
  readonly lineUsable?: boolean;
  readonly amountMinor?: Minor;
  /** The customer goes then, and somebody gives up. */
  readonly leavesAfter?: Promise<unknown>;
  readonly onUnknown?: () => 'keep-asking' | 'give-up';
  readonly acceptPromise?: boolean;
}

export function scriptedDesk(options: CardOptions) {
  const steps: PaymentStepNews[] = [];
  const questions: Question[] = [];
  const waits: number[] = [];
  const stop = new AbortController();
  void options.leavesAfter?.then(() => stop.abort());
  const desk: PaymentDesk = {
    giveUp: stop.signal,
    tell: (news) => steps.push(news),
    waitingSince: (sinceMs) => waits.push(sinceMs),
    choose: async (question) => {
      questions.push(question);
      return (await answerOf(question, options)) as never;
    },
  };
  return { ...desk, steps, questions, waits, stop };
}

function answerOf(
  question: Question,
  options: CardOptions,
): AnswerBy[Question['kind']] | Promise<AnswerBy['pin']> {
  switch (question.kind) {
    case 'pin': {
      const pin = options.pin === undefined ? '123456' : options.pin;
      return pin === null ? 'cancelled' : typedPin(question, pin);
    }
    case 'unknown':
      return (options.onUnknown ?? (() => 'give-up'))();
    case 'promise':
      return {
        accept: options.acceptPromise ?? true,
        customerContact: options.contact ?? '',
        supervisor: options.supervisor ?? null,
      };
  }
}

export function pricedCart(saleId: string, amountMinor: Minor = minor(2617)): PricedCart {
  const nothing = minor(0);
  return {
    saleId,
    note: '',
    customer: '',
    totals: {
      grossMinor: amountMinor,
      discountMinor: nothing,
      taxMinor: nothing,
      dueMinor: amountMinor,
    },
    lines: [
      {
        lineId: 'line-1',
        productId: 'water',
        barcode: '6901234567892',
        nameZh: '农夫山泉',
        nameEn: 'Spring water',
        unit: 'piece',
        quantityMilli: 1000,
        unitPriceMinor: amountMinor,
        taxBasisPoints: 0,
        discountMinor: nothing,
        saleDiscountMinor: nothing,
        amountMinor,
        taxMinor: nothing,
        note: '',
      },
    ],
  };
}

export function outcomeKind(result: { ok: boolean; value?: CardOutcome }): string {
  return result.value?.kind ?? 'failed';
}
