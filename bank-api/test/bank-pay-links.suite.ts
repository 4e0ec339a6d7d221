import { v7 as uuidV7 } from 'uuid';
import { expect, it } from 'vitest';
import type { PayLinkAnswer } from '../../shared/contracts/pay-link-api.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { PAY_LINK_LIFE_MS } from '../domain/pay-links.ts';
import { answerOf, faultOf, type CoreWish, type Counter, type SuiteTill } from './suite-till.ts';

/** Pay links, asked for as a till asks and opened as a customer does (P13). */

/** A promise that the bank has refused for want of money. */
async function refusedPromise(till: SuiteTill, wish: CoreWish = {}): Promise<PaymentCore> {
  const refused = await till.core({ cardId: 'poor', ...wish });
  expect((await till.results([till.stored(refused)]))[0]?.code).toBe('51');
  return refused;
}

function linkCore(
  till: SuiteTill,
  { id, saleId, amountMinor }: PaymentCore,
  wish: CoreWish = {},
): Promise<PaymentCore> {
  return till.core({ saleId, amountMinor, supersedes: id, sealedCard: '', ...wish });
}

async function asked(till: SuiteTill, core: PaymentCore): Promise<PayLinkAnswer> {
  return answerOf(await till.client.askPayLink({ core, attempt: till.attempt() }));
}

async function withdrawn(till: SuiteTill, core: PaymentCore): Promise<PayLinkAnswer> {
  return answerOf(await till.client.withdrawPayLink({ core, attempt: till.attempt() }));
}

export async function openLink(till: SuiteTill, wish: CoreWish = {}) {
  const refused = await refusedPromise(till, wish);
  const core = await linkCore(till, refused);
  const made = await asked(till, core);
  if (made.state !== 'open') throw new Error(`the link is ${made.state}`);
  return { refused, core, url: made.url, made };
}

export function payLinkCases({ bank, newTill }: Counter): void {
  const openPage = (url: string) => bank().customer.open(url);
  const pressPay = (url: string, form: string, cardId?: string) =>
    bank().customer.press(url, form, cardId);

  it('P13 I2 made, opened, paid: a payment in place of the refused one, told for ever the same', async () => {
    const till = await newTill();
    const { refused, core, url, made } = await openLink(till);
    expect(made).toMatchObject({ id: core.id, amountMinor: core.amountMinor });
    expect(await asked(till, core)).toEqual(made);
    const page = await openPage(url);
    expect([page.status, page.state]).toEqual([200, 'open']);
    expect(await pressPay(url, page.form)).toMatchObject({ status: 200, state: 'paid' });
    const paid = await asked(till, core);
    expect(paid).toMatchObject({ state: 'paid', maskedNumber: '622848******0072' });
    bank().clock.nowMs += 60_000;
    expect(await asked(till, core)).toEqual(paid);
    expect(await withdrawn(till, core)).toEqual(paid);
    expect(await till.state(core)).toBe('approved');
    expect(await till.state(refused)).toBe('refused');
  });

  it('P8 pressed twice, and again from an old page: paid once', async () => {
    const till = await newTill();
    const { core, url } = await openLink(till);
    const { form } = await openPage(url);
    const both = await Promise.all([pressPay(url, form), pressPay(url, form)]);
    expect(both.map(({ state }) => state)).toEqual(['paid', 'paid']);
    expect(await pressPay(url, form, 'good-chip')).toMatchObject({ state: 'paid' });
    expect(await asked(till, core)).toMatchObject({ maskedNumber: '622848******0072' });
  });

  it('P13 a declined card pays nothing and spoils nothing: another one on the next page does', async () => {
    const till = await newTill();
    // More than is on the card that would say yes to a part: a part makes up for nothing.
    const { url } = await openLink(till, { amountMinor: 1600 as PaymentCore['amountMinor'] });
    const first = await openPage(url);
    const no = await pressPay(url, first.form, 'stolen');
    expect(no).toMatchObject({ status: 200, state: 'open' });
    expect(no.declined).toBe('43');
    expect(await pressPay(url, first.form)).toMatchObject({ status: 409, state: 'open' });
    for (const [card, code] of [
      ['poor', /^51$/],
      ['small', /^51$/],
      // No PIN was typed, or too many wrong ones before.
      ['good-pin', /^[57]5$/],
      ['expired', /^54$/],
    ] as const) {
      const tried = await pressPay(url, (await openPage(url)).form, card);
      expect(tried.declined).toMatch(code);
    }
    expect(await pressPay(url, (await openPage(url)).form)).toMatchObject({ state: 'paid' });
  });

  it('P26 a form that is not the page’s, no card of the list: nothing is taken, and it is noted', async () => {
    const till = await newTill();
    const { core, url } = await openLink(till);
    const { form } = await openPage(url);
    const events = await bank().eventCount('pay-page-refused');
    for (const [word, card] of [
      ['', 'good-tap'],
      ['0'.repeat(32), 'good-tap'],
      [`${form}0`, 'good-tap'],
      [form, '6228480000000072'],
      [form, ''],
    ] as const) {
      expect(await pressPay(url, word, card)).toMatchObject({ status: 409, state: 'open' });
    }
    const other = await openLink(till);
    expect(await pressPay(url, (await openPage(other.url)).form)).toMatchObject({ status: 409 });
    expect(await bank().eventCount('pay-page-refused')).toBeGreaterThan(events);
    expect(await asked(till, core)).toMatchObject({ state: 'open' });
  });

  it('P6 P13 withdrawn: nobody pays by it any more, also where the request for it comes later', async () => {
    const till = await newTill();
    const { core, url } = await openLink(till);
    const { form } = await openPage(url);
    const over = { id: core.id, state: 'closed', why: 'withdrawn' };
    expect(await withdrawn(till, core)).toMatchObject(over);
    expect(await pressPay(url, form)).toMatchObject({ status: 410, state: 'withdrawn' });
    expect(await withdrawn(till, core)).toMatchObject(over);
    const late = await linkCore(till, await refusedPromise(till));
    expect(await withdrawn(till, late)).toMatchObject({ state: 'closed', why: 'withdrawn' });
    expect(await asked(till, late)).toMatchObject({ state: 'closed', why: 'withdrawn' });
    expect(await till.state(late)).toBe('unknown');
  });

  it('P13 too old: nobody pays by it, and it stays so though the clock goes back', async () => {
    const till = await newTill();
    const { core, url } = await openLink(till);
    const { form } = await openPage(url);
    bank().clock.nowMs += PAY_LINK_LIFE_MS;
    expect(await openPage(url)).toMatchObject({ status: 410, state: 'expired' });
    expect(await pressPay(url, form)).toMatchObject({ status: 410, state: 'expired' });
    bank().clock.nowMs -= PAY_LINK_LIFE_MS;
    expect(await asked(till, core)).toMatchObject({ state: 'closed', why: 'expired' });
    expect(await pressPay(url, form)).toMatchObject({ status: 410, state: 'expired' });
    bank().clock.nowMs += PAY_LINK_LIFE_MS;
  });

  it('I2 for what was not refused, or is made up for, or has an open link already, there is none', async () => {
    const till = await newTill();
    const { refused, core: first } = await openLink(till);
    const no = { state: 'closed', why: 'not-possible' };
    expect(await asked(till, await linkCore(till, refused))).toMatchObject(no);
    await withdrawn(till, first);
    expect(await asked(till, await linkCore(till, refused, { saleId: uuidV7() }))).toMatchObject(
      no,
    );
    const less = { amountMinor: 1 as PaymentCore['amountMinor'] };
    expect(await asked(till, await linkCore(till, refused, less))).toMatchObject(no);
    const { id: supersedes, saleId } = refused;
    answerOf(await till.authorise(await till.core({ saleId, supersedes })));
    expect(await asked(till, await linkCore(till, refused))).toMatchObject(no);
    const stands = await till.core();
    answerOf(await till.authorise(stands));
    expect(await asked(till, await linkCore(till, stands))).toMatchObject(no);
    const nobodys = { ...stands, id: uuidV7() };
    expect(await asked(till, await linkCore(till, nobodys))).toMatchObject(no);
  });

  it('I2 paid for otherwise while it was open, which no till of ours does: the page takes nothing', async () => {
    const till = await newTill();
    const { refused, core, url } = await openLink(till);
    const { form } = await openPage(url);
    const { id: supersedes, saleId } = refused;
    answerOf(await till.authorise(await till.core({ saleId, supersedes })));
    expect(await pressPay(url, form)).toMatchObject({ status: 410, state: 'not-possible' });
    const reversed = await openLink(till);
    const page = await openPage(reversed.url);
    answerOf(await till.reverse(reversed.core));
    expect(await pressPay(reversed.url, page.form)).toMatchObject({
      status: 410,
      state: 'withdrawn',
    });
    expect(await till.state(core)).toBe('unknown');
  });

  it('F16 I8 P26 another core, a number that was taken, a core that is no link’s, another till’s', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const { refused, core } = await openLink(till);
    const attempt = till.attempt();
    const refusalFor = async (strange: PaymentCore, by = attempt) =>
      faultOf(await till.client.askPayLink({ core: strange, attempt: by }));
    const ask = (strange: PaymentCore) => refusalFor(strange);
    expect(await ask({ ...core, traceNumber: 99 })).toBe('core-differs');
    const { transactionNumber } = refused;
    expect(await ask(await linkCore(till, refused, { transactionNumber }))).toBe('number-reused');
    const { supersedes: _none, ...loose } = await linkCore(till, refused);
    expect(await ask(loose)).toBe('request-malformed');
    expect(await ask(await linkCore(till, refused, { sealedCard: 'AAAA' }))).toBe(
      'request-malformed',
    );
    expect(await ask({ ...core, id: core.id.toUpperCase() })).toBe('request-malformed');
    expect(faultOf(await other.client.askPayLink({ core, attempt }))).toBe('not-permitted');
    const strangers = { ...core, terminalId: other.atBank.activated.terminalId };
    expect(faultOf(await other.client.withdrawPayLink({ core: strangers, attempt }))).toBe(
      'core-differs',
    );
    const nobody = { ...attempt, operatorId: '99' };
    const events = await bank().eventCount('not-permitted');
    expect(await refusalFor(await linkCore(till, refused), nobody)).toBe('not-permitted');
    expect(await bank().eventCount('not-permitted')).toBe(events + 1);
    // Whoever is there asks what became of one, and takes it back.
    expect(answerOf(await till.client.askPayLink({ core, attempt: nobody })).state).toBe('open');
    expect(await asked(till, core)).toMatchObject({ state: 'open' });
    expect(faultOf(await till.authorise({ ...core, sealedCard: 'AAAA' }))).not.toBe('answered');
  });

  it('P23 what was paid by a link is in the batch of its number, can be voided, and is refunded like any', async () => {
    const till = await newTill();
    const { core, url } = await openLink(till);
    await pressPay(url, (await openPage(url)).form);
    const back = await till.voidOf(core);
    expect(answerOf(await till.authorise(back, { operatorId: '00' }))).toMatchObject({
      code: '00',
    });
    expect(await till.state(core)).toBe('reversed');
    expect(await asked(till, core)).toMatchObject({ state: 'paid' });
    expect((await openPage(url)).state).toBe('paid');
    const second = await openLink(till);
    await pressPay(second.url, (await openPage(second.url)).form);
    const part = await till.refundOf(second.core, 100);
    expect(answerOf(await till.authorise(part, { operatorId: '00' }))).toMatchObject({
      code: '00',
    });
  });
}
