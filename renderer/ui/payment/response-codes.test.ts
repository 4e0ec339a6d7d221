import { describe, expect, it } from 'vitest';
import { mayTryAgain } from '../../../shared/domain/recovery.ts';
import { codes } from '../../i18n/zh-CN/codes.ts';
import { adviceFor, isKnownCode } from './response-codes.ts';

describe('codes in words', () => {
  const meanings = Object.keys(codes).filter((key) => !key.startsWith('advice.'));

  it('P18 every code that has words has an advice, and only "other" stands for the rest', () => {
    expect(meanings.filter((code) => !isKnownCode(code))).toEqual(['other']);
  });

  it('P11 a code that nobody knows is a no: another card, or cash', () => {
    expect(isKnownCode('Q7')).toBe(false);
    expect(adviceFor('Q7')).toBe('other-card');
  });

  it('P18 a lost, stolen or expired card is not tried again', () => {
    for (const code of ['41', '43', '54']) expect(adviceFor(code)).toBe('never-again');
  });

  it('P13 A14 where the advice is never to try a card again, no try is offered', () => {
    const warned = meanings.filter((code) => adviceFor(code) === 'never-again');
    expect(warned).toContain('38');
    expect(warned.filter((code) => !code.includes('-') && mayTryAgain(code))).toEqual([]);
  });
});
