import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NO_SIGNATURES } from '../../renderer/services/paying/card-signatures.ts';
import { signatureState, type Strokes } from '../../shared/domain/card-signature.ts';
import { minor } from '../../shared/domain/money.ts';
import { paymentToSign } from '../../shared/domain/signing.ts';
import { present } from '../../shared/lib/assert.ts';
import { refuseSignatures } from '../bank-lies.ts';
import { Cable, SIGNATURES } from '../cable.ts';
import { valueOf } from '../value-of.ts';
import { startHeadlessTill, type HeadlessTill } from './headless-till.ts';
import { RunningBank } from './running-bank.ts';

const STROKES: Strokes = [
  [100, 200, 300, 90, 500, 210],
  [600, 100],
];

/** A cardholder's signature for real: chip and kernel, host and bank over a cable, the bank's rows. */
describe('a signature, all the way to the bank', () => {
  let bank: RunningBank;
  let cable: Cable;
  let folder: string;
  let address: Parameters<typeof startHeadlessTill>[1];
  let till: HeadlessTill;

  beforeAll(async () => {
    bank = await RunningBank.start();
    cable = await Cable.plug(bank.ready.url);
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twintill-signature-'));
    const { activationCode: demoActivationCode } = await bank.newTerminal();
    address = { url: cable.url, demoActivationCode };
    till = await startHeadlessTill(folder, address);
    await till.signOn();
  });
  afterEach(async () => {
    await till.host.close();
    await rm(folder, { recursive: true, force: true });
    expect(await bank.problems()).toEqual([]);
  });
  afterAll(async () => {
    await bank.stop();
    await cable.unplug();
  });

  /** Sold to the card whose holder signs, and signed for. */
  async function signed(options: Parameters<HeadlessTill['sellByCard']>[1] = {}) {
    const sold = await till.sellByCard('chip-sign', { amountMinor: minor(1_000), ...options });
    const sale = present('sale' in sold ? sold.sale : null, 'the sale');
    const paymentId = present(paymentToSign(sale), 'a payment to sign for').id;
    valueOf(await till.signatures.sign(sale.id, paymentId, STROKES));
    return { saleId: sale.id, paymentId };
  }
  async function state({ saleId, paymentId }: Awaited<ReturnType<typeof signed>>) {
    const sale = valueOf(await till.store.sales([saleId])).get(saleId);
    const signature = present(sale?.signatures?.[0], 'a signature');
    return signatureState(signature, till.signatures.hasFailed(paymentId));
  }
  const approval = async (act: 'settle' | 'close-signature') =>
    valueOf(await till.host.approve({ operatorId: '00', pin: '0000', act }));
  const atBank = async (paymentId: string): Promise<readonly Strokes[]> => {
    const rows = await bank.rows<{ strokes: Strokes }>(
      `SELECT s.strokes FROM card_signatures s JOIN transactions t
       ON t.merchant_id = s.merchant_id AND t.id = s.payment_id WHERE s.payment_id = $1`,
      [paymentId],
    );
    return rows.map(({ strokes }) => strokes);
  };

  it('P1 F13 the answer is lost: failed, sent again, kept once; the day end says what is unsent', async () => {
    const one = await signed();
    expect(valueOf(await till.dayEnd.look()).signatures).toMatchObject({ unsent: 1, refused: 0 });
    const answer = cable.hold(SIGNATURES, 'answer');
    const uploading = till.signatures.upload();
    await answer.reached;
    answer.drop();
    await uploading;
    expect(await state(one)).toBe('failed');
    await till.signatures.upload({ urgent: true });
    expect(await state(one)).toBe('sent');
    expect(await atBank(one.paymentId)).toEqual([STROKES]);
    expect(valueOf(await till.dayEnd.look()).signatures).toEqual(NO_SIGNATURES);
  });

  it('P10 killed between pad and bank: the journal alone brings it back, and it arrives', async () => {
    const one = await signed();
    await till.host.close();
    till = await startHeadlessTill(folder, address);
    expect(await state(one)).toBe('not-sent');
    await till.signatures.upload();
    expect(await state(one)).toBe('sent');
    expect(await atBank(one.paymentId)).toEqual([STROKES]);
  });

  it('P12 without a line: the chip’s yes goes first, then what was signed for it', async () => {
    await cable.cut();
    const one = await signed({ lineUsable: false });
    await cable.mend();
    await till.signatures.upload({ urgent: true });
    expect(await state(one)).toBe('not-sent');
    await till.outbox.drain({ urgent: true });
    await till.signatures.upload();
    expect(await state(one)).toBe('sent');
    expect(await atBank(one.paymentId)).toEqual([STROKES]);
  });

  it('P13 A14 the bank knows no such payment: refused, and sent again once it does', async () => {
    const theTruthAgain = await refuseSignatures(cable, bank);
    const one = await signed();
    await till.signatures.upload();
    expect(await state(one)).toBe('refused');
    expect(valueOf(await till.dayEnd.look()).signatures).toMatchObject({ unsent: 0, refused: 1 });
    valueOf(await till.signatures.sendAgain(one.saleId));
    await till.signatures.upload();
    expect(await state(one)).toBe('refused');
    theTruthAgain();
    valueOf(await till.signatures.sendAgain(one.saleId));
    await till.signatures.upload();
    expect(await state(one)).toBe('sent');
    expect(await atBank(one.paymentId)).toEqual([STROKES]);
  });

  it('P13 F38 closed with a supervisor’s PIN and a reason, which the host asks for; a restart knows it', async () => {
    const theTruthAgain = await refuseSignatures(cable, bank);
    const one = await signed();
    await till.signatures.upload();
    theTruthAgain();
    const wrong = { ...(await approval('settle')), reason: 'gone' };
    expect(await till.signatures.close(one.saleId, wrong)).toMatchObject({
      ok: false,
      error: { code: 'role-missing' },
    });
    const yes = { ...(await approval('close-signature')), reason: 'signed on the slip' };
    valueOf(await till.signatures.close(one.saleId, yes));
    await till.host.close();
    till = await startHeadlessTill(folder, address);
    expect(await state(one)).toBe('closed');
    expect(valueOf(await till.dayEnd.look()).signatures).toEqual(NO_SIGNATURES);
  });

  it('P6 a signature that hangs holds up no money: the next sale is approved meanwhile', async () => {
    const one = await signed();
    const answer = cable.hold(SIGNATURES, 'answer');
    const uploading = till.signatures.upload();
    await answer.reached;
    expect((await till.sellByCard('good-tap', { amountMinor: minor(500) })).kind).toBe('approved');
    answer.passOn();
    await uploading;
    expect(await state(one)).toBe('sent');
  });
});
