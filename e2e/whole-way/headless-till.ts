import { v7 } from 'uuid';
import { devicesHere } from '../../electron/testing/devices-here.ts';
import { createNodeTillHost } from '../../electron/till-host.ts';
import { createMemoryTillStore } from '../../renderer/db/memory-till-store.ts';
import type { TillPorts, TillStore } from '../../renderer/ports.ts';
import { platformClock } from '../../renderer/platform-clock.ts';
import { mendRollback } from '../../renderer/services/books/bank-memory.ts';
import { CardSignatures } from '../../renderer/services/paying/card-signatures.ts';
import { DayEnd } from '../../renderer/services/day-end/day-end.ts';
import { DrawerDesk } from '../../renderer/services/paying/drawer-desk.ts';
import { PayLinks } from '../../renderer/services/recovery/pay-links.ts';
import { payCash } from '../../renderer/services/paying/cash-payment.ts';
import { deliveredUpTo } from '../../renderer/services/queue/queue-now.ts';
import { exposureNow } from '../../renderer/services/queue/exposure.ts';
import { resolveOpenPayments } from '../../renderer/services/paying/open-payments.ts';
import { OutboxRunner } from '../../renderer/services/drain/outbox-runner.ts';
import type { CardOutcome } from '../../renderer/services/paying/payment-desk.ts';
import { runCardPayment } from '../../renderer/services/paying/payment-runner.ts';
import type { PaymentSurroundings } from '../../renderer/services/paying/payment-surroundings.ts';
import { openBatch, startTill, type StartReport } from '../../renderer/services/start/start-up.ts';
import {
  pricedCart,
  scriptedDesk,
  type CardOptions,
} from '../../renderer/services/testing/bench-till.ts';
import { PROGRAM_VERSION } from '../../shared/contracts/program-version.ts';
import { businessDayOf } from '../../shared/domain/business-day.ts';
import { NO_CASH_ROUNDING } from '../../shared/domain/cash.ts';
import { minor, type Minor } from '../../shared/domain/money.ts';
import { type TillHost } from '../../shared/contracts/host.ts';
import { CLEAR_LINE } from '../../shared/contracts/line-conditions.ts';
import { valueOf } from '../value-of.ts';
import { givingBackAt } from './giving-back.ts';
import { holdingAt } from './holding.ts';

/** In place of those that a program has. */
export type Devices = Partial<ReturnType<typeof devicesHere>>;

interface BankAddress {
  readonly url: string;
  readonly demoActivationCode: string;
}

/**
 * The real services over the real Node host, without a window: real files, real keys, real HTTP.
 * The database is in memory: without one handed in, each start proves that the journal file alone is
 * enough (P10); with the one of the start before, both copies are there as after any restart.
 */
export async function startHeadlessTill(
  dataFolder: string,
  bank: BankAddress,
  store: TillStore = createMemoryTillStore(),
  devices: Devices = {},
) {
  return headlessTill(await activatedHost(dataFolder, bank, devices), store);
}

export type HeadlessTill = Awaited<ReturnType<typeof startHeadlessTill>>;

const AT_THE_PAD = {
  operatorId: () => '01',
  isMoneyUnderWay: () => false,
  changed: () => undefined,
};

export function portsOver(host: TillHost, store: TillStore) {
  const random = { uuid: () => v7(), unit: Math.random };
  const network = { saysOffline: () => false, onChange: () => () => undefined };
  const drainLock = { ifFree: (work: () => Promise<void>) => work() };
  const isStorageDurable = () => Promise.resolve(true);
  return { host, store, clock: platformClock, random, network, drainLock, isStorageDurable };
}

/** The same over a host that is there already. */
export async function headlessTill(host: TillHost, store: TillStore = createMemoryTillStore()) {
  const ports = portsOver(host, store);
  const { clock } = ports;
  const report = valueOf(await startTill(ports));
  const { ledger, terminal } = report;
  const outbox = new OutboxRunner(ports, ledger, () => ({
    operatorId: '01',
    currency: terminal.parameters.currency,
    mostRecordsPerBatch: terminal.parameters.mostRecordsPerBatch,
  }));
  const { terminalId, merchantId, tillNumber } = terminal;
  const businessDay = businessDayOf(clock.nowMs(), 480, terminal.parameters.dayCutOffHour);
  const place = { terminalId, merchantId, tillNumber, operatorId: '01', businessDay };

  const sellForCash = (amountMinor: Minor, cart = pricedCart(v7(), amountMinor)) =>
    payCash(ports, ledger, place, {
      cart,
      receivedMinor: minor(Math.ceil(amountMinor / 10_000) * 10_000),
      rounding: NO_CASH_ROUNDING,
    });

  const around = (lineUsable = true): PaymentSurroundings => ({
    terminal,
    place,
    lineUsable,
    offlineNowMs: () => clock.nowMs(),
    clockTrusted: true,
    exposureOf: (token) => exposureNow(store, token),
    probeLine: async () => (await host.echo({ deliveredUpTo: 0 })).ok,
    deliveredUpTo: () => deliveredUpTo(store),
    lockCards: () => undefined,
  });

  async function sellByCard(cardId: string, options: CardOptions = {}): Promise<CardOutcome> {
    const amountMinor = options.amountMinor ?? minor(2617);
    const outcome = await runCardPayment(
      { ports, ledger, outbox },
      around(options.lineUsable),
      { cart: options.cart ?? pricedCart(v7(), amountMinor), amountMinor, cardId },
      scriptedDesk(options),
    );
    return valueOf(outcome);
  }

  const holding = holdingAt({ ports, ledger, outbox }, around);
  const giving = givingBackAt({ ports, ledger, outbox }, around);

  const payLinks = new PayLinks(ports, ledger, {
    ...AT_THE_PAD,
    terminal: () => terminal,
    isOnline: () => true,
    deliveredUpTo: () => deliveredUpTo(store),
  });

  const dayEnd = new DayEnd(ports, ledger, {
    terminal: () => terminal,
    businessDay: () => businessDay,
    isOnline: async () => (await host.echo({ deliveredUpTo: 0 })).ok,
    drain: async () => {
      await resolveOpenPayments(ports, ledger, terminal, () => false);
      await outbox.drain({ urgent: true });
      await payLinks.ask({ now: true });
    },
    deliveredUpTo: () => deliveredUpTo(store),
  });

  return {
    host,
    dayEnd,
    drawer: drawerDesk(ports, report, businessDay),
    store,
    report,
    ledger,
    outbox,
    signatures: new CardSignatures(ports, ledger, AT_THE_PAD),
    payLinks,
    sellForCash,
    sellByCard,
    ...giving,
    ...holding,
    line: (change: Partial<Parameters<TillHost['setLineConditions']>[0]>) =>
      host.setLineConditions({ ...CLEAR_LINE, ...change }),
    /** Signs on and mends what the bank remembers better; null when there was nothing to mend. */
    signOn: () => signOn(ports, report),
    resolveOpen: () => resolveOpenPayments(ports, ledger, terminal, () => false),
  };
}

function drawerDesk(ports: TillPorts, { ledger, terminal }: StartReport, businessDay: string) {
  return new DrawerDesk(ports, ledger, {
    terminal: () => terminal,
    businessDay: () => businessDay,
    operatorId: () => '01',
  });
}

async function signOn(ports: TillPorts, { ledger, terminal }: StartReport) {
  const { counters } = ledger.head();
  const signed = valueOf(
    await ports.host.signOn({
      operatorId: '01',
      appVersion: PROGRAM_VERSION,
      deliveredUpTo: 0,
      lastTransactionNumber: counters.transaction,
      batchNumber: counters.batch,
    }),
  );
  const mended = valueOf(await mendRollback(ports, ledger, signed.answer));
  valueOf(await openBatch(ledger, signed.answer.batchNumber, terminal.parameters.version));
  return mended;
}

export async function activatedHost(
  dataFolder: string,
  bank: BankAddress,
  devices: Devices = {},
): Promise<TillHost> {
  const host = await createNodeTillHost({
    ...devicesHere(),
    ...devices,
    dataFolder,
    appVersion: PROGRAM_VERSION,
    runtimeVersion: process.version,
    developmentRuntime: true,
  });
  const about = valueOf(await host.about());
  if (about.terminal === null) {
    valueOf(await host.activate({ code: bank.demoActivationCode, bankUrl: bank.url }));
  }
  return host;
}
