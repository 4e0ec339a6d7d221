import { pinyin } from 'pinyin-pro';

/** What is written in these alone reads the same afterwards. */
const PLAIN = /^[\da-z]+$/;

/** Full-width letters, capitals and runs of spaces make no difference. */
export function searchable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/gu, ' ');
}

/** `农夫山泉 550 ml` → `nfsq550ml` and `nongfushanquan550ml`; the reading of 行 depends on its word. */
export function inPinyin(name: string): { readonly initials: string; readonly spelling: string } {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', v: true });
  let initials = '';
  let spelling = '';
  for (const syllable of syllables) {
    const bare = syllable.trim();
    // What is not Chinese comes back sign by sign, as it was.
    initials += bare.slice(0, 1);
    spelling += bare;
  }
  return { initials, spelling };
}
