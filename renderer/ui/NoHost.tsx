import { TEXTS } from '../i18n/texts.ts';

/** A plain browser has no journal file and no keys: it must not look like a till. */
export function NoHost() {
  return (
    <main>
      <p>{TEXTS['zh-CN'].noHost}</p>
      <p lang="en">{TEXTS.en.noHost}</p>
    </main>
  );
}
