import { minor, type Minor } from '../../../shared/domain/money.ts';
import { EMPTY_HEAD } from '../../../shared/domain/journal.ts';
import { ok } from '../../../shared/lib/result.ts';
import { createMemoryTillStore } from '../../db/memory-till-store.ts';
import { createLedger } from '../ledger-of-the-till.ts';
import { OutboxRunner } from '../outbox-runner.ts';
import { deliveredUpTo, type DrainContext } from '../drain-batch.ts';
import { exposureOf } from '../exposure.ts';
import { runCardPayment } from '../payment-runner.ts';
import type { PaymentSurroundings } from '../payment-surroundings.ts';
import type { CardOutcome, PaymentDesk, PaymentStepNews, Question } from '../payment-desk.ts';
import type { PricedCart } from '../sale-writing.ts';
import { FakeTill, TERMINAL } from './fake-till.ts';

/** A till on the work bench: real services over the fake host and the memory store. */
export function benchTill(
  fake = new FakeTill(),
  store = createMemoryTillStore(),
  { largestBatch, ...drain }: BenchDrain = {},
) {
  const { host, clock, random, network, drainLock } = fake;
  const ports = { host, store, clock, random, network, drainLock };
  const ledger = createLedger(ports, EMPTY_HEAD);
  const outbox = new OutboxRunner(
    ports,
    ledger,
    () => ({ operatorId: '01', currency: 'CNY', ...drain }),
    largestBatch === undefined ? {} : { largestBatch },
  );
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
    offlineNowMs: fake.nowMs,
    clockTrusted: true,
    exposureOf: async (cardToken) => {
      const sales = await store.recentSales(1000);
      return sales.ok ? ok(exposureOf(sales.value, cardToken)) : sales;
    },
    probeLine: async () => (await fake.host.echo({ deliveredUpTo: 0 })).ok,
    deliveredUpTo: async () => {
      const rows = await store.outbox();
      return deliveredUpTo(rows.ok ? rows.value : [], ledger.head().counters.transaction);
    },
    lockCards: (_sale, paymentId) => locked.push(paymentId),
  });

  async function payByCard(cardId: string, options: CardOptions = {}) {
    const desk = scriptedDesk(options);
    const outcome = await runCardPayment(
      { ports, ledger, outbox },
      surroundings(options.lineUsable ?? true),
      {
        cart: pricedCart(fake.random.uuid(), options.amountMinor),
        sale: null,
        tenderId: fake.random.uuid(),
        amountMinor: options.amountMinor ?? minor(2617),
        cardId,
        pin: '',
      },
      desk,
    );
    return { outcome, desk };
  }

  return { fake, ports, store, ledger, outbox, locked, place, payByCard };
}

/** What a test asks of the drainer. */
export interface BenchDrain extends Pick<DrainContext, 'signOn' | 'onStatus'> {
  readonly largestBatch?: number;
}

export interface CardOptions {
  readonly lineUsable?: boolean;
  readonly amountMinor?: Minor;
  readonly onUnknown?: () => 'keep-asking' | 'give-up';
  readonly acceptPromise?: boolean;
}

export function scriptedDesk(options: CardOptions) {
  const steps: PaymentStepNews[] = [];
  const questions: Question[] = [];
  const stop = new AbortController();
  const desk: PaymentDesk = {
    giveUp: stop.signal,
    tell: (news) => steps.push(news),
    choose: (question) => {
      questions.push(question);
      const answer =
        question.kind === 'unknown'
          ? (options.onUnknown ?? (() => 'give-up'))()
          : { accept: options.acceptPromise ?? true, customerContact: '', supervisorId: '' };
      return Promise.resolve(answer as never);
    },
  };
  return { ...desk, steps, questions, stop };
}

export function pricedCart(saleId: string, amountMinor: Minor = minor(2617)): PricedCart {
  const nothing = minor(0);
  return {
    saleId,
    note: '',
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
