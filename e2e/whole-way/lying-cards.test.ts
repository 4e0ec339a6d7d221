import { v7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { lyingReader } from '../../electron/testing/lying-reader.ts';
import type { Lie } from '../../shared/host/testing/lying-reader.ts';
import { CLAIMS } from '../../renderer/i18n/claims.ts';
import { pricedCart } from '../../renderer/services/testing/bench-till.ts';
import type { Verdict } from '../../renderer/stores/paying.ts';
import { failure } from '../../shared/contracts/error-codes.ts';
import { AUTHORISATIONS } from '../cable.ts';
import { wordsOfVerdict } from '../sim/screen.ts';
import { valueOf } from '../value-of.ts';
import { shopForTests } from './shop-for-tests.ts';

/** Over the real kernel, the real host and the real bank: whatever a card says, what of the money? */
describe('a card that lies, all the way', () => {
  const lying = lyingReader();
  const shop = shopForTests({ reader: lying.reader });
  beforeEach(() => {
    lying.lie = null;
  });

  const atBank = () =>
    shop.bank.rows<{ state: string; code: string }>(
      'SELECT state, code FROM transactions WHERE terminal_id = $1 ORDER BY transaction_number',
      [shop.till.report.terminal.terminalId],
    );
  const events = async () => {
    const rows = await shop.bank.rows<{ detail: string }>(
      `SELECT detail FROM security_events
       WHERE terminal_id = $1 AND kind = 'chip-not-genuine' ORDER BY id`,
      [shop.till.report.terminal.terminalId],
    );
    return rows.map(({ detail }) => detail.split(': ').at(-1));
  };
  const lastSale = async () => valueOf(await shop.till.store.recentSales(1, 0))[0] ?? null;
  /** What the cashier's screen says of the money then. */
  const said = async (verdict: Verdict) => {
    const words = wordsOfVerdict(verdict, await lastSale(), []);
    return [...new Set(words.flatMap((name) => CLAIMS[name] ?? []))].sort();
  };
  const drains = async () =>
    expect(await shop.till.outbox.drain({ urgent: true })).toEqual({ kind: 'drained' });
  const notRead = { kind: 'failed', failure: failure('card-not-read') } as const;

  it.each<Lie>(['torn record', 'torn answer', 'no answer', 'more than asked', 'counter back'])(
    'P17 %s: nothing is asked, written or owed, and the card is what is named',
    async (lie) => {
      lying.lie = lie;
      const { counters } = shop.till.ledger.head();
      await expect(shop.till.sellByCard('good-chip')).rejects.toThrow('card-not-read');
      expect(await said(notRead)).toEqual(['no-charge']);
      expect(shop.till.ledger.head().counters).toEqual(counters);
      expect(await lastSale()).toBeNull();
      expect(await atBank()).toEqual([]);
      // Another card, or this one if it was only badly put in.
      lying.lie = null;
      expect(await shop.till.sellByCard('good-chip')).toMatchObject({ kind: 'approved' });
      expect(await atBank()).toMatchObject([{ state: 'approved' }]);
    },
  );

  it('P7 P17 I9 the line dies, and then the card lies: the first try goes back, and only that is said', async () => {
    const asked = shop.cable.hold(AUTHORISATIONS, 'answer');
    const sale = shop.till.sellByCard('good-chip');
    const ended = expect(sale).rejects.toThrow('card-not-read');
    await asked.reached;
    lying.lie = 'torn answer';
    await shop.cable.cut();
    asked.drop();
    await ended;
    expect(await lastSale()).toMatchObject({ payments: [{ status: { state: 'reversing' } }] });
    expect(await said(notRead)).not.toContain('no-charge');
    expect(await said(notRead)).toContain('given-back');
    await shop.cable.mend();
    await drains();
    expect(await atBank()).toMatchObject([{ state: 'reversed' }]);
    expect(await lastSale()).toMatchObject({ payments: [{ status: { state: 'reversed' } }] });
  });

  it.each<Lie>(['torn at the end', 'silent at the end', 'counter back at the end'])(
    'P6 P17 %s, after the bank’s yes: taken back, at the bank too, and said so',
    async (lie) => {
      lying.lie = lie;
      const outcome = await shop.till.sellByCard('good-chip');
      const status = { state: 'reversing', reason: 'refused-by-card' };
      expect(outcome).toMatchObject({ kind: 'taken-back', sale: { payments: [{ status }] } });
      const { chip } = outcome.sale?.payments[0] ?? {};
      expect(chip?.steps.at(-1)).toMatchObject({ which: 'second', asked: 'TC', given: null });
      expect(await said(outcome)).toEqual(['given-back', 'not-paid', 'will-go-back']);
      // The bank had said yes.
      expect(await atBank()).toMatchObject([{ state: 'approved' }]);
      await drains();
      expect(await atBank()).toMatchObject([{ state: 'reversed' }]);
      expect(await lastSale()).toMatchObject({ payments: [{ status: { state: 'reversed' } }] });
    },
  );

  it('P17 a wrong cryptogram: the bank says no, and keeps that a card was not genuine', async () => {
    lying.lie = 'wrong cryptogram';
    const outcome = await shop.till.sellByCard('good-chip');
    expect(outcome).toMatchObject({ kind: 'declined', code: '59' });
    expect(await said(outcome)).toEqual(['bank-no', 'no-charge']);
    expect(await atBank()).toEqual([{ state: 'declined', code: '59' }]);
    expect(await events()).toEqual(['cryptogram-wrong']);
    await drains();
  });

  it('F30 P17 a wrong certificate without a line: a promise, refused later, and a person decides', async () => {
    lying.lie = 'wrong cryptogram';
    const outcome = await shop.till.sellByCard('good-chip', { lineUsable: false });
    expect(outcome).toMatchObject({ kind: 'provisional', chipApproved: true });
    expect(await said(outcome)).toEqual(['chip-yes', 'promised']);
    await shop.till.outbox.drain({ urgent: true });
    expect(await atBank()).toEqual([{ state: 'refused', code: '59' }]);
    expect(await events()).toEqual(['cryptogram-wrong']);
    expect(await lastSale()).toMatchObject({ payments: [{ status: { state: 'refused' } }] });
  });

  it('P17 a copy of the card as it was long ago: what it says was said before, and the bank says no', async () => {
    for (let i = 0; i < 2; i += 1) {
      expect(await shop.till.sellByCard('good-chip')).toMatchObject({ kind: 'approved' });
    }
    lying.lie = 'copied from long ago';
    const outcome = await shop.till.sellByCard('good-chip', { cart: pricedCart(v7()) });
    expect(outcome).toMatchObject({ kind: 'declined', code: '59' });
    expect(await said(outcome)).toEqual(['bank-no', 'no-charge']);
    expect(await events()).toEqual(['counter-used']);
    expect((await atBank()).map(({ state }) => state)).toEqual([
      'approved',
      'approved',
      'declined',
    ]);
  });

  it('P17 no proof behind its promise: without a line the masks say no, with one the bank is told', async () => {
    lying.lie = 'no proof behind its promise';
    const offline = await shop.till.sellByCard('good-chip', { lineUsable: false });
    expect(offline).toMatchObject({ kind: 'not-offline', code: 'Z3' });
    expect(await said(offline)).toEqual(['no-charge']);
    const refused = offline.sale?.payments[0];
    // Its data missing and the proof failed (byte 1); new to its issuer (byte 2).
    expect(refused).toMatchObject({
      status: { state: 'offline-declined', code: 'Z3' },
      chip: { verificationResults: '2808000000' },
    });
    expect(await atBank()).toEqual([]);
    // Nobody copies a cryptogram: the bank knows by it that the card is its own.
    const online = await shop.till.sellByCard('good-chip');
    expect(online).toMatchObject({ kind: 'approved' });
    expect(online.sale?.payments[0]?.chip?.verificationResults.slice(0, 2)).toBe('28');
    await drains();
    expect(await events()).toEqual([]);
  });
});
