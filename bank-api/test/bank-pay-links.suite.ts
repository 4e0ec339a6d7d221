import { createHash } from 'node:crypto';
import { v7 as uuidV7 } from 'uuid';
import { expect, it } from 'vitest';
import type { PayLinkAnswer } from '../../shared/contracts/pay-link-api.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { present } from '../../shared/lib/assert.ts';
import { PAY_LINK_LIFE_MS } from '../domain/pay-links.ts';
import { openPayPage, pressPay } from './pay-page.ts';
import { answerOf, faultOf, type CoreWish, type Counter, type SuiteTill } from './suite-till.ts';

/**
 * Pay links, asked for as a till asks and opened as a customer does. Over the server alone: the page
 * is HTML over HTTP, and nobody in the simulated world has a browser.
 */

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

async function openLink(till: SuiteTill, wish: CoreWish = {}) {
  const refused = await refusedPromise(till, wish);
  const core = await linkCore(till, refused);
  const made = await asked(till, core);
  if (made.state !== 'open') throw new Error(`the link is ${made.state}`);
  return { refused, core, url: made.url, made };
}

export function payLinkCases({ bank, newTill }: Counter): void {
  it('P13 I2 made, opened, paid: a payment in place of the refused one, told for ever the same', async () => {
    const till = await newTill();
    const { refused, core, url, made } = await openLink(till);
    expect(made).toMatchObject({ id: core.id, amountMinor: core.amountMinor });
    expect(await asked(till, core)).toEqual(made);
    const page = await openPayPage(url);
    expect([page.status, page.state]).toEqual([200, 'open']);
    expect(page.text).toContain('12.34');
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
    const { form } = await openPayPage(url);
    const both = await Promise.all([pressPay(url, form), pressPay(url, form)]);
    expect(both.map(({ state }) => state)).toEqual(['paid', 'paid']);
    expect(await pressPay(url, form, 'good-chip')).toMatchObject({ state: 'paid' });
    expect(await asked(till, core)).toMatchObject({ maskedNumber: '622848******0072' });
  });

  it('P13 a declined card pays nothing and spoils nothing: another one on the next page does', async () => {
    const till = await newTill();
    // More than is on the card that would say yes to a part: a part makes up for nothing.
    const { url } = await openLink(till, { amountMinor: 1600 as PaymentCore['amountMinor'] });
    const first = await openPayPage(url);
    const no = await pressPay(url, first.form, 'stolen');
    expect(no).toMatchObject({ status: 200, state: 'open' });
    expect(no.text).toContain('43');
    expect(await pressPay(url, first.form)).toMatchObject({ status: 409, state: 'open' });
    for (const [card, code] of [
      ['poor', '51'],
      ['small', '51'],
      ['good-pin', '55'],
      ['expired', '54'],
    ] as const) {
      expect((await pressPay(url, (await openPayPage(url)).form, card)).text).toContain(
        `（${code}）`,
      );
    }
    expect(await pressPay(url, (await openPayPage(url)).form)).toMatchObject({ state: 'paid' });
  });

  it('P26 a form that is not the page’s, no card of the list, no link: nothing is taken, and it is noted', async () => {
    const till = await newTill();
    const { core, url } = await openLink(till);
    const { form } = await openPayPage(url);
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
    expect(await pressPay(url, (await openPayPage(other.url)).form)).toMatchObject({ status: 409 });
    const nowhere = url.replace(/.$/, (last) => (last === '0' ? 'G' : '0'));
    for (const address of [nowhere, `${url}0`, url.replace(/pay\/.*/, 'pay/%00')]) {
      expect((await openPayPage(address)).status).toBe(404);
      expect((await pressPay(address, form)).status).toBe(404);
    }
    const json = await fetch(url, { method: 'POST', body: '{}', headers: JSON_TYPE });
    expect(json.status).toBe(409);
    const large = new URLSearchParams({ form, card: 'x'.repeat(5_000) });
    expect((await fetch(url, { method: 'POST', body: large })).status).toBe(413);
    expect(await bank().eventCount('pay-page-refused')).toBeGreaterThan(events);
    expect(await asked(till, core)).toMatchObject({ state: 'open' });
  });

  it('P6 P13 withdrawn: nobody pays by it any more, also where the request for it comes later', async () => {
    const till = await newTill();
    const { core, url } = await openLink(till);
    const { form } = await openPayPage(url);
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
    const { form } = await openPayPage(url);
    bank().clock.nowMs += PAY_LINK_LIFE_MS;
    expect(await openPayPage(url)).toMatchObject({ status: 410, state: 'expired' });
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
    const { form } = await openPayPage(url);
    const { id: supersedes, saleId } = refused;
    answerOf(await till.authorise(await till.core({ saleId, supersedes })));
    expect(await pressPay(url, form)).toMatchObject({ status: 410, state: 'not-possible' });
    const reversed = await openLink(till);
    const page = await openPayPage(reversed.url);
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
    await pressPay(url, (await openPayPage(url)).form);
    const back = await till.voidOf(core);
    expect(answerOf(await till.authorise(back, { operatorId: '00' }))).toMatchObject({
      code: '00',
    });
    expect(await till.state(core)).toBe('reversed');
    expect(await asked(till, core)).toMatchObject({ state: 'paid' });
    expect((await openPayPage(url)).state).toBe('paid');
    const second = await openLink(till);
    await pressPay(second.url, (await openPayPage(second.url)).form);
    const part = await till.refundOf(second.core, 100);
    expect(answerOf(await till.authorise(part, { operatorId: '00' }))).toMatchObject({
      code: '00',
    });
  });

  it('the page is plain: in both languages, no script, no frame, one style, no memory', async () => {
    const till = await newTill();
    const { url } = await openLink(till);
    const response = await fetch(url.toUpperCase());
    expect(response.status).toBe(200);
    const headers = ['referrer-policy', 'cache-control', 'x-content-type-options'];
    const values = headers.map((name) => response.headers.get(name));
    expect(values).toEqual(['no-referrer', 'no-store', 'nosniff']);
    const text = await response.text();
    const style = present(/<style>([^<]+)<\/style>/.exec(text)?.[1], 'the style');
    const hash = createHash('sha256').update(style).digest('base64');
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(text).toContain('TRAINING');
    expect(text).toContain('培训');
    expect(text).not.toMatch(/<script|<img|<link|javascript:| on[a-z]+=/i);
    expect(text).not.toMatch(/\d{13,19}/);
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };
