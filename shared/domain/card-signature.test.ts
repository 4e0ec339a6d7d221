import { describe, expect, it } from 'vitest';
import {
  isSignatureOpen,
  MOST_POINTS,
  SIGNATURE_BOX,
  signatureState,
  strokesFrom,
  strokesPath,
  strokesSvg,
  withSignature,
  withSignatureTold,
  type CardSignature,
} from './card-signature.ts';
import type { Payment, PaymentStatus } from './payment.ts';
import type { Sale } from './sale.ts';
import { asksSignature, paymentToSign } from './signing.ts';

const AT = { atMs: 1, authorisationCode: '1', referenceNumber: '1' };
const BY_LIST = '1e0000';

function payment(id: string, cardholderResults: string, status: PaymentStatus): Payment {
  return { id, status, chip: { cardholderResults } } as unknown as Payment;
}

function saleOf(...payments: readonly Payment[]): Sale {
  const tenders = payments.map(({ id }) => ({ kind: 'card', id: `t${id}`, paymentIds: [id] }));
  return { state: 'completed', payments, tenders } as unknown as Sale;
}

const DRAWN: CardSignature = { paymentId: 'a', atMs: 1, operatorId: '01', strokes: [[1, 2, 3, 4]] };

describe('whether somebody signs', () => {
  it.each([
    ['1e0000', true, 'signature'],
    ['5e0300', true, 'signature, with the next rule as a way out'],
    ['1f0002', false, 'nothing'],
    ['020000', false, 'online PIN'],
    ['010002', false, 'PIN by card'],
    ['3f0000', false, 'nothing was done'],
    ['', false, 'no chip was asked'],
  ])('P17 by the card’s list, %s: %s (%s)', (results, asks) => {
    expect(asksSignature(payment('a', results, { state: 'created' }))).toBe(asks);
  });

  it.each<[PaymentStatus, boolean]>([
    [{ state: 'approved', ...AT }, true],
    [{ state: 'offline-approved', atMs: 1, code: 'Y3', certificate: '', latestSendingMs: 2 }, true],
    [{ state: 'stored', atMs: 1, latestSendingMs: 2 }, true],
    [{ state: 'posted', ...AT, watch: false }, true],
    [{ state: 'declined', atMs: 1, code: '51' }, false],
    [{ state: 'unknown', sinceMs: 1 }, false],
    [{ state: 'reversing', sinceMs: 1, reason: 'given-up' }, false],
    [{ state: 'refused', atMs: 1, code: '51' }, false],
  ])('I9 nobody signs for what is not paid: %j %s', (status, signs) => {
    const sale = saleOf(payment('a', BY_LIST, status));
    expect(paymentToSign(sale)?.id ?? null).toBe(signs ? 'a' : null);
    expect(paymentToSign({ ...sale, state: 'paying' })).toBeNull();
  });

  it('each of several cards once, one after the other', () => {
    const approved = { state: 'approved', ...AT } as const;
    const both = saleOf(payment('a', BY_LIST, approved), payment('b', BY_LIST, approved));
    expect(paymentToSign(both)?.id).toBe('a');
    const first = withSignature(both, DRAWN);
    expect(paymentToSign(first)?.id).toBe('b');
    const second = withSignature(first, { ...DRAWN, paymentId: 'b', strokes: null });
    expect(paymentToSign(second)).toBeNull();
  });
});

describe('what becomes of it', () => {
  const signed = withSignature(saleOf(payment('a', BY_LIST, { state: 'approved', ...AT })), DRAWN);

  it('P1 the first one stays, and one of a payment that is not of this sale is none', () => {
    expect(withSignature(signed, { ...DRAWN, strokes: [[9, 9]] })).toBe(signed);
    expect(withSignature(signed, { ...DRAWN, paymentId: 'x' })).toBe(signed);
  });

  it.each([
    [null, undefined, false, 'on-paper'],
    [DRAWN.strokes, undefined, false, 'not-sent'],
    [DRAWN.strokes, undefined, true, 'failed'],
    [DRAWN.strokes, 'sent', true, 'sent'],
    [DRAWN.strokes, 'refused', false, 'refused'],
  ] as const)('%j, told %s, tried in vain %s: %s', (strokes, outcome, hasFailed, state) => {
    const told = outcome === undefined ? {} : { told: { outcome, atMs: 1, code: '' } };
    expect(signatureState({ ...DRAWN, strokes, ...told }, hasFailed)).toBe(state);
  });

  it('I9 open until the bank has it; a late no does not take away what it has', () => {
    expect(isSignatureOpen(signed)).toBe(true);
    const refused = withSignatureTold(signed, 'a', { outcome: 'refused', atMs: 2, code: 'x' });
    expect(isSignatureOpen(refused)).toBe(true);
    const sent = withSignatureTold(refused, 'a', { outcome: 'sent', atMs: 3, code: '' });
    expect(isSignatureOpen(sent)).toBe(false);
    expect(withSignatureTold(sent, 'a', { outcome: 'refused', atMs: 4, code: 'x' })).toEqual(sent);
    const onPaper = withSignature(saleOf(payment('a', BY_LIST, { state: 'approved', ...AT })), {
      ...DRAWN,
      strokes: null,
    });
    expect(isSignatureOpen(onPaper)).toBe(false);
  });
});

describe('lines of a pen', () => {
  it('goes from corner to corner of the box, without points that say nothing', () => {
    const corner = { x: 800, y: 300 };
    expect(strokesFrom([[{ x: 0, y: 0 }, corner, corner]], { width: 800, height: 300 })).toEqual([
      [0, 0, SIGNATURE_BOX.width, SIGNATURE_BOX.height],
    ]);
    expect(strokesFrom([[]], corner && { width: 1, height: 1 })).toBeNull();
  });

  it('of a scrawl without end only so much is kept as the bank takes', () => {
    const endless = Array.from({ length: 5_000 }, (_, i) => ({ x: i % 800, y: (i * 7) % 300 }));
    const strokes = strokesFrom([endless], { width: 800, height: 300 }) ?? [];
    expect(strokes.flat()).toHaveLength(2 * MOST_POINTS);
  });

  it('is an SVG of numbers alone; a dot can be seen', () => {
    expect(
      strokesPath([
        [1, 2, 3, 4],
        [5, 6],
      ]),
    ).toBe('M1 2L3 4M5 6l0 0');
    expect(strokesSvg([[5, 6]])).toMatch(
      /^<svg [^<>]*viewBox="0 0 1000 360"[^<>]*><path [^<>]*\/><\/svg>$/,
    );
  });
});
