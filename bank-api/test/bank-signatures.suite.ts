import { v7 as uuidV7 } from 'uuid';
import { expect, it } from 'vitest';
import { MOST_POINTS, SIGNATURE_BOX } from '../../shared/domain/card-signature.ts';
import type { SignatureUpload } from '../../shared/contracts/signature-api.ts';
import type { PaymentCore } from '../../shared/domain/payment.ts';
import { answerOf, faultOf, type Counter, type SuiteTill } from './suite-till.ts';

function signed({ id, saleId }: PaymentCore, more: Partial<SignatureUpload> = {}): SignatureUpload {
  const strokes = [
    [10, 20, 30, 40, 1000, 360],
    [500, 180],
  ];
  return { paymentId: id, saleId, signedAtMs: 1, operatorId: '01', strokes, ...more };
}

async function paid(till: SuiteTill): Promise<PaymentCore> {
  const core = await till.core();
  answerOf(await till.authorise(core));
  return core;
}

/** As it is, whatever the client's own contract would say to it. */
async function sent(till: SuiteTill, upload: object, key: string) {
  return till.send(await till.signed('/v1/signatures', JSON.stringify(upload), key));
}

export function signatureCases({ bank, newTill }: Counter): void {
  it('P1 a signature is kept once: sent again it gets the same answer, whatever the clock', async () => {
    const till = await newTill();
    const upload = signed(await paid(till));
    const first = answerOf(await till.client.uploadSignature(upload));
    expect(first).toEqual({ paymentId: upload.paymentId, keptAtMs: bank().clock.nowMs });
    bank().clock.nowMs += 60_000;
    expect(answerOf(await till.client.uploadSignature(upload))).toEqual(first);
  });

  it('F17 two copies at the same instant: one answer', async () => {
    const till = await newTill();
    const upload = signed(await paid(till));
    const both = [till.client.uploadSignature(upload), till.client.uploadSignature(upload)];
    const [one, other] = (await Promise.all(both)).map(answerOf);
    expect(one).toEqual(other);
  });

  it('F16 another signature for the same payment is refused and noted, the first one stands', async () => {
    const till = await newTill();
    const upload = signed(await paid(till));
    const first = answerOf(await till.client.uploadSignature(upload));
    const events = await bank().eventCount('core-differs');
    const others = [{ strokes: [[1, 1, 2, 2]] }, { saleId: uuidV7() }, { signedAtMs: 2 }];
    for (const other of others) {
      expect(faultOf(await till.client.uploadSignature({ ...upload, ...other }))).toBe(
        'core-differs',
      );
    }
    expect(await bank().eventCount('core-differs')).toBe(events + others.length);
    expect(answerOf(await till.client.uploadSignature(upload))).toEqual(first);
  });

  it('P26 of a payment that nobody knows, or of another till, there is none', async () => {
    const [till, other] = [await newTill(), await newTill()];
    const upload = signed(await paid(other));
    expect(faultOf(await till.client.uploadSignature(upload))).toBe('not-found');
    const nobodys = signed(await till.core());
    expect(faultOf(await till.client.uploadSignature(nobodys))).toBe('not-found');
  });

  it('A14 whatever became of the money: refused later, taken back; nobody signs for a void', async () => {
    const till = await newTill();
    const stored = await till.core({ cardId: 'poor', amountMinor: 99_999 as never });
    expect((await till.results([till.stored(stored)]))[0]?.code).toBe('51');
    answerOf(await till.client.uploadSignature(signed(stored)));
    const back = await paid(till);
    const undone = await till.voidOf(back);
    answerOf(await till.authorise(undone, { operatorId: '00' }));
    answerOf(await till.client.uploadSignature(signed(back)));
    expect(faultOf(await till.client.uploadSignature(signed(undone)))).toBe('core-differs');
  });

  it('P28 what is no signature is refused as such: empty, outside, torn, too much, misnamed', async () => {
    const till = await newTill();
    const upload = signed(await paid(till));
    const { width, height } = SIGNATURE_BOX;
    const long = Array.from({ length: 2 * MOST_POINTS }, () => 1);
    const bad: readonly object[] = [
      { strokes: [] },
      { strokes: [[]] },
      { strokes: [[1]] },
      { strokes: [[1, 2, 3]] },
      { strokes: [[width + 1, 1]] },
      { strokes: [[1, height + 1]] },
      { strokes: [[-1, 1]] },
      { strokes: [[1.5, 1]] },
      { strokes: [[1, null]] },
      { strokes: [long, [1, 1]] },
      { strokes: 'M0 0' },
      { paymentId: upload.paymentId.toUpperCase() },
      { operatorId: '01\u0000' },
      { svg: '<svg onload="x"/>' },
    ];
    for (const change of bad) {
      const said = await sent(till, { ...upload, ...change }, upload.paymentId);
      expect([change, said]).toEqual([change, { status: 400, code: 'request-malformed' }]);
    }
    expect((await sent(till, upload, uuidV7())).code).toBe('request-malformed');
    answerOf(await till.client.uploadSignature({ ...upload, strokes: [long] }));
  });
}
