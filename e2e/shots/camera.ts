import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Language } from '../../renderer/i18n/language.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { withFewColours } from './small-png.ts';

const SCREENS_FOLDER = resolve(import.meta.dirname, '../../docs/screens');

const STANDARD = { width: 1280, height: 800 } as const;
const SHORT_NAMES: Readonly<Record<Language, string>> = { 'zh-CN': 'zh', en: 'en' };

/** Besides the standard picture: the same moment in the dark, on a large screen, on a small one. */
export type Extra = 'dark' | 'large' | 'small';

const LOOKS = {
  dark: { ...STANDARD, colorScheme: 'dark' },
  large: { width: 1920, height: 1080, colorScheme: 'light' },
  small: { width: 1024, height: 768, colorScheme: 'light' },
} as const;

/**
 * Takes the pictures of one language into `docs/screens`, named `<screen>-<state>-<language>.png`.
 * Nothing on the screen is touched for it: the till follows the system's light and dark, and its
 * own window's size.
 */
export class Camera {
  readonly #language: Language;
  readonly #say: (line: string) => void;

  constructor(language: Language, say: (line: string) => void) {
    this.#language = language;
    this.#say = say;
  }

  /** Light and in the standard size from now on, whatever the machine of whoever runs this likes. */
  async aimAt({ page }: TillPage): Promise<void> {
    await page.setViewportSize(STANDARD);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  }

  async take(till: TillPage, name: string, extras: readonly Extra[] = []): Promise<void> {
    const short = SHORT_NAMES[this.#language];
    await this.#shoot(till, `${name}-${short}`);
    for (const extra of extras) {
      const { width, height, colorScheme } = LOOKS[extra];
      await till.page.setViewportSize({ width, height });
      await till.page.emulateMedia({ colorScheme });
      await this.#shoot(till, `${name}-${extra}-${short}`);
    }
    if (extras.length > 0) await this.aimAt(till);
  }

  async #shoot({ page }: TillPage, name: string): Promise<void> {
    await mkdir(SCREENS_FOLDER, { recursive: true });
    const path = join(SCREENS_FOLDER, `${name}.png`);
    // Where nothing lies under the pointer that would answer to it.
    await page.mouse.move(0, 0);
    const taken = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    await writeFile(path, withFewColours(taken));
    this.#say(`  ${name}.png`);
  }
}
