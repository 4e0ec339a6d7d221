import { expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import type { Counter, SuiteTill } from './suite-till.ts';

/** Cash that went back for a sale in cash (P2, I1). */
export function cashReturnCases({ bank, newTill }: Counter): void {
  type Items = Parameters<SuiteTill['results']>[0];
  const codes = async (till: SuiteTill, items: Items) =>
    (await till.results(items)).map(({ code, message }) => `${code} ${message}`.trim());

  it('P2 P12 a part, and another, each once; the same again gets the same', async () => {
    const till = await newTill();
    const sale = till.cashReport(1000);
    const parts = [300, 700].map((part) => till.cashReturn(sale, { amountMinor: minor(part) }));
    const first = await till.results([sale, ...parts]);
    expect(first.map(({ code }) => code)).toEqual(['00', '00', '00']);
    expect(first[1]?.referenceNumber).toMatch(/^\d{12}$/);
    expect(await till.results([sale, ...parts])).toEqual(first);
  });

  it('I1 never more than came in, in one batch or over several; a void is all of it', async () => {
    const till = await newTill();
    const sale = till.cashReport(1000);
    const most = till.cashReturn(sale, { amountMinor: minor(600) });
    const more = till.cashReturn(sale, { amountMinor: minor(401) });
    const rest = till.cashReturn(sale, { amountMinor: minor(400), act: 'void' });
    expect(await codes(till, [sale, most, more])).toEqual(['00', '00', '30 amount-over-original']);
    expect(await codes(till, [rest])).toEqual(['30 amount-over-original']);
    const whole = till.cashReport(500);
    const act = 'void' as const;
    expect(await codes(till, [whole, till.cashReturn(whole, { act })])).toEqual(['00', '00']);
  });

  it('A12 before its sale it waits; where the number of the sale went to nothing it never comes', async () => {
    const till = await newTill();
    const [sale, lost] = [till.cashReport(1000), till.cashReport(500)];
    const [early, orphan] = [till.cashReturn(sale), till.cashReturn(lost)];
    expect(await codes(till, [early])).toEqual([`96 report ${sale.report.id} is not here yet`]);
    expect(await codes(till, [sale, early])).toEqual(['00', '00']);
    const unused = till.voidNumber(lost.report.transactionNumber);
    expect(await codes(till, [unused, orphan])).toEqual(['00', '30 original-not-found']);
  });

  it('F38 P28 a cashier’s word is none: refused, and noted', async () => {
    const till = await newTill();
    const events = await bank().eventCount('not-permitted');
    const sale = till.cashReport(1000);
    const back = till.cashReturn(sale, { supervisorId: '01' });
    expect(await codes(till, [sale, back])).toEqual(['00', '30 not-permitted']);
    expect(await bank().eventCount('not-permitted')).toBe(events + 1);
  });

  it('P26 I8 another content, a number that is used, a sale of another till: refused', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const events = await bank().eventCount('core-differs');
    const sale = till.cashReport(1000);
    const back = till.cashReturn(sale, { amountMinor: minor(100) });
    await till.results([sale, back]);
    const changed = { ...back, back: { ...back.back, amountMinor: minor(200) } };
    const { transactionNumber } = sale.report;
    const reused = till.cashReturn(sale, { amountMinor: minor(1), transactionNumber });
    expect(await codes(till, [changed, reused])).toEqual(['30 core-differs', '30 number-reused']);
    expect(await bank().eventCount('core-differs')).toBe(events + 1);
    const { terminalId } = other.atBank.activated;
    const foreign = other.cashReturn(sale, { terminalId });
    expect(await codes(other, [foreign])).toEqual(['30 original-not-found']);
  });
}
