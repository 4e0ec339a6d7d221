import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from './language.ts';
import { en, zhCN } from './resources.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof zhCN;
    keySeparator: false;
    returnNull: false;
  }
}

/** Texts are compiled in: nothing is fetched, and a key that is missing in one language is a bug. */
export async function startI18n(language: Language): Promise<i18n> {
  const instance = i18next.createInstance();
  await instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'common',
    keySeparator: false,
    interpolation: { escapeValue: false },
    resources: { 'zh-CN': zhCN, en },
  });
  return instance;
}
