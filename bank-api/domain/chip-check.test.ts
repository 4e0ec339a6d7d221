import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateFirst, generateSecond } from '../../shared/domain/emv/card-applet.ts';
import type { CardState, ChipApplication } from '../../shared/domain/emv/chip-card.ts';
import { encodeChipMessage } from '../../shared/domain/emv/chip-message.ts';
import type { CardStatusUpdate } from '../../shared/domain/emv/cryptogram.ts';
import {
  askFirst,
  askSecond,
  hearFirst,
  hearSecond,
  type KernelDone,
} from '../../shared/domain/emv/kernel/kernel.ts';
import { minor } from '../../shared/domain/money.ts';
import {
  chipOf,
  inserted,
  SAMPLE_ISSUER_KEY,
  USED_CARD,
} from '../../shared/domain/testing/sample-terminal.ts';
import { BLOCK_CIPHERS } from '../security/block-ciphers.ts';
import { checkChip, type ChipQuestion, type GenuineChip } from './chip-check.ts';

const AES = BLOCK_CIPHERS.aes;
const ONLINE_CARD = chipOf('good-pin');
const OFFLINE_CARD = chipOf('good-chip');
const APPROVES: CardStatusUpdate = { approves: true, goOnlineNext: false, counters: 'reset' };

/** A sale on a terminal, up to the message that the bank gets. */
function sale(card: ChipApplication, state: CardState = USED_CARD, amountMinor = 5_000) {
  const { session, question } = inserted(card, state);
  const transaction = { ...question.transaction, amountMinor: minor(amountMinor) };
  const ask = askFirst({ ...question, transaction, pin: 'entered' });
  if ('refused' in ask) throw new Error(ask.refused);
  const { answer, session: after } = generateFirst(AES, session, ask.asks, ask.objects);
  const { done } = hearFirst(ask, answer);
  return { session: after, done, question: asked(card, done, amountMinor) };
}

function asked(card: ChipApplication, done: KernelDone, amountMinor = 5_000): ChipQuestion {
  return {
    ciphers: BLOCK_CIPHERS,
    issuerKeys: new Map([[1, SAMPLE_ISSUER_KEY]]),
    cardNumber: card.cardNumber,
    cardSequence: card.cardSequence,
    message: encodeChipMessage(done.elements) ?? new Uint8Array(),
    amountMinor,
    currency: '0156',
  };
}

function genuine(question: ChipQuestion): GenuineChip {
  const verdict = checkChip(question);
  if (!verdict.genuine) throw new Error(verdict.fault);
  return verdict;
}

describe('P17 the issuer checks what a chip said', () => {
  it('P17 from the card to the bank and back: the card believes the answer and says yes', () => {
    const { session, done, question } = sale(ONLINE_CARD);
    const verdict = genuine(question);
    expect(verdict).toMatchObject({ type: 'ARQC', transactionCounter: 2 });
    const ask = askSecond(done, {
      kind: 'answered',
      approves: true,
      responseCode: '00',
      authentication: verdict.answer(APPROVES),
    });
    const { answer, session: after } = generateSecond(AES, session, ask.asks, ask.objects);
    expect(hearSecond(ask, answer)).toMatchObject({ kind: 'approved', code: '00' });
    expect(after.state.lastOnlineCounter).toBe(2);
  });

  it('P7 P17 what a chip approved without a line is checked when it arrives', () => {
    const first = sale(OFFLINE_CARD);
    expect(genuine(first.question)).toMatchObject({
      type: 'TC',
      issuerData: { first: 'TC', second: null, offlineCount: 1, offlineAmountMinor: 5_000 },
    });
    const asking = sale(OFFLINE_CARD, {
      ...USED_CARD,
      goOnlineNext: false,
      lastOnlineNotCompleted: true,
    });
    const ask = askSecond(asking.done, { kind: 'no-line' });
    const { answer } = generateSecond(AES, asking.session, ask.asks, ask.objects);
    const last = hearSecond(ask, answer);
    expect(last).toMatchObject({ kind: 'approved', code: 'Y3' });
    expect(genuine(asked(OFFLINE_CARD, last.done))).toMatchObject({
      type: 'TC',
      issuerData: { first: 'ARQC', second: 'TC', found: expect.arrayContaining(['no-line']) },
    });
  });

  it.each<readonly [string, Partial<ChipQuestion>, string]>([
    ['another amount', { amountMinor: 5_001 }, 'other-transaction'],
    ['another currency', { currency: '0840' }, 'other-transaction'],
    ['another card’s number', { cardNumber: OFFLINE_CARD.cardNumber }, 'cryptogram-wrong'],
    ['another card of the same number', { cardSequence: '02' }, 'cryptogram-wrong'],
    ['a key that the issuer has not', { issuerKeys: new Map() }, 'key-unknown'],
    ['no message', { message: new Uint8Array() }, 'missing'],
  ])('P17 %s is refused', (_what, change, fault) => {
    expect(checkChip({ ...sale(ONLINE_CARD).question, ...change })).toEqual({
      genuine: false,
      fault,
    });
  });

  it('P17 a no of the card cannot be made a yes on the way', () => {
    const { done } = sale({ ...OFFLINE_CARD, usageControl: '8100' });
    expect(genuine(asked(OFFLINE_CARD, done)).type).toBe('AAC');
    const elements = { ...done.elements, cryptogramInformation: Uint8Array.of(0x40) };
    expect(checkChip(asked(OFFLINE_CARD, { ...done, elements }))).toEqual({
      genuine: false,
      fault: 'type-differs',
    });
    const issuerData = done.elements.issuerData?.map((byte, i) => (i === 3 ? byte | 0x10 : byte));
    const forged = { ...elements, issuerData: issuerData ?? new Uint8Array() };
    expect(checkChip(asked(OFFLINE_CARD, { ...done, elements: forged }))).toMatchObject({
      fault: 'cryptogram-wrong',
    });
  });

  it('P17 a card with a key of its own making is none of the issuer’s', () => {
    const card = { ...ONLINE_CARD, masterKey: '00112233445566778899aabbccddeeff' };
    expect(checkChip(sale(card).question)).toEqual({ genuine: false, fault: 'cryptogram-wrong' });
  });

  it('P17 any bit changed in the message, and it is refused', () => {
    const { question, done } = sale(ONLINE_CARD);
    // What only informs comes last and stands outside of the cryptogram.
    const {
      terminalCapabilities,
      cvmResults,
      terminalType,
      terminalVersion,
      cardSequence,
      ...core
    } = done.elements;
    const informing = [
      terminalCapabilities,
      cvmResults,
      terminalType,
      terminalVersion,
      cardSequence,
    ];
    expect(informing).not.toContain(undefined);
    const covered = encodeChipMessage(core)?.length ?? 0;
    expect(covered).toBeLessThan(question.message.length);
    fc.assert(
      fc.property(fc.nat(8 * covered - 1), (bit) => {
        const message = question.message.map((byte, i) =>
          i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte,
        );
        expect(checkChip({ ...question, message }).genuine).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('P17 rubbish is refused and throws nothing', () => {
    const { question } = sale(ONLINE_CARD);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (message) => {
        expect(checkChip({ ...question, message }).genuine).toBe(false);
      }),
    );
  });
});
