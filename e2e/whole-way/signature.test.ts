import { describe, expect, it } from 'vitest';
import { NO_SIGNATURES } from '../../renderer/services/paying/card-signatures.ts';
import { signatureState, type Strokes } from '../../shared/domain/card-signature.ts';
import { minor } from '../../shared/domain/money.ts';
import { paymentToSign } from '../../shared/domain/signing.ts';
import { present } from '../../shared/lib/assert.ts';
import { refuseSignatures } from '../bank-lies.ts';
import { SIGNATURES } from '../cable.ts';
import { valueOf } from '../value-of.ts';
import type { HeadlessTill } from './headless-till.ts';
import { shopForTests } from './shop-for-tests.ts';

const STROKES: Strokes = [
  [100, 200, 300, 90, 500, 210],
  [600, 100],
];

/** A cardholder's signature for real: chip and kernel, host and bank over a cable, the bank's rows. */
describe('a signature, all the way to the bank', () => {
  const shop = shopForTests();

  /** Sold to the card whose holder signs, and signed for. */
  async function signed(options: Parameters<HeadlessTill['sellByCard']>[1] = {}) {
    const sold = await shop.till.sellByCard('chip-sign', { amountMinor: minor(1_000), ...options });
    const sale = present('sale' in sold ? sold.sale : null, 'the sale');
    const paymentId = present(paymentToSign(sale), 'a payment to sign for').id;
    valueOf(await shop.till.signatures.sign(sale.id, paymentId, STROKES));
    return { saleId: sale.id, paymentId };
  }
  async function state({ saleId, paymentId }: Awaited<ReturnType<typeof signed>>) {
    const sale = valueOf(await shop.till.store.sales([saleId])).get(saleId);
    const signature = present(sale?.signatures?.[0], 'a signature');
    return signatureState(signature, shop.till.signatures.hasFailed(paymentId));
  }
  const approval = async (act: 'settle' | 'close-signature') =>
    valueOf(await shop.till.host.approve({ operatorId: '00', pin: '0000', act }));
  const atBank = async (paymentId: string): Promise<readonly Strokes[]> => {
    const rows = await shop.bank.rows<{ strokes: Strokes }>(
      `SELECT s.strokes FROM card_signatures s JOIN transactions t
       ON t.merchant_id = s.merchant_id AND t.id = s.payment_id WHERE s.payment_id = $1`,
      [paymentId],
    );
    return rows.map(({ strokes }) => strokes);
  };

  it('P1 F13 the answer is lost: failed, sent again, kept once; the day end says what is unsent', async () => {
    const one = await signed();
    expect(valueOf(await shop.till.dayEnd.look()).signatures).toMatchObject({
      unsent: 1,
      refused: 0,
    });
    const answer = shop.cable.hold(SIGNATURES, 'answer');
    const uploading = shop.till.signatures.upload();
    await answer.reached;
    answer.drop();
    await uploading;
    expect(await state(one)).toBe('failed');
    await shop.till.signatures.upload({ urgent: true });
    expect(await state(one)).toBe('sent');
    expect(await atBank(one.paymentId)).toEqual([STROKES]);
    expect(valueOf(await shop.till.dayEnd.look()).signatures).toEqual(NO_SIGNATURES);
  });

  it('P10 killed between pad and bank: the journal alone brings it back, and it arrives', async () => {
    const one = await signed();
    await shop.restart();
    expect(await state(one)).toBe('not-sent');
    await shop.till.signatures.upload();
    expect(await state(one)).toBe('sent');
    expect(await atBank(one.paymentId)).toEqual([STROKES]);
  });

  it('P12 without a line: the chip’s yes goes first, then what was signed for it', async () => {
    await shop.cable.cut();
    const one = await signed({ lineUsable: false });
    await shop.cable.mend();
    await shop.till.signatures.upload({ urgent: true });
    expect(await state(one)).toBe('not-sent');
    await shop.till.outbox.drain({ urgent: true });
    await shop.till.signatures.upload();
    expect(await state(one)).toBe('sent');
    expect(await atBank(one.paymentId)).toEqual([STROKES]);
  });

  it('P13 A14 the bank knows no such payment: refused, and sent again once it does', async () => {
    const theTruthAgain = await refuseSignatures(shop.cable, shop.bank);
    const one = await signed();
    await shop.till.signatures.upload();
    expect(await state(one)).toBe('refused');
    expect(valueOf(await shop.till.dayEnd.look()).signatures).toMatchObject({
      unsent: 0,
      refused: 1,
    });
    valueOf(await shop.till.signatures.sendAgain(one.saleId));
    await shop.till.signatures.upload();
    expect(await state(one)).toBe('refused');
    theTruthAgain();
    valueOf(await shop.till.signatures.sendAgain(one.saleId));
    await shop.till.signatures.upload();
    expect(await state(one)).toBe('sent');
    expect(await atBank(one.paymentId)).toEqual([STROKES]);
  });

  it('P13 F38 closed with a supervisor’s PIN and a reason, which the host asks for; a restart knows it', async () => {
    const theTruthAgain = await refuseSignatures(shop.cable, shop.bank);
    const one = await signed();
    await shop.till.signatures.upload();
    theTruthAgain();
    const wrong = { ...(await approval('settle')), reason: 'gone' };
    expect(await shop.till.signatures.close(one.saleId, wrong)).toMatchObject({
      ok: false,
      error: { code: 'role-missing' },
    });
    const yes = { ...(await approval('close-signature')), reason: 'signed on the slip' };
    valueOf(await shop.till.signatures.close(one.saleId, yes));
    await shop.restart();
    expect(await state(one)).toBe('closed');
    expect(valueOf(await shop.till.dayEnd.look()).signatures).toEqual(NO_SIGNATURES);
  });

  it('P6 a signature that hangs holds up no money: the next sale is approved meanwhile', async () => {
    const one = await signed();
    const answer = shop.cable.hold(SIGNATURES, 'answer');
    const uploading = shop.till.signatures.upload();
    await answer.reached;
    expect((await shop.till.sellByCard('good-tap', { amountMinor: minor(500) })).kind).toBe(
      'approved',
    );
    answer.passOn();
    await uploading;
    expect(await state(one)).toBe('sent');
  });
});
