import type { Head } from '../domain/journal.ts';
import { Turns } from '../lib/turns.ts';
import { pageLine, type JournalPage } from './journal-pages.ts';
import { sentinelText } from './journal-text.ts';
import type { JournalCrypto, JournalFiles } from './ports.ts';

/**
 * What follows a write of the journal and no sale waits for: the sentinel, which says how far the
 * file went (P10), and the pages, which a start believes. One that could not be written costs a
 * start time, and no record.
 */
export class JournalTrail {
  readonly #files: JournalFiles;
  readonly #crypto: JournalCrypto;
  readonly #pause: () => Promise<void>;
  readonly #sentinels = new Turns();
  #sentinelDue = false;
  readonly #pages = new Turns();

  constructor(files: JournalFiles, crypto: JournalCrypto, pause: () => Promise<void>) {
    this.#files = files;
    this.#crypto = crypto;
    this.#pause = pause;
  }

  /** One replacement at a time; heads that were overtaken while it ran are not written at all. */
  headMoved(head: () => Head): void {
    const waiting = this.#sentinelDue;
    this.#sentinelDue = true;
    if (waiting) return;
    void this.#sentinels.take(async () => {
      await this.#pause();
      this.#sentinelDue = false;
      return this.#files.writeSentinel(sentinelText(head(), this.#crypto));
    });
  }

  /** After the sale that filled the page; one that could not be written is proved anew at the start. */
  pagesFilled(pages: readonly JournalPage[]): void {
    if (pages.length === 0) return;
    void this.#pages.take(async () => {
      await this.#pause();
      for (const page of pages) await this.#files.pages.append(pageLine(page, this.#crypto));
    });
  }

  /** Once what is on its way is written. */
  async pass(): Promise<void> {
    await Promise.all([this.#sentinels.pass(), this.#pages.pass()]);
  }
}
