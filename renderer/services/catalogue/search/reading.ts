/** What is written in these alone reads the same afterwards. */
const PLAIN = /^[\da-z]+$/;

/** Full-width letters, capitals and runs of spaces make no difference. */
export function searchable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/gu, ' ');
}

/**
 * How a name is read, `农夫山泉 550 ml` → `Nong Fu Shan Quan 550ml`: a capital begins each syllable of
 * a Chinese character, and whatever else is in the name stands between them as it is, without spaces.
 * It is kept with its product, so that whoever opens a shop does not wait for a dictionary.
 */
export type Reading = string;

/** Reads the names of a catalogue; the reading of 行 depends on its word. */
export type NameReader = (name: string) => Reading;

/** The dictionary takes a third of a second to load, once. */
export async function loadNameReader(): Promise<NameReader> {
  const { pinyin } = await import('pinyin-pro');
  return (name) => {
    let reading = '';
    // 绿 is `lv`, as it is typed. What is not Chinese comes back sign by sign, as it was.
    for (const sign of pinyin(searchable(name), READ_AS)) {
      const isSyllable = MANY_LETTERS.test(sign);
      if (isSyllable) reading += ` ${sign.slice(0, 1).toUpperCase()}${sign.slice(1)} `;
      else reading += sign.trim();
    }
    return reading.trim().replaceAll('  ', ' ');
  };
}

/** What a neighbour does to the tone of 一 and 不 is of no use where tones are left out. */
const READ_AS = { toneType: 'none', type: 'array', v: true, toneSandhi: false } as const;

/** A syllable of one letter (啊) needs no mark: its beginning is all of it. */
const MANY_LETTERS = /^\p{Ll}{2,}$/u;

const SYLLABLE = /^[A-Z]/;

/** What is typed to find a name by its reading: `nfsq550ml` or `nongfushanquan550ml`. */
export function typedReading(reading: Reading): {
  readonly initials: string;
  readonly spelling: string;
} {
  let initials = '';
  let spelling = '';
  for (const part of reading.split(' ')) {
    const letters = part.toLowerCase();
    initials += SYLLABLE.test(part) ? letters.slice(0, 1) : letters;
    spelling += letters;
  }
  return { initials, spelling };
}
