import { v7 as uuidV7 } from 'uuid';
import { expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { settlementTotals, type BatchRecord } from '../../shared/domain/settlement-records.ts';
import { answerOf, faultOf, type Counter, type SuiteTill } from './suite-till.ts';

const SUPERVISOR = '00';

/** A day end as a till asks for it. */
class DayEnd {
  readonly settlementId = uuidV7();
  readonly #till: SuiteTill;
  readonly #batchNumber: number;
  readonly #operatorId: string;

  constructor(till: SuiteTill, batchNumber = 1, operatorId = SUPERVISOR) {
    this.#till = till;
    this.#batchNumber = batchNumber;
    this.#operatorId = operatorId;
  }

  get #of() {
    return {
      settlementId: this.settlementId,
      batchNumber: this.#batchNumber,
      operatorId: this.#operatorId,
    };
  }

  ask(records: readonly BatchRecord[]) {
    return this.#till.client.settle({ ...this.#of, totals: settlementTotals(records) });
  }

  async result(records: readonly BatchRecord[]): Promise<string> {
    return answerOf(await this.ask(records))
      .groups.map(({ result }) => result)
      .join();
  }

  async upload(records: readonly BatchRecord[], first = 0): Promise<number> {
    const asked = { ...this.#of, first, records: [...records] };
    return answerOf(await this.#till.client.uploadSettlement(asked)).uploaded;
  }

  end(count: number) {
    return this.#till.client.endSettlement({ ...this.#of, count });
  }

  async differences(count: number): Promise<readonly string[]> {
    const { differences } = answerOf(await this.end(count));
    return differences.map(({ id, kind }) => `${kind} ${id}`);
  }
}

function record({ id, kind, amountMinor, batchNumber }: PaymentCore): BatchRecord {
  return { id, kind, amountMinor, batchNumber };
}

async function sold(till: SuiteTill, amountMinor: number, batchNumber = 1): Promise<PaymentCore> {
  const core = await till.core({ ...till.numbers(), batchNumber, amountMinor: minor(amountMinor) });
  answerOf(await till.authorise(core));
  return core;
}

export function settlementCases(counter: Counter): void {
  balancedCases(counter);
  unbalancedCases(counter);
  lateCases(counter);
}

function balancedCases({ newTill, bank }: Counter): void {
  it('P22 equal totals settle the batch, and the next one has a higher number', async () => {
    const till = await newTill();
    const cores = [await sold(till, 100), await sold(till, 250)];
    const undone = await till.voidOf(cores[1] as PaymentCore, till.numbers());
    answerOf(await till.authorise(undone, { operatorId: SUPERVISOR }));
    const records = [...cores, undone].map(record);
    const answer = answerOf(await new DayEnd(till).ask(records));
    const totals = {
      debit: { sumMinor: 350, count: 2 },
      credit: { sumMinor: 250, count: 1 },
      fingerprint: settlementTotals(records).fingerprint,
    };
    expect(answer.groups).toEqual([{ currency: 'CNY', result: 'balanced', totals }]);
    expect(answer.nextBatchNumber).toBe(2);
    expect(answerOf(await till.signOn()).batchNumber).toBe(2);
  });

  it('P22 the same settlement again gets the same answer; another of that batch an error', async () => {
    const till = await newTill();
    const records = [record(await sold(till, 100))];
    const dayEnd = new DayEnd(till);
    const first = answerOf(await dayEnd.ask(records));
    expect(answerOf(await dayEnd.ask(records))).toEqual(first);
    expect(await dayEnd.result([])).toBe('not-balanced');
    expect(await new DayEnd(till).result(records)).toBe('error');
    expect(await new DayEnd(till).result([])).toBe('error');
  });

  it('P22 a day without a card settles with nothing', async () => {
    const till = await newTill();
    expect(await new DayEnd(till).result([])).toBe('balanced');
  });

  it('F38 who is no supervisor settles nothing, and it is noted', async () => {
    const till = await newTill();
    const records = [record(await sold(till, 100))];
    const events = await bank().eventCount('not-permitted');
    expect(faultOf(await new DayEnd(till, 1, '01').ask(records))).toBe('not-permitted');
    expect(await bank().eventCount('not-permitted')).toBe(events + 1);
    expect(await new DayEnd(till).result(records)).toBe('balanced');
  });

  it('P1 an id of a settlement stands for one batch of one till', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const dayEnd = new DayEnd(till);
    expect(await dayEnd.result([])).toBe('balanced');
    const { settlementId } = dayEnd;
    const asked = { settlementId, operatorId: SUPERVISOR, totals: settlementTotals([]) };
    expect(faultOf(await till.client.settle({ ...asked, batchNumber: 2 }))).toBe('core-differs');
    expect(faultOf(await other.client.settle({ ...asked, batchNumber: 1 }))).toBe('core-differs');
    const end = { settlementId, operatorId: SUPERVISOR, batchNumber: 1, count: 0 };
    expect(faultOf(await other.client.endSettlement(end))).toBe('not-found');
  });
}

function unbalancedCases({ newTill }: Counter): void {
  it('F34 the upload names the sale that the bank misses and the one it has too many', async () => {
    const till = await newTill();
    const [both, tooMany] = [await sold(till, 100), await sold(till, 300)];
    const missing = await till.core({ ...till.numbers(), amountMinor: minor(300) });
    const records = [both, missing].map(record);
    const dayEnd = new DayEnd(till);
    expect(await dayEnd.result(records)).toBe('not-balanced');
    expect(await dayEnd.upload(records)).toBe(2);
    expect(await dayEnd.differences(2)).toEqual([
      `missing-at-bank ${missing.id}`,
      `too-many-at-bank ${tooMany.id}`,
    ]);
    expect((await till.results([till.stored(missing)]))[0]?.code).toBe('00');
    answerOf(await till.reverse(tooMany));
    expect(await dayEnd.differences(2)).toEqual([]);
    expect(await dayEnd.result(records)).toBe('balanced');
    expect(await till.state(missing)).toBe('posted');
  });

  it('F35 an upload that was cut off goes on behind what is there; repeats change nothing', async () => {
    const till = await newTill();
    const records = [];
    for (let i = 1; i <= 5; i += 1) records.push(record(await sold(till, i)));
    const dayEnd = new DayEnd(till);
    expect(await dayEnd.result(records.slice(1))).toBe('not-balanced');
    expect(await dayEnd.upload(records.slice(0, 2))).toBe(2);
    expect(await dayEnd.upload(records.slice(0, 2))).toBe(2);
    expect(answerOf(await dayEnd.ask(records.slice(1))).uploaded).toBe(2);
    expect(await dayEnd.upload(records.slice(4), 4)).toBe(2);
    expect(answerOf(await dayEnd.end(5))).toMatchObject({ uploaded: 2, differences: [] });
    expect(await dayEnd.upload(records.slice(2), 2)).toBe(5);
    expect(await dayEnd.differences(5)).toEqual([]);
    expect(await dayEnd.result(records)).toBe('balanced');
  });

  it('P22 another amount is named with both sides', async () => {
    const till = await newTill();
    const core = await sold(till, 100);
    const ours = { ...record(core), amountMinor: minor(101) };
    const dayEnd = new DayEnd(till);
    expect(await dayEnd.result([ours])).toBe('not-balanced');
    await dayEnd.upload([ours]);
    const { differences } = answerOf(await dayEnd.end(1));
    expect(differences).toEqual([
      { id: core.id, kind: 'other-amount', till: ours, bank: record(core) },
    ]);
  });

  it('P22 an upload without a settlement is told so', async () => {
    const till = await newTill();
    const dayEnd = new DayEnd(till);
    expect(faultOf(await dayEnd.end(0))).toBe('not-found');
  });
}

function lateCases({ newTill }: Counter): void {
  it('P23 a sale of the next batch is not in this one, and is in the next', async () => {
    const till = await newTill();
    const [old, fresh] = [await sold(till, 100, 1), await sold(till, 200, 2)];
    expect(await new DayEnd(till, 1).result([record(old)])).toBe('balanced');
    expect(await new DayEnd(till, 2).result([record(old), record(fresh)])).toBe('not-balanced');
    expect(await new DayEnd(till, 2).result([record(fresh)])).toBe('balanced');
  });

  it('P23 what arrives late for a settled batch is carried into the next one, never lost', async () => {
    const till = await newTill();
    const late = await till.core({ ...till.numbers(), batchNumber: 1, amountMinor: minor(70) });
    const early = await sold(till, 100, 1);
    expect(await new DayEnd(till, 1).result([record(early)])).toBe('balanced');
    expect((await till.results([till.stored(late)]))[0]?.code).toBe('00');
    expect(await new DayEnd(till, 2).result([])).toBe('not-balanced');
    expect(await new DayEnd(till, 2).result([record(late)])).toBe('balanced');
    expect(await new DayEnd(till, 3).result([])).toBe('balanced');
  });

  it('P23 an upload tells a sale of another batch from a missing one', async () => {
    const till = await newTill();
    const later = await sold(till, 100, 2);
    const ours = { ...record(later), batchNumber: 1 };
    const dayEnd = new DayEnd(till, 1);
    expect(await dayEnd.result([ours])).toBe('not-balanced');
    await dayEnd.upload([ours]);
    expect(await dayEnd.differences(1)).toEqual([`other-batch ${later.id}`]);
  });
}
