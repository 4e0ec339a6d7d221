import { describe, expect, it } from 'vitest';
import { minor } from '../../../shared/domain/money.ts';
import { VERIFICATION_BITS } from '../../../shared/domain/emv/bits.ts';
import { asItWas, replay } from '../../../shared/domain/emv/replay.ts';
import type { BlockCipher } from '../../../shared/domain/emv/block-cipher.ts';
import { kept, type DecisionCase } from '../../../shared/domain/testing/sample-decision.ts';
import { USED_CARD } from '../../../shared/domain/testing/sample-terminal.ts';
import { decision as texts } from '../../i18n/zh-CN/decision.ts';
import { decisionRows, endOf, isSameStep, type DecisionEnd } from './decision-rows.ts';
import { saidOf } from './use-found-words.ts';

/** What is decided does not hang on the key. */
const ANY: BlockCipher = {
  algorithm: 'aes',
  under: () => ({ encrypt: (block) => block, decrypt: (block) => block }),
};

const ENDS: readonly (readonly [DecisionEnd, DecisionCase])[] = [
  ['chip-yes', { cardId: 'good-chip' }],
  ['chip-yes', { cardId: 'good-chip', state: { ...USED_CARD, offlineCount: 15 } }],
  ['chip-no', { cardId: 'chip-pin', pin: 'tries-exceeded' }],
  ['chip-no', { cardId: 'good-chip', transaction: { lastAmountMinor: minor(90_000) } }],
  ['promise', { cardId: 'good-tap' }],
  ['bank-asked', { cardId: 'good-tap', isLineUsable: true }],
  ['bank-asked', { cardId: 'limit-tap', isLineUsable: true, pin: 'entered' }],
  ['bank-yes', { cardId: 'good-chip', isLineUsable: true, bank: true }],
  ['bank-no', { cardId: 'good-pin', pin: 'entered', isLineUsable: true, bank: false }],
  ['chip-no', { cardId: 'good-chip', transaction: { isHot: true, date: '351231' } }],
  ['chip-no', { cardId: 'good-chip', authentication: 'wrong', transaction: { draw: 1 } }],
];

describe('P17 the words of a decision', () => {
  it.each(ENDS)('P17 I9 ends as %s, and every step has its sentence', (end, given) => {
    const record = kept(ANY, given);
    expect(endOf(record)).toBe(end);
    for (const step of record.steps) expect(texts).toHaveProperty([saidOf(step)[0]]);
    for (const { name } of decisionRows(record, null)) {
      expect(texts).toHaveProperty([`step.${name}`]);
    }
  });

  it('P17 every bit of the verification results has its name', () => {
    for (const bit of Object.keys(VERIFICATION_BITS)) {
      expect(texts).toHaveProperty([`bit.${bit}`]);
    }
  });

  it('P17 what was and what would be stand side by side, each step in its row', () => {
    const record = kept(ANY, { cardId: 'good-chip' });
    const same = decisionRows(record, replay(record, asItWas(record)));
    expect(same.every(isSameStep)).toBe(true);
    const would = replay(record, { ...asItWas(record), floorLimitMinor: minor(0) });
    const moved = decisionRows(record, would).filter((row) => !isSameStep(row));
    expect(moved.map(({ name, was }) => [name, was !== null])).toEqual([
      ['floor-limit', true],
      ['random-selection', true],
      ['action-first', true],
      ['cryptogram-first', true],
      ['action-no-line', false],
      ['cryptogram-second', false],
    ]);
  });
});
