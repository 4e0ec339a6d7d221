import { expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { TillHost } from '../../shared/contracts/host.ts';
import type { BankExchange } from '../../shared/domain/iso8583/exchange.ts';
import { translationOf } from '../../shared/domain/iso8583/wire-message.ts';
import { minor } from '../../shared/domain/money.ts';
import { isSameTotals, settlementTotals } from '../../shared/domain/settlement-records.ts';
import { present } from '../../shared/lib/assert.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { NO_FIGURES } from '../services/queue/figures.ts';
import { findHold, runHoldStep, type HoldOrder } from '../services/paying/hold-money.ts';
import { benchTill, scriptedDesk } from '../services/testing/bench-till.ts';
import { fault, TERMINAL } from '../services/testing/fake-till.ts';
import { voidSale } from '../services/taking-back/void-sale.ts';
import { createWireStore } from './wire-store.ts';
import type { TillState } from './till-store.ts';

/** A till whose line is listened to; `sales` are what it has sold, oldest first. */
function tillWithWire(bankOf: (host: TillHost) => TillHost = (host) => host) {
  const till = benchTill();
  const { fake, store } = till;
  const tillState = createStore(
    () => ({ ...NO_FIGURES, terminal: TERMINAL, batchNumber: 7 }) as unknown as TillState,
  );
  const { store: wire, listenTo } = createWireStore({
    store,
    nowMs: () => fake.nowMs,
    till: () => tillState,
  });
  // In place: the services of the bench have this very host.
  Object.assign(fake.host, listenTo(bankOf({ ...fake.host })));
  const shown = () => wire.getState().shown?.exchanges.map(({ exchange }) => exchange) ?? [];
  const saleOf = async (cardId: string, options = {}) => {
    await till.payByCard(cardId, options);
    const sales = await store.recentSales(1);
    return present(sales.ok ? sales.value[0] : null, 'the sale');
  };
  return { ...till, wire, shown, saleOf, host: fake.host };
}

const inShort = (exchange: BankExchange): string => {
  if ('isAnswered' in exchange) return `${exchange.kind} ${exchange.isAnswered}`;
  const { answer } = exchange;
  const code = answer !== null && 'code' in answer ? answer.code : String(answer !== null);
  return `${exchange.kind} ${exchange.fault ?? code}`;
};

it('P3 a sale tells from the journal what was asked and answered, with the numbers of the bank', async () => {
  const till = tillWithWire();
  const sale = await till.saleOf('good-tap');
  await till.outbox.drain();
  await till.wire.getState().showSale(sale.id);
  expect(till.shown().map(inShort)).toEqual(['authorisation 00', 'sale-report true']);
  expect(till.shown()[0]).toMatchObject({
    carriesPin: false,
    answer: { authorisationCode: '123456', referenceNumber: '100000000001' },
  });
  expect(till.wire.getState().shown?.saleNumber).toBe(sale.number);
});

it('P18 a decline is told with its code, and nothing came after it', async () => {
  const till = tillWithWire();
  till.fake.decline.set('poor', '51');
  const sale = await till.saleOf('poor');
  await till.wire.getState().showSale(sale.id);
  expect(till.shown().map(inShort)).toEqual(['authorisation 51']);
});

it('P7 the line dies: asked in vain, taken back, promised; each is answered when the line is back', async () => {
  const till = tillWithWire();
  till.fake.script.push('lose-request', 'cut');
  const sale = await till.saleOf('good-chip');
  await till.wire.getState().showSale(sale.id);
  expect(till.shown().map(inShort)).toEqual([
    'authorisation false',
    'reversal false',
    'stored-payment false',
    'sale-report false',
  ]);
  await till.outbox.drain();
  await till.wire.getState().showSale(sale.id);
  expect(till.shown().map(inShort)).toEqual([
    'authorisation false',
    'reversal 00',
    'stored-payment 00',
    'sale-report true',
  ]);
  expect(till.shown()[2]).toMatchObject({ chip: { code: 'Y3' } });
});

it('F30 a promise that is refused later is told with the bank’s code', async () => {
  const till = tillWithWire();
  till.fake.decline.set('poor', '51');
  const sale = await till.saleOf('poor', { lineUsable: false });
  await till.wire.getState().showSale(sale.id);
  expect(till.shown().map(inShort)).toEqual(['stored-payment false', 'sale-report false']);
  await till.outbox.drain();
  await till.wire.getState().showSale(sale.id);
  expect(till.shown().map(inShort)).toEqual(['stored-payment 51', 'sale-report true']);
});

it('a sale is found behind more records than are read at once, and none of others is told', async () => {
  const till = tillWithWire();
  const sale = await till.saleOf('good-tap');
  for (let i = 0; i < 1100; i += 1) {
    await till.ledger.commit(() => ({ kind: 'notice', code: 'test', detail: String(i) }));
  }
  await till.saleOf('good-tap');
  await till.wire.getState().showSale(sale.id);
  expect(till.shown().map(inShort)).toEqual(['authorisation 00', 'sale-report false']);
});

it('I6 what goes over the line is shown as it goes, newest first, each payment with its masked card', async () => {
  const till = tillWithWire();
  await till.wire.getState().showLine();
  expect(till.shown()).toEqual([]);
  await till.saleOf('good-tap');
  await till.outbox.drain();
  await vi.waitFor(() =>
    expect(till.shown().map(inShort)).toEqual(['sale-report true', 'authorisation 00']),
  );
  expect(till.shown()[1]).toMatchObject({
    payment: { card: { maskedNumber: '622848******0072' } },
  });
  till.wire.getState().close();
  expect(till.wire.getState().shown).toBeNull();
});

it('I9 the void of a completion keeps its own words on the line when the till no longer has the sale', async () => {
  const till = tillWithWire();
  const saleId = await completedAndVoided(till);
  const kinds = () =>
    till.shown().map((exchange) => {
      const request = translationOf(exchange, 480)?.request;
      if (request === undefined) return exchange.kind;
      return [request.type, request.fields.get(25), request.fields.get(60)?.slice(0, 2)];
    });
  const told = [['0200', '06', '21'], ['0200', '06', '20'], 'slip-question', ['0100', '06', '10']];
  await till.wire.getState().showLine();
  expect(kinds()).toEqual(told);
  await till.store.dropRows({ saleIds: [saleId], outboxKeys: [] });
  await till.wire.getState().showLine();
  expect(kinds()).toEqual(told);
});

/** Holds, completes, and voids that; the line has told of nothing else. */
async function completedAndVoided(till: ReturnType<typeof tillWithWire>): Promise<string> {
  const services = { ports: till.ports, ledger: till.ledger, outbox: till.outbox };
  const [around, amountMinor] = [till.surroundings(true), minor(500)];
  const step = (id: string, order: HoldOrder) =>
    runHoldStep(services, around, id, order, scriptedDesk({}));
  const saleId = till.fake.random.uuid();
  await step(till.fake.random.uuid(), { act: 'hold', cardId: 'good-tap', amountMinor });
  const by = { kind: 'reference', referenceNumber: '100000000001' } as const;
  const named = { operatorId: '01', amountMinor, authorisationCode: '123456', by };
  const found = await findHold(till.host, named);
  if (!found.ok) throw new Error(found.error.code);
  await step(saleId, { act: 'complete', hold: found.value, amountMinor });
  const approval = { ...till.fake.approval(), reason: 'wrong room' };
  const voided = await voidSale(services, around, { saleId, approval }, scriptedDesk({}));
  expect(voided).toMatchObject({ ok: true, value: { kind: 'voided' } });
  return saleId;
}

it('P22 a day end whose totals differ: totals, each record, its end, and totals once more', async () => {
  const till = tillThatSettles();
  const { host, request, records } = till;
  await till.wire.getState().showLine();
  await host.settle({ ...request, totals: settlementTotals(records) });
  await host.uploadSettlement({ ...request, first: 0, records });
  await host.endSettlement({ ...request, count: records.length });
  await host.settle({ ...request, totals: settlementTotals(records.slice(0, 1)) });
  const told = till.shown().map((exchange) => {
    const { request: asked, answer } = present(translationOf(exchange, 480), 'the messages');
    const types = `${asked.type} ${answer?.type ?? ''}`;
    return [types, asked.fields.get(60), (answer ?? asked).fields.get(48)?.slice(0, 31)];
  });
  const debit = (told48: string) => `${told48}${'0'.repeat(15)}`;
  expect(told.reverse()).toEqual([
    ['0500 0510', '00000003201', `${debit('000000000200001')}2`],
    ['0320 0330', '00000003201', undefined],
    // The bank stopped behind the first: for this one nothing has come.
    ['0320 ', '00000003201', undefined],
    ['0320 0330', '00000003202', '0001'],
    ['0500 0510', '00000003201', `${debit('000000000200001')}1`],
  ]);
  expect(till.shown()[0]).toMatchObject({ terminal: { operatorId: '99' } });
});

it('P22 nobody answers at the day end: the message without an answer, and why', async () => {
  const till = tillThatSettles();
  till.cutLine();
  await till.wire.getState().showLine();
  await till.host.settle({ ...till.request, totals: settlementTotals(till.records) });
  expect(till.shown().map(inShort)).toEqual(['settlement line-bank-unreachable']);
});

/** Of two records the bank has the first; it is a supervisor's day end of an older batch. */
function tillThatSettles() {
  const [kind, batchNumber] = ['purchase', 3] as const;
  const till = tillWithWire((real) => {
    const said = <Answer>(answer: Answer) =>
      Promise.resolve(
        isCut
          ? err(fault('line-bank-unreachable', false))
          : ok({ answer, bankTimeMs: 0, tookMs: 1 }),
      );
    return {
      ...real,
      settle: ({ settlementId, totals: ours }) => {
        const totals = settlementTotals(records.slice(0, 1));
        const result = isSameTotals(ours, totals) ? 'balanced' : 'not-balanced';
        const groups = [{ currency: 'CNY', result, totals } as const];
        return said({ settlementId, batchNumber, groups, uploaded: 0, nextBatchNumber: 8 });
      },
      uploadSettlement: ({ settlementId }) => said({ settlementId, uploaded: 1 }),
      endSettlement: ({ settlementId }) => said({ settlementId, uploaded: 1, differences: [] }),
    };
  });
  let isCut = false;
  const records = [200, 400].map((amountMinor) => {
    return { id: till.fake.random.uuid(), kind, amountMinor: minor(amountMinor), batchNumber };
  });
  const request = { settlementId: till.fake.random.uuid(), batchNumber, operatorId: '99' };
  const cutLine = (): void => {
    isCut = true;
  };
  return { ...till, records, request, cutLine };
}

it('P14 a line that is asked every few seconds fills no list; a fault is told beside it', async () => {
  const till = tillWithWire();
  await till.wire.getState().showLine();
  for (let i = 0; i < 100; i += 1) await till.host.echo({ deliveredUpTo: 0 });
  till.fake.script.push('cut');
  await till.host.echo({ deliveredUpTo: 0 });
  await till.wire.getState().showLine();
  expect(till.shown().map(inShort)).toEqual(['echo line-bank-unreachable', 'echo true']);
});

it('the list is never longer than what is kept, whatever a batch carries', async () => {
  const till = tillWithWire();
  for (let i = 0; i < 70; i += 1) await till.saleOf('good-tap', { lineUsable: false });
  await till.outbox.drain();
  await till.wire.getState().showLine();
  expect(till.shown()).toHaveLength(60);
});

it('P26 nothing is asked of the bank that the line does not show', async () => {
  const none = fault('line-no-answer', true);
  const asked = {
    query: 'question',
    findOriginal: 'slip-question',
    findHold: 'slip-question',
    uploadSignature: 'signature',
    askPayLink: 'pay-link',
    withdrawPayLink: 'pay-link-end',
  } as const;
  const silent = Object.fromEntries(
    Object.keys(asked).map((name) => [name, () => Promise.resolve(err(none))]),
  );
  const till = tillWithWire((host) => ({ ...host, ...silent }));
  const { id: saleId } = await till.saleOf('good-tap');
  await till.wire.getState().showLine();
  for (const [name, kind] of Object.entries(asked)) {
    const ask = till.host[name as keyof typeof asked] as (one: unknown) => Promise<unknown>;
    await ask({ saleId, core: { saleId } });
    const newest = till.shown()[0];
    expect([newest?.kind, newest?.fault]).toEqual([kind, 'line-no-answer']);
    expect(newest).toMatchObject({ isAnswered: false });
  }
});

it('listening changes nothing: the same answer, the same fault, to the same request', async () => {
  const till = tillWithWire();
  const question = { deliveredUpTo: 4 };
  const reply = {
    ok: true,
    value: { answer: { bankId: 'x', timeMs: 1 }, bankTimeMs: 1, tookMs: 2 },
  };
  const asked: unknown[] = [];
  const { listenTo } = createWireStore({
    store: till.store,
    nowMs: () => 0,
    till: () => createStore(() => ({ ...NO_FIGURES, terminal: null }) as unknown as TillState),
  });
  const host = listenTo({
    ...till.host,
    echo: (one) => {
      asked.push(one);
      return Promise.resolve(reply as never);
    },
  });
  expect(await host.echo(question)).toBe(reply);
  expect(asked).toEqual([question]);
});
