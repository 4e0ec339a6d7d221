import type { ChainLink, Head } from '../domain/journal.ts';
import { present } from '../lib/assert.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import type { JournalLine } from './journal-lines.ts';
import type { Standing } from './journal-standing.ts';
import type { JournalCrypto } from './ports.ts';

/** A start proves so much record by record at most, beside what came since the last page. */
export const PAGE_BYTES = 1 << 20;

/**
 * What was proved of the journal once, so that a start need not prove years of it again (PROTOCOL P10):
 *
 *   journal  │ page 1      │ page 2      │ page 3      │ the rest: proved record by record
 *            └─ its hash, and what its records came to ─▶ one line each, under the till's MAC
 *
 * A page is believed when its line is this till's, when it goes on where the one before it ended, and
 * when its bytes in the journal still have the hash that they had: one hash over a million bytes, in
 * place of hundreds of records that are parsed, written canonically, hashed and MACed. A journal that
 * was edited, cut or replaced is another text; from that page on every record is looked at by its
 * number, as ever (F09).
 *
 * Nothing depends on this file. Without it, torn, forged or of an older journal, all is proved anew;
 * so it is not synced. Where a page stands twice, the later line counts.
 */
export interface JournalPage {
  /** What `standing` is made of may change with the program: another format is proved anew. */
  readonly format: typeof FORMAT;
  /** Where it begins in the journal, in bytes. */
  readonly from: number;
  /** SHA-256 of its text. */
  readonly textHash: string;
  /** Of the record before it. */
  readonly previousHash: string;
  readonly records: readonly PageRecord[];
  /** After its last record. */
  readonly head: Head;
  readonly standing: Standing;
}

const FORMAT = 1;

/** `bytes` with the line's end. */
interface PageRecord extends ChainLink {
  readonly bytes: number;
}

/** The line's end in front too: what a kill has left of the line before it must not spoil this one. */
export function pageLine(page: JournalPage, { mac }: Pick<JournalCrypto, 'mac'>): string {
  const text = canonicalJson({ ...page });
  return `\n${mac(text)} ${text}\n`;
}

/** Null: torn, forged, under another key, or of a program that made them otherwise. */
export function pageIn(
  line: string | null,
  { mac }: Pick<JournalCrypto, 'mac'>,
): JournalPage | null {
  const space = line?.indexOf(' ') ?? -1;
  if (line === null || space < 0) return null;
  const text = line.slice(space + 1);
  if (mac(text) !== line.slice(0, space)) return null;
  // Under the MAC it is what this till has written, member by member; but by which program?
  const page = JSON.parse(text) as JournalPage;
  return page.format === FORMAT ? page : null;
}

/** Makes pages of the records that an index takes in, each as soon as it is long enough. */
export class PageCutter {
  readonly #sha256: JournalCrypto['sha256'];
  readonly #pageBytes: number;
  #from = 0;
  #bytes = 0;
  #previousHash = '';
  #lines: string[] = [];
  #records: PageRecord[] = [];
  #cut: JournalPage[] = [];

  constructor(sha256: JournalCrypto['sha256'], pageBytes: number) {
    this.#sha256 = sha256;
    this.#pageBytes = pageBytes;
  }

  /** The next one begins here. */
  beginAt(from: number, previousHash: string): void {
    this.#from = from;
    this.#bytes = 0;
    this.#previousHash = previousHash;
    this.#lines = [];
    this.#records = [];
  }

  /** The record that is the head now, as its line. */
  add({ text, bytes }: JournalLine, head: Head, standing: Standing): void {
    const { number, epoch, hash } = head;
    this.#lines.push(present(text, 'the text of a record'), '\n');
    this.#records.push({ number, epoch, hash, bytes });
    this.#bytes += bytes;
    if (this.#bytes < this.#pageBytes) return;
    this.#cut.push({
      format: FORMAT,
      from: this.#from,
      textHash: this.#sha256(this.#lines.join('')),
      previousHash: this.#previousHash,
      records: this.#records,
      head,
      standing,
    });
    this.beginAt(this.#from + this.#bytes, hash);
  }

  /** What is to be written down; each is handed out once. */
  take(): readonly JournalPage[] {
    const cut = this.#cut;
    this.#cut = [];
    return cut;
  }
}
