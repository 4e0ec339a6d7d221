import { describe, expect, it } from 'vitest';
import { signatureState } from '../../../shared/domain/card-signature.ts';
import { minor } from '../../../shared/domain/money.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { paymentToSign } from '../../../shared/domain/signing.ts';
import { present } from '../../../shared/lib/assert.ts';
import { CardSignatures, NO_SIGNATURES, signatureCounts } from './card-signatures.ts';
import { startTill } from '../start/start-up.ts';
import { createMemoryTillStore, type FailAs } from '../../db/memory-till-store.ts';
import { benchTill } from '../testing/bench-till.ts';
import { fault } from '../testing/fake-till.ts';

const STROKES = [[1, 2, 3, 4]];

function bench() {
  const memory = createMemoryTillStore();
  /** How the database fails over a signature, and the ledger's looking again. */
  const planted: { fails: FailAs | null } = { fails: null };
  const till = benchTill(undefined, {
    ...memory,
    apply: (...changes) => {
      const isSignature = changes.some(({ record }) => record.body.kind === 'card-signature');
      if (planted.fails !== null && isSignature) memory.failNext(planted.fails, 2);
      return memory.apply(...changes);
    },
  });
  const money = { isUnderWay: false };
  const lane = new CardSignatures(till.ports, till.ledger, {
    operatorId: () => '01',
    isMoneyUnderWay: () => money.isUnderWay,
    changed: () => undefined,
  });

  async function sale(id: string): Promise<Sale> {
    const read = await till.store.sales([id]);
    return present(read.ok ? read.value.get(id) : undefined, 'the sale');
  }
  /** Sold to the card whose holder signs. */
  async function sold(options: Parameters<typeof till.payByCard>[1] = {}): Promise<Sale> {
    const { outcome } = await till.payByCard('chip-sign', options);
    if (!outcome.ok || !('sale' in outcome.value) || outcome.value.sale === null) {
      throw new Error(JSON.stringify(outcome));
    }
    return outcome.value.sale;
  }
  async function signed(options: Parameters<typeof till.payByCard>[1] = {}) {
    const bought = await sold(options);
    const payment = present(paymentToSign(bought), 'a payment to sign for');
    const done = await lane.sign(bought.id, payment.id, STROKES);
    expect(done.ok).toBe(true);
    return { saleId: bought.id, paymentId: payment.id };
  }
  async function state(saleId: string): Promise<string> {
    const signature = present((await sale(saleId)).signatures?.[0], 'a signature');
    return signatureState(signature, lane.hasFailed(signature.paymentId));
  }
  return { ...till, planted, money, lane, sale, sold, signed, state };
}

describe('a signature on the screen', () => {
  it('P9 is in the journal before anything leaves, and called sent after the bank’s answer', async () => {
    const { fake, lane, signed, state } = bench();
    const { saleId, paymentId } = await signed();
    expect(fake.journal.at(-1)?.body).toMatchObject({
      kind: 'card-signature',
      saleId,
      signature: { paymentId, operatorId: '01', strokes: STROKES },
    });
    expect(await state(saleId)).toBe('not-sent');
    await lane.upload();
    expect(fake.signatures.get(paymentId)).toMatchObject({ saleId, strokes: STROKES });
    expect(await state(saleId)).toBe('sent');
    const before = fake.seen.length;
    await lane.upload({ urgent: true });
    expect(fake.seen).toHaveLength(before);
  });

  it('P1 is given once: what is pressed again changes nothing', async () => {
    const { fake, lane, sale, signed } = bench();
    const { saleId, paymentId } = await signed();
    const records = fake.journal.length;
    await lane.sign(saleId, paymentId, [[9, 9]]);
    await lane.sign(saleId, paymentId, null);
    expect(fake.journal).toHaveLength(records);
    expect((await sale(saleId)).signatures).toMatchObject([{ strokes: STROKES }]);
  });

  it('on paper instead: written down, and nothing to send', async () => {
    const { fake, lane, sold, state } = bench();
    const bought = await sold();
    await lane.sign(bought.id, present(paymentToSign(bought), 'a payment').id, null);
    await lane.upload();
    expect(await state(bought.id)).toBe('on-paper');
    expect(fake.signatures.size).toBe(0);
  });

  it('P10 is made again from the journal alone, and goes on its way', async () => {
    const till = bench();
    const { paymentId } = await till.signed();
    const store = createMemoryTillStore();
    const ports = { ...till.ports, store };
    expect((await startTill(ports)).ok).toBe(true);
    const lane = new CardSignatures(ports, till.ledger, {
      operatorId: () => '01',
      isMoneyUnderWay: () => false,
      changed: () => undefined,
    });
    await lane.upload();
    expect(till.fake.signatures.get(paymentId)?.strokes).toEqual(STROKES);
  });
});

describe('its lane', () => {
  it('P12 a line without an answer: failed, tried again by the back-off of the queue, then sent', async () => {
    const { fake, lane, ledger, ports, signed, state } = bench();
    const { saleId } = await signed();
    fake.always = 'lose-answer';
    await lane.upload();
    expect(await state(saleId)).toBe('failed');
    fake.always = 'works';
    const tries = (): number => fake.seen.filter((one) => one.startsWith('signature')).length;
    expect(tries()).toBe(1);
    await lane.upload();
    expect(tries()).toBe(1);
    // As after a restart: the wait is in the database.
    const next = new CardSignatures(ports, ledger, QUIET);
    await next.upload();
    expect(tries()).toBe(1);
    fake.nowMs += 1_000;
    await lane.upload();
    expect(await state(saleId)).toBe('sent');
    const [note, queue] = [
      await ports.store.note('signature-wait'),
      await ports.store.note('drain-wait'),
    ];
    expect([note.ok && note.value, queue.ok && queue.value]).toEqual(['', null]);
  });

  it.each(['request-malformed', 'core-differs', 'body-too-large', 'not-found'] as const)(
    'P12 the bank reads it and says %s: refused, said so, and the next one goes',
    async (code) => {
      const { fake, lane, store, sale, signed, state } = bench();
      const [first, second] = [await signed(), await signed()];
      fake.signatureFault = ({ paymentId }) =>
        paymentId === first.paymentId ? fault(code, false) : null;
      await lane.upload();
      expect([await state(first.saleId), await state(second.saleId)]).toEqual(['refused', 'sent']);
      const open = await store.openSignatures();
      expect(open.ok && signatureCounts(open.value)).toEqual({
        unsent: 0,
        refused: 1,
        refusedSale: (await sale(first.saleId)).number,
      });
    },
  );

  it('P9 P13 refused and sent again: the same lines, once the journal says so, and then it is there', async () => {
    const { fake, lane, signed, sale, state } = bench();
    const { saleId, paymentId } = await signed();
    fake.signatureFault = () => fault('not-found', false);
    await lane.upload();
    expect((await lane.sendAgain(saleId)).ok).toBe(true);
    expect(fake.journal.at(-1)?.body).toEqual({
      kind: 'signature-again',
      saleId,
      paymentId,
      operatorId: '01',
    });
    expect(await state(saleId)).toBe('not-sent');
    // Still not known there: refused once more, and a person may try again.
    await lane.upload();
    expect(await state(saleId)).toBe('refused');
    await lane.sendAgain(saleId);
    fake.signatureFault = null;
    await lane.upload();
    expect(await state(saleId)).toBe('sent');
    expect(fake.signatures.get(paymentId)?.strokes).toEqual(STROKES);
    const records = fake.journal.length;
    await lane.sendAgain(saleId);
    await lane.close(saleId, { ...fake.approval(), reason: 'gone' });
    expect(fake.journal).toHaveLength(records);
    expect((await sale(saleId)).signatures).toHaveLength(1);
  });

  it('P13 F38 refused and closed by a supervisor: kept with the reason, open no more, sent no more', async () => {
    const { fake, lane, signed, sale, state, store } = bench();
    const { saleId } = await signed();
    fake.signatureFault = () => fault('core-differs', false);
    await lane.upload();
    const forged = { approvalId: 'none', supervisorId: '00', reason: 'gone' };
    expect((await lane.close(saleId, forged)).ok).toBe(false);
    expect(await state(saleId)).toBe('refused');
    const yes = { ...fake.approval(), reason: 'signed on the slip' };
    expect((await lane.close(saleId, yes)).ok).toBe(true);
    expect(await state(saleId)).toBe('closed');
    expect((await sale(saleId)).signatures).toMatchObject([
      { strokes: STROKES, closed: { supervisorId: '00', reason: 'signed on the slip' } },
    ]);
    const open = await store.openSignatures();
    expect(open.ok && signatureCounts(open.value)).toEqual(NO_SIGNATURES);
    fake.signatureFault = null;
    await lane.sendAgain(saleId);
    await lane.upload({ urgent: true });
    expect(fake.signatures.size).toBe(0);
  });

  it('P12 a bank that breaks over one of them keeps the others from nothing', async () => {
    const { fake, lane, signed, state } = bench();
    const [first, second] = [await signed(), await signed()];
    fake.signatureFault = ({ paymentId }) =>
      paymentId === first.paymentId ? fault('bank-internal', true) : null;
    await lane.upload();
    expect([await state(first.saleId), await state(second.saleId)]).toEqual(['failed', 'sent']);
    fake.signatureFault = null;
    await lane.upload({ urgent: true });
    expect(await state(first.saleId)).toBe('sent');
  });

  it('P6 waits while somebody pays, and goes when he has gone', async () => {
    const { lane, money, signed, state } = bench();
    const { saleId } = await signed();
    money.isUnderWay = true;
    await lane.upload({ urgent: true });
    expect(await state(saleId)).toBe('not-sent');
    money.isUnderWay = false;
    await lane.upload();
    expect(await state(saleId)).toBe('sent');
  });

  it('P12 of a promise the money goes first: the bank would not know what was signed', async () => {
    const { fake, lane, outbox, signed, state } = bench();
    fake.always = 'cut';
    const { saleId } = await signed({ lineUsable: false, amountMinor: minor(1_000) });
    fake.always = 'works';
    await lane.upload({ urgent: true });
    expect(await state(saleId)).toBe('not-sent');
    await outbox.drain({ urgent: true });
    await lane.upload();
    expect(await state(saleId)).toBe('sent');
    const order = fake.seen.filter((one) => /^(upload|signature)/.test(one));
    expect(order).toEqual(['upload works', 'signature works']);
  });

  it.each(['failed', 'written-but-failed'] as const)(
    'P9 F08 the database %s when it was signed: it goes all the same, once both copies have it',
    async (how) => {
      const { fake, lane, ledger, planted, sold, state } = bench();
      const bought = await sold();
      const payment = present(paymentToSign(bought), 'a payment to sign for');
      await lane.upload();
      planted.fails = how;
      expect((await lane.sign(bought.id, payment.id, STROKES)).ok).toBe(false);
      planted.fails = null;
      await lane.upload();
      expect((await ledger.catchUp()).ok).toBe(true);
      await lane.upload();
      expect(await state(bought.id)).toBe('sent');
      expect(fake.signatures.size).toBe(1);
    },
  );

  it('P9 what could not be written down is not called sent, and is asked again', async () => {
    const { fake, lane, signed, state } = bench();
    const { saleId } = await signed();
    fake.journalFails = true;
    await lane.upload();
    expect(await state(saleId)).toBe('not-sent');
    fake.journalFails = false;
    await lane.upload();
    expect(await state(saleId)).toBe('sent');
  });
});

const QUIET = {
  operatorId: () => '01',
  isMoneyUnderWay: () => false,
  changed: () => undefined,
};
