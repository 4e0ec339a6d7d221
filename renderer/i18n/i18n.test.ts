import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../shared/contracts/error-codes.ts';
import { en, zhCN } from './resources.ts';

const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)]
    .map(([, name]) => name ?? '')
    .sort((a, b) => (a < b ? -1 : 1));

describe('texts in both languages', () => {
  it.each(Object.keys(zhCN) as (keyof typeof zhCN)[])(
    '%s: same keys, same placeholders',
    (area) => {
      const [chinese, english]: Readonly<Record<string, string>>[] = [zhCN[area], en[area]];
      expect(Object.keys(english ?? {}).sort()).toEqual(Object.keys(chinese ?? {}).sort());
      for (const [key, text] of Object.entries(chinese ?? {})) {
        expect([key, placeholders(english?.[key] ?? '')]).toEqual([key, placeholders(text)]);
        expect([key, text === '', english?.[key] === '']).toEqual([key, false, false]);
        expect([key, /\p{Script=Han}/u.test(english?.[key] ?? '')]).toEqual([key, false]);
      }
    },
  );

  it('every code of the registry has a sentence in both languages', () => {
    expect(Object.keys(zhCN.errors).sort()).toEqual(Object.keys(ERROR_CODES).sort());
  });
});
