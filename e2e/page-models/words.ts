import { en, zhCN } from '../../renderer/i18n/resources.ts';
import type { Language } from '../../renderer/i18n/language.ts';

type Texts = typeof zhCN;

/**
 * What stands on the screen, taken from the till's own texts: a page model finds a button by the
 * word that a person reads, in the language that is set, and a renamed text does not compile.
 */
export class Words {
  #language: Language;

  constructor(language: Language) {
    this.#language = language;
  }

  get language(): Language {
    return this.#language;
  }

  speak(language: Language): void {
    this.#language = language;
  }

  /** The text as it is. */
  say<Area extends keyof Texts>(area: Area, key: keyof Texts[Area] & string): string {
    const areas: Record<string, Readonly<Record<string, string>>> = this.#language === 'en'
      ? en
      : zhCN;
    const text = areas[area]?.[key];
    if (text === undefined) throw new Error(`no text ${area}:${key} in ${this.#language}`);
    return text;
  }

  /** A text that counts, with its number, in the form that the number wants. */
  count(area: keyof Texts, key: string, count: number): string {
    const form = new Intl.PluralRules(this.#language).select(count);
    const text = this.say(area, `${key}_${form}` as never);
    return text.replace('{{count}}', String(count));
  }

  /** Names that begin with the text: buttons add their key, an amount or a hint. */
  startsWith<Area extends keyof Texts>(area: Area, key: keyof Texts[Area] & string): RegExp {
    const pieces = this.say(area, key).split(/\{\{\w+\}\}/);
    return new RegExp(`^${pieces.map(escaped).join('.*')}`);
  }
}

/** The text as a pattern that matches nothing but itself. */
export function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
