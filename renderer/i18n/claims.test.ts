import { describe, expect, it } from 'vitest';
import { CLAIMS, EXPLAINING_AREAS, IN_GENERAL } from './claims.ts';
import { claimsIn } from './claim-words.ts';
import type { Language } from './language.ts';
import { RECEIPT_WORDS } from './receipt-words.ts';
import { en, zhCN } from './resources.ts';

type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;
const TEXTS: Readonly<Record<Language, Texts>> = {
  'zh-CN': { ...zhCN, receiptWords: { ...RECEIPT_WORDS['zh-CN'] } },
  en: { ...en, receiptWords: { ...RECEIPT_WORDS.en } },
};
const AREAS = Object.keys(TEXTS.en).filter((area) => !isExplaining(area));

function isExplaining(area: string): boolean {
  return (EXPLAINING_AREAS as readonly string[]).includes(area);
}

/** By the name that screens use; what is counted has a text for one and a text for more. */
function saidIn(language: Language): (readonly [string, readonly string[]])[] {
  return AREAS.flatMap((area) =>
    Object.entries(TEXTS[language][area] ?? {}).map(
      ([key, text]) =>
        [`${area}:${key.replace(/_(one|other)$/, '')}`, claimsIn(text, language)] as const,
    ),
  );
}

describe('what the texts say about money', () => {
  const chinese = new Map(saidIn('zh-CN'));

  it('I9 both languages say the same about money, in every text', () => {
    for (const [name, said] of saidIn('en'))
      expect([name, said]).toEqual([name, chinese.get(name)]);
  });

  it('I9 every text that speaks of money has its claims in the table, or explains something', () => {
    const speaking = [...chinese].filter(
      ([name, said]) => said.length > 0 && !IN_GENERAL.has(name),
    );
    const told = Object.entries(CLAIMS).map(([name, said]) => [name, new Set(said)] as const);
    expect(new Map(speaking.map(([name, said]) => [name, new Set(said)]))).toEqual(new Map(told));
  });

  it('no entry is left of a text that is gone or speaks of money no more', () => {
    const silent = [...IN_GENERAL].filter((name) => (chinese.get(name) ?? []).length === 0);
    expect(silent).toEqual([]);
  });

  it.each([
    ['approved', 'bank-yes'],
    ['not authorised', 'promised'],
    ['nothing was charged', 'no-charge'],
    ['银行已批准', 'bank-yes'],
    ['暂存，银行尚未授权', 'promised'],
    ['未扣款', 'no-charge'],
  ])('I9 %s is seen as %s and as nothing else', (text, claim) => {
    const language = /\p{Script=Han}/u.test(text) ? 'zh-CN' : 'en';
    expect(claimsIn(text, language)).toEqual([claim]);
  });
});
