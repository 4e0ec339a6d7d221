import { Dexie, type Table } from 'dexie';
import type { KeptValue } from '../../../shared/host/ports.ts';

/** Identity, keys and settings of a till in a browser; apart from its sales, which may be rebuilt. */
export class HostDatabase {
  readonly #values: Table<unknown, string>;
  readonly #database: Dexie;

  constructor(name = 'host') {
    this.#database = new Dexie(name, { chromeTransactionDurability: 'strict' });
    this.#database.version(1).stores({ values: '' });
    this.#values = this.#database.table('values');
  }

  kept<Value>(name: string): KeptValue<Value> {
    return {
      read: async () => ((await this.#values.get(name)) as Value | undefined) ?? null,
      write: async (value) => {
        await this.#values.put(value, name);
      },
    };
  }

  close(): void {
    this.#database.close();
  }
}
