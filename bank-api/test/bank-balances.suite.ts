import { expect, it } from 'vitest';
import { minor } from '../../shared/domain/money.ts';
import { answerOf, faultOf, type CoreWish, type Counter, type SuiteTill } from './suite-till.ts';

const SMALL = { cardId: 'small', pin: '314159', heldMinor: 1500 };

interface EnquiryWish extends CoreWish {
  /** Null: nobody typed one. */
  readonly pin?: string | null;
  readonly operatorId?: string;
}

/** What is on a card (余额查询, P18): no money moves, whatever is asked how often. */
export function balanceCases({ newTill, bank }: Counter): void {
  async function enquiry(till: SuiteTill, { pin, operatorId = '01', ...wish }: EnquiryWish = {}) {
    const card = { cardId: SMALL.cardId, ...wish };
    const sealed = await till.core({ amountMinor: minor(0), ...card, ...NO_NUMBER });
    const { id, currency, terminalId, merchantId, sealedCard } = sealed;
    const block = pin === null ? {} : { sealedPin: await till.sealedPin(sealed, pin ?? SMALL.pin) };
    const attempt = till.attempt({ operatorId, ...block });
    return { core: { id, currency, terminalId, merchantId, sealedCard }, attempt };
  }
  const asked = async (till: SuiteTill, wish: EnquiryWish = {}) =>
    answerOf(await till.client.askBalance(await enquiry(till, wish)));

  it('P18 with card and PIN: what is there now, and nothing has moved', async () => {
    const till = await newTill();
    const first = await asked(till);
    expect(first).toMatchObject({ code: '00', balanceMinor: SMALL.heldMinor });
    expect(answerOf(await till.client.query({ id: first.id, amountMinor: minor(1) })).known).toBe(
      false,
    );
    const paid = await till.core({ cardId: SMALL.cardId, amountMinor: minor(400) });
    await till.authorise(paid);
    expect(await asked(till)).toMatchObject({ code: '00', balanceMinor: SMALL.heldMinor - 400 });
    await till.reverse(paid);
  });

  it('P18 P27 nobody hears it without the PIN; a wrong one counts, a right one clears the count', async () => {
    const till = await newTill();
    const codes: string[] = [];
    for (const pin of [null, '000000', null, SMALL.pin]) {
      const { code, balanceMinor } = await asked(till, { pin });
      codes.push(code);
      expect(balanceMinor === null).toBe(code !== '00');
    }
    expect(codes).toEqual(['55', '55', '55', '00']);
  });

  it('P18 a card that its issuer has stopped tells nothing, with whatever PIN', async () => {
    const till = await newTill();
    const stolen = { cardId: 'stolen', pin: '445566' };
    expect(await asked(till, stolen)).toMatchObject({ code: '43', balanceMinor: null });
    expect(await asked(till, { currency: 'USD' })).toMatchObject({ code: '12' });
  });

  it('P17 P26 F15 the same request again tells nothing: its chip has counted on', async () => {
    const till = await newTill();
    const request = await enquiry(till);
    expect(answerOf(await till.client.askBalance(request)).code).toBe('00');
    const events = await bank().eventCount('chip-not-genuine');
    const again = answerOf(await till.client.askBalance(request));
    expect(again).toMatchObject({ code: '59', balanceMinor: null });
    // Delivered twice by the line is no attack (F15).
    expect(await bank().eventCount('chip-not-genuine')).toBe(events);
  });

  it('P26 P27 P28 of another terminal, by nobody, or sealed for something else: refused', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const foreign = await enquiry(till, { terminalId: other.atBank.activated.terminalId });
    expect(faultOf(await till.client.askBalance(foreign))).toBe('not-permitted');
    const byNobody = await enquiry(till, { operatorId: '07' });
    expect(faultOf(await till.client.askBalance(byNobody))).toBe('not-permitted');
    const { core, attempt } = await enquiry(till);
    const payment = await till.core({ cardId: SMALL.cardId });
    const { sealedCard } = payment;
    const ofPayment = { core: { ...core, sealedCard }, attempt };
    expect(faultOf(await till.client.askBalance(ofPayment))).toBe('request-malformed');
  });
}

/** An enquiry has none: what would be taken for it here would be missed by the bank (P2). */
const NO_NUMBER = { transactionNumber: 1, batchNumber: 1, traceNumber: 1 };
