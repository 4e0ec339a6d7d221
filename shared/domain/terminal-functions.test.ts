import { describe, expect, it } from 'vitest';
import type { OfflineVerdict } from './offline-policy.ts';
import {
  countByWorth,
  FUNCTIONS,
  functionsNow,
  type FunctionId,
  type FunctionsQuestion,
  type Worth,
} from './terminal-functions.ts';

const ALLOWED: OfflineVerdict = { kind: 'allowed' };
const OFFLINE: FunctionsQuestion = { online: false, cardsLocked: false, smallestPromise: ALLOWED };

function worthOf(id: FunctionId, change: Partial<FunctionsQuestion> = {}): Worth | undefined {
  return functionsNow({ ...OFFLINE, ...change }).find((one) => one.id === id)?.now;
}

describe('functions of a terminal', () => {
  it('P18 without a line: what only the bank can answer is not there at all', () => {
    const never = functionsNow(OFFLINE).filter(({ now }) => now === 'never');
    expect(never.map(({ id }) => id)).toEqual([
      'authorisation',
      'pin',
      'swipe',
      'wallet',
      'balance',
      'refund',
      'hold',
      'void',
    ]);
  });

  it('I9 without a line no card payment is worth more than a promise', () => {
    const sure = functionsNow(OFFLINE).filter(({ now, isCard }) => isCard && now === 'certain');
    expect(sure).toEqual([]);
    expect(worthOf('cash')).toBe('certain');
  });

  it('with a line everything works, whatever the caps of the time without it', () => {
    const smallestPromise: OfflineVerdict = { kind: 'refused', code: 'cap-age' };
    const functions = functionsNow({ ...OFFLINE, online: true, smallestPromise });
    expect(countByWorth(functions)).toEqual({
      certain: FUNCTIONS.length,
      promised: 0,
      later: 0,
      never: 0,
    });
    // The other column shows already what a cut would mean now.
    expect(functions.find(({ id }) => id === 'tap')).toMatchObject({
      withoutLine: 'never',
      because: 'cap-age',
    });
  });

  it('F29 P15 a used-up cap stops promises and nothing else', () => {
    const smallestPromise: OfflineVerdict = { kind: 'refused', code: 'cap-count' };
    expect(worthOf('tap', { smallestPromise })).toBe('never');
    expect(worthOf('chip', { smallestPromise })).toBe('never');
    expect(worthOf('cash', { smallestPromise })).toBe('certain');
    expect(worthOf('reports', { smallestPromise })).toBe('later');
  });

  it('P15 above a soft cap a promise is still one, and the table says who must agree', () => {
    const smallestPromise: OfflineVerdict = { kind: 'needs-supervisor', caps: ['cap-total'] };
    const tap = functionsNow({ ...OFFLINE, smallestPromise }).find(({ id }) => id === 'tap');
    expect(tap).toMatchObject({ now: 'promised', because: 'cap-total' });
  });

  it('P10 a damaged journal stops cards with and without a line, and no cash', () => {
    for (const online of [true, false]) {
      expect(worthOf('authorisation', { online, cardsLocked: true })).toBe('never');
      expect(worthOf('tap', { online, cardsLocked: true })).toBe('never');
      expect(worthOf('cash', { online, cardsLocked: true })).toBe('certain');
    }
  });
});
