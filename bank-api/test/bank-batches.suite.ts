import { v7 as uuidV7 } from 'uuid';
import { expect, it } from 'vitest';
import { minor, ZERO } from '../../shared/domain/money.ts';
import { present } from '../../shared/lib/assert.ts';
import { answerOf, faultOf, type Counter } from './suite-till.ts';

export function batchCases(counter: Counter): void {
  bookedCases(counter);
  refusedCases(counter);
  numberCases(counter);
}

function bookedCases({ bank, newTill }: Counter): void {
  it('P12 one result a record; the same again gets the same', async () => {
    const till = await newTill();
    const core = await till.core();
    const items = [till.stored(core), till.cashReport(1999), till.voidNumber()];
    const batchId = uuidV7();
    const first = answerOf(await till.upload(items, { batchId, deliveredUpTo: 3 }));
    expect(first.batchId).toBe(batchId);
    expect(first.results.map(({ code }) => code)).toEqual(['00', '00', '00']);
    expect(first.watermark).toEqual({ contiguousUpTo: 3, highest: 3, gaps: [] });
    const [payment, report, voided] = first.results;
    expect(payment).toMatchObject({
      id: core.id,
      authorisationCode: expect.stringMatching(/^\d{6}$/) as string,
      referenceNumber: expect.stringMatching(/^\d{12}$/) as string,
    });
    expect(report).toMatchObject({ authorisationCode: '', message: '' });
    expect(report?.referenceNumber).toMatch(/^\d{12}$/);
    expect(voided).toMatchObject({ authorisationCode: '', referenceNumber: '', message: '' });
    expect(await till.results(items)).toEqual(first.results);
    expect(answerOf(await till.upload(items, { batchId }))).toEqual(first);
  });

  it('P6 payment, report and void number can be asked about by their ids', async () => {
    const till = await newTill();
    const core = await till.core();
    const refused = await till.core({ cardId: 'stolen' });
    const [report, voided] = [till.cashReport(500), till.voidNumber()];
    const items = [till.stored(core), till.stored(refused), report, voided];
    const results = await till.results(items);
    const asked = [];
    const amounts = [core.amountMinor, refused.amountMinor, ZERO, ZERO];
    for (const [i, { id }] of results.entries()) {
      const amountMinor = present(amounts[i], 'an amount');
      asked.push(answerOf(await till.client.query({ id, amountMinor })));
    }
    expect(asked).toMatchObject([
      { state: 'posted', code: '00', approvedMinor: core.amountMinor },
      { state: 'refused', code: '43', approvedMinor: 0 },
      { state: 'posted', code: '00', approvedMinor: 0, authorisationCode: '' },
      { state: 'posted', code: '00', approvedMinor: 0, referenceNumber: '' },
    ]);
    expect(asked.map((answer) => answer.known && answer.referenceNumber)).toEqual(
      results.map(({ referenceNumber }) => referenceNumber),
    );
  });

  it('P5 P12 while the issuer is silent a payment is declined for good, a promise waits', async () => {
    const till = await newTill();
    const [asked, promised] = [await till.core(), await till.core()];
    const report = till.cashReport(100);
    const items = [till.stored(promised), report];
    bank().setIssuerDown(true);
    const declined = answerOf(await till.authorise(asked));
    const waiting = await till.results(items);
    const meanwhile = await till.state(promised);
    bank().setIssuerDown(false);
    expect(declined).toMatchObject({ outcome: 'declined', code: '91' });
    expect(waiting.map(({ code }) => code)).toEqual(['91', '00']);
    expect(meanwhile).toBe('unknown');
    expect(answerOf(await till.authorise(asked))).toEqual(declined);
    expect((await till.results(items)).map(({ code }) => code)).toEqual(['00', '00']);
  });

  it('P28 an unknown operator is noted; what has happened is booked', async () => {
    const till = await newTill();
    const events = await bank().eventCount('not-permitted');
    const answer = answerOf(await till.upload([till.cashReport(100)], { operatorId: '77' }));
    expect(answer.results[0]?.code).toBe('00');
    expect(await bank().eventCount('not-permitted')).toBe(events + 1);
    await till.upload([till.cashReport(100)], { operatorId: '' });
    expect(await bank().eventCount('not-permitted')).toBe(events + 1);
  });
}

function refusedCases({ bank, newTill }: Counter): void {
  it('P12 F23 a bad record never spoils the others, whatever is bad about it', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const events = await bank().eventCount('not-permitted');
    const wrongSum = till.cashReport(200);
    wrongSum.report.totals.dueMinor = minor(201);
    const halfText = till.cashReport(300);
    halfText.report.note = 'half a character \ud800 and \0';
    const shouted = till.cashReport(400);
    shouted.report.id = shouted.report.id.toUpperCase();
    const { sealedCard } = await till.core();
    const results = await till.results([
      till.cashReport(100),
      wrongSum,
      halfText,
      shouted,
      other.cashReport(500),
      till.stored(await other.core()),
      till.stored(await till.core({ sealedCard })),
      till.stored(await till.core({ cardId: 'stolen' })),
      till.stored(await till.core({ cardId: 'poor', amountMinor: minor(101) })),
      till.stored(await till.voidOf(await till.core())),
      till.stored(await till.core()),
    ]);
    expect(results.map(({ code }) => code)).toEqual('00 30 30 30 30 30 30 43 51 40 00'.split(' '));
    expect(results[1]?.message).toContain('due');
    expect(results[4]?.message).toBe('not-permitted: record of another terminal');
    expect(results[6]?.message).toBe('seal-broken');
    expect(await bank().eventCount('not-permitted')).toBe(events + 2);
  });

  it('P12 one record against the contract, and the batch is refused as a whole', async () => {
    const till = await newTill();
    const [good, bad] = [till.cashReport(100), till.cashReport(200)];
    bad.report.tenders = [];
    expect(faultOf(await till.upload([good, bad]))).toBe('request-malformed');
    expect(await till.state({ id: good.report.id, amountMinor: ZERO })).toBe('unknown');
    expect(faultOf(await till.upload([]))).toBe('request-malformed');
    expect(faultOf(await till.upload([good], { batchId: 'one' }))).toBe('request-malformed');
    expect(faultOf(await till.upload([good], { operatorId: '01\0' }))).toBe('request-malformed');
    expect((await till.results([good]))[0]?.code).toBe('00');
  });

  it('P26 the same id with another content: refused, and an event for each', async () => {
    const till = await newTill();
    const [core, report, voided] = [await till.core(), till.cashReport(700), till.voidNumber()];
    const items = [till.stored(core), report, voided];
    await till.results(items);
    const events = await bank().eventCount('core-differs');
    const forged = structuredClone(report);
    forged.report.note = 'changed';
    const { transactionNumber } = till.numbers();
    const refused = await till.results([
      till.stored({ ...core, amountMinor: minor(1) }),
      forged,
      { ...voided, transactionNumber } as typeof voided,
    ]);
    for (const { code, message } of refused)
      expect([code, message]).toEqual(['30', 'core-differs']);
    expect(await bank().eventCount('core-differs')).toBe(events + 3);
    const again = await till.results(items);
    expect(again.map(({ code }) => code)).toEqual(['00', '00', '00']);
  });

  it('P22 I9 what was sold on paper is cash, and was sold before it was entered', async () => {
    const till = await newTill();
    const { report } = till.cashReport(500);
    const paper = { paperNumber: 'A 17', soldAtMs: report.createdAtMs - 1, supervisorId: '00' };
    const later = { ...paper, soldAtMs: report.createdAtMs + 1 };
    const byCard = till.cashReport(500).report;
    const { id, amountMinor } = present(byCard.tenders[0], 'its tender');
    const card = { kind: 'card' as const, id, amountMinor, paymentId: id };
    const answer = answerOf(
      await till.upload([
        { kind: 'sale-report', report: { ...report, paper: later } },
        { kind: 'sale-report', report: { ...byCard, paper, tenders: [card] } },
        { kind: 'sale-report', report: { ...till.cashReport(500).report, paper } },
      ]),
    );
    expect(answer.results.map(({ code }) => code)).toEqual(['30', '30', '00']);
  });

  it('P1 a sale is reported once', async () => {
    const till = await newTill();
    const [first, second] = [till.cashReport(100), till.cashReport(100)];
    second.report.saleId = first.report.saleId;
    const codes = (await till.results([first, second])).map(({ code }) => code);
    expect(codes).toEqual(['00', '30']);
    expect((await till.results([second]))[0]?.message).toBe('core-differs');
  });
}

function numberCases({ bank, newTill }: Counter): void {
  it('I8 a number or a trace used twice is refused, in one batch and in the next', async () => {
    const till = await newTill();
    const [report, core] = [till.cashReport(100), await till.core()];
    const { transactionNumber, traceNumber } = report.report;
    const events = await bank().eventCount('number-reused');
    const sameNumber = till.cashReport(100);
    sameNumber.report.transactionNumber = transactionNumber;
    const sameTrace = await till.core({ ...till.numbers(), traceNumber });
    const [first, second, third, fourth] = await till.results([
      report,
      sameNumber,
      till.stored(sameTrace),
      till.voidNumber(transactionNumber),
    ]);
    expect(first?.code).toBe('00');
    for (const refused of [second, third]) {
      expect(refused).toMatchObject({ code: '30', message: 'number-reused' });
    }
    expect(fourth).toMatchObject({ code: '30', message: 'number-reused' });
    await till.results([till.voidNumber(core.transactionNumber)]);
    const late = (await till.results([till.stored(core)]))[0];
    expect(late).toMatchObject({ code: '30', message: 'number-reused' });
    expect(await bank().eventCount('number-reused')).toBe(events + 4);
    expect(faultOf(await till.authorise(core))).toBe('number-reused');
  });

  it('P2 every contact declares, and what is missing below is named and noted', async () => {
    const till = await newTill();
    const [first, second, third] = [till.cashReport(1), till.cashReport(2), till.cashReport(3)];
    const none = answerOf(await till.upload([third]));
    expect(none.watermark).toEqual({ contiguousUpTo: 0, highest: 3, gaps: [] });
    const events = await bank().eventCount('sequence-gap');
    const gap = answerOf(await till.upload([first], { deliveredUpTo: 3 }));
    expect(gap.watermark).toEqual({ contiguousUpTo: 1, highest: 3, gaps: [2] });
    const earlier = answerOf(await till.upload([first], { deliveredUpTo: 1 }));
    expect(earlier.watermark.gaps).toEqual([2]);
    expect(await bank().eventCount('sequence-gap')).toBe(events + 2);
    const whole = answerOf(await till.upload([second]));
    expect(whole.watermark).toEqual({ contiguousUpTo: 3, highest: 3, gaps: [] });
  });

  it('P2 an authorisation, a reversal, an echo and a sign-on declare as a batch does', async () => {
    const [deliveredUpTo, named] = [2, [1, 2]];
    const till = async () => {
      const one = await newTill();
      one.numbers();
      one.numbers();
      return one;
    };
    const [asking, undoing, looking, signing] = [
      await till(),
      await till(),
      await till(),
      await till(),
    ];
    await asking.authorise(await asking.core(), { deliveredUpTo });
    await undoing.reverse(await undoing.core(), { deliveredUpTo });
    await looking.client.echo({ deliveredUpTo });
    const gaps = [answerOf(await signing.signOn({ deliveredUpTo })).watermark.gaps];
    for (const one of [asking, undoing, looking]) {
      gaps.push(answerOf(await one.signOn()).watermark.gaps);
    }
    expect(gaps).toEqual([named, named, named, named]);
  });
}
