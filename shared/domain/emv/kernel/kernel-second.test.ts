import { describe, expect, it } from 'vitest';
import { fromHex, utf8 } from '../../../lib/bytes.ts';
import { minor } from '../../money.ts';
import {
  bankSays,
  firstOf,
  NO_LINE,
  OFFLINE_CARD,
  sale,
  secondOf,
  type Change,
} from '../../testing/node-kernel-card.ts';
import { chipOf } from '../../testing/sample-terminal.ts';
import type { ChipApplication } from '../chip-card.ts';
import { askSecond, hearSecond, type BankWord } from './kernel.ts';

describe('P7 P17 second cryptogram', () => {
  const forced = sale({ isForcedOnline: true });
  const withoutForce = sale({ amountMinor: minor(20_000), draw: 1 });

  it('P17 bank and card say yes', () => {
    const { session, outcome } = firstOf(OFFLINE_CARD, forced);
    expect(secondOf(session, outcome, bankSays(session, true))).toMatchObject({
      kind: 'approved',
      code: '00',
    });
  });

  it('P17 the bank says no', () => {
    const { session, outcome } = firstOf(OFFLINE_CARD, forced);
    expect(askSecond(outcome.done, bankSays(session, false)).asks).toBe('AAC');
    expect(secondOf(session, outcome, bankSays(session, false))).toMatchObject({
      kind: 'declined',
      code: '51',
    });
  });

  it('P6 P17 a yes that the card does not believe must be reversed', () => {
    const { session, outcome } = firstOf(OFFLINE_CARD, forced);
    const forged = secondOf(session, outcome, bankSays(session, true, false));
    expect(forged).toMatchObject({ kind: 'refused-by-card', fault: null });
    const none: BankWord = {
      kind: 'answered',
      approves: true,
      responseCode: '00',
      authentication: null,
    };
    expect(secondOf(session, outcome, none)).toMatchObject({ kind: 'refused-by-card' });
    const torn = hearSecond(askSecond(outcome.done, bankSays(session, true)), fromHex('7705'));
    expect(torn).toMatchObject({ kind: 'refused-by-card', fault: 'unreadable' });
  });

  it('P7 P17 no line after all, drawn only: the chip says yes, Y3', () => {
    const { session, outcome } = firstOf(OFFLINE_CARD, withoutForce);
    expect(outcome.kind).toBe('go-online');
    const last = secondOf(session, outcome, NO_LINE);
    expect(last).toMatchObject({ kind: 'approved', code: 'Y3' });
    const action = last.done.steps.filter(({ step }) => step === 'action-analysis')[1];
    expect(action).toMatchObject({
      when: 'no-line',
      asks: 'TC',
      masks: [{ mask: 'default', hits: [] }],
    });
    expect(last.done.elements.responseCode).toEqual(utf8('Y3'));
  });

  it.each<readonly [string, Change, ChipApplication]>([
    ['forced by the cashier', forced, OFFLINE_CARD],
    ['at the floor limit', sale({ amountMinor: minor(30_000) }), OFFLINE_CARD],
    ['expired', sale({ date: '300101' }), OFFLINE_CARD],
    ['a card that always asks', withoutForce, chipOf('good-pin')],
    [
      'a PIN that only the bank can check (P18)',
      (question) => ({ ...question, pin: 'entered' }),
      chipOf('good-pin'),
    ],
  ])('P7 P17 no line, %s: Z3', (_what, change, chip) => {
    const { session, outcome } = firstOf(chip, change);
    expect(outcome.kind).toBe('go-online');
    expect(secondOf(session, outcome, NO_LINE)).toMatchObject({ kind: 'declined', code: 'Z3' });
  });

  it('P17 a card that answers twice "ask the issuer" has not answered', () => {
    const { session, outcome, answer } = firstOf(OFFLINE_CARD, withoutForce);
    const ask = askSecond(outcome.done, NO_LINE);
    expect(session.isDone).toBe(false);
    expect(hearSecond(ask, answer)).toMatchObject({ kind: 'declined', code: 'Z3' });
    const approving = hearSecond(askSecond(outcome.done, bankSays(session, true)), answer);
    expect(approving).toMatchObject({ kind: 'refused-by-card', fault: 'unreadable' });
  });
});
