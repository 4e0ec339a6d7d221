import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder, syncFolder } from './sync-folder.ts';
import { Turns } from '../../shared/lib/turns.ts';

/** Torn, edited, or closed to us: whoever is in front of the machine must know which one it is. */
export class UnreadableFile extends Error {
  readonly path: string;

  constructor(path: string, options: ErrorOptions) {
    super(`${path} cannot be read: ${String(options.cause)}`, options);
    this.path = path;
  }
}

/**
 * One JSON value in one file, replaced atomically and readable by its owner only. For identity,
 * keys and settings: small things that must be whole after a power cut.
 */
export class JsonFile<Value> {
  readonly #path: string;
  readonly #turns = new Turns();
  readonly #isExpendable: boolean;

  /** @param isExpendable what a person chooses again in a moment: it keeps no till shut. */
  constructor(path: string, { isExpendable = false }: { readonly isExpendable?: boolean } = {}) {
    this.#path = path;
    this.#isExpendable = isExpendable;
  }

  /**
   * Null when there is no such file; one that cannot be read is an error, never "empty", unless it is
   * expendable.
   */
  async read(): Promise<Value | null> {
    try {
      return JSON.parse(await readFile(this.#path, 'utf8')) as Value;
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (isMissing || this.#isExpendable) return null;
      throw new UnreadableFile(this.#path, { cause: error });
    }
  }

  /** One after the other: two at once would write into each other's file. The last one stands. */
  write(value: Value): Promise<void> {
    return this.#turns.take(() => this.#replace(value));
  }

  async #replace(value: Value): Promise<void> {
    const folder = dirname(this.#path);
    await makeFolder(folder);
    const file = await open(`${this.#path}.new`, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(value)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${this.#path}.new`, this.#path);
    await syncFolder(folder);
  }
}
