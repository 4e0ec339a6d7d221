import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../shared/contracts/error-codes.ts';
import { startI18n } from './i18n.ts';
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
      const counted = Object.keys(chinese ?? {}).filter((key) => key.endsWith('_other'));
      const ones = counted.map((key) => key.replace(/_other$/, '_one'));
      expect(new Set(Object.keys(english ?? {}))).toEqual(
        new Set([...Object.keys(chinese ?? {}), ...ones]),
      );
      for (const key of Object.keys(english ?? {})) {
        const text = chinese?.[key] ?? chinese?.[key.replace(/_one$/, '_other')] ?? '';
        expect([key, placeholders(english?.[key] ?? '')]).toEqual([key, placeholders(text)]);
        expect([key, text === '', english?.[key] === '']).toEqual([key, false, false]);
        expect([key, /\p{Script=Han}/u.test(english?.[key] ?? '')]).toEqual([key, false]);
      }
    },
  );

  it('what is counted in the plural has a form for one', () => {
    const plural = /\{\{count\}\} (\w+ ){0,2}\w{3,}s\b|\{\{count\}\}.*\b(are|they|them)\b/;
    const alone = Object.values(en).flatMap((texts: Readonly<Record<string, string>>) =>
      Object.entries(texts).filter(
        ([key, text]) => plural.test(text) && !/_(one|other)$/.test(key),
      ),
    );
    expect(alone).toEqual([]);
  });

  it.each([
    [1, 'The database lacked 1 record; it was completed from the journal file.'],
    [2, 'The database lacked 2 records; they were completed from the journal file.'],
  ])('a count of %i is written as it is said', async (count, text) => {
    const { t } = await startI18n('en');
    expect(t('frame:found.database-behind', { count })).toBe(text);
  });

  it('every code of the registry has a sentence in both languages', () => {
    expect(Object.keys(zhCN.errors).sort()).toEqual(Object.keys(ERROR_CODES).sort());
  });
});
