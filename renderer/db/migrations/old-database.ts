/**
 * Databases as earlier versions of this program left them, one a schema version, kept for ever
 * (ARCHITECTURE, "Data at rest"). A till that was off for two years opens with today's program and
 * must find every record, sale and unsent row. Raising the schema adds a file here and changes none.
 */
export interface OldDatabase {
  readonly schema: Schema;
  readonly rows: Readonly<Record<string, readonly unknown[]>>;
}

type KeyPath = string | string[];

interface Schema {
  /** The native number: ten times that of the code. */
  readonly version: number;
  readonly tables: Readonly<
    Record<string, { readonly keyPath: KeyPath; readonly indexes: readonly string[] }>
  >;
}

export async function leaveBehind(name: string, { schema, rows }: OldDatabase): Promise<void> {
  const request = indexedDB.open(name, schema.version);
  request.addEventListener('upgradeneeded', () => {
    for (const [table, { keyPath, indexes }] of Object.entries(schema.tables)) {
      const store = request.result.createObjectStore(table, { keyPath });
      for (const index of indexes) store.createIndex(index, pathOf(index));
      for (const row of rows[table] ?? []) store.add(withBytes(row as object));
    }
  });
  (await opened(request)).close();
}

/** An index is named as the library names it. */
function pathOf(index: string): KeyPath {
  return index.startsWith('[') ? index.slice(1, -1).split('+') : index;
}

/** JSON holds no bytes: what was packed stands in it as text. */
function withBytes(row: object): object {
  if (!('packedBase64' in row)) return row;
  const { packedBase64, ...rest } = row;
  const bytes = Uint8Array.from(atob(String(packedBase64)), (unit) => unit.charCodeAt(0));
  return { ...rest, packed: new Blob([bytes]) };
}

function opened(request: IDBOpenDBRequest): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('not opened')));
  });
}

export async function schemaOf(name: string): Promise<Schema> {
  const db = await opened(indexedDB.open(name));
  const names = [...db.objectStoreNames];
  const transaction = db.transaction(names);
  const tables = names.map((table) => {
    const store = transaction.objectStore(table);
    return [table, { keyPath: store.keyPath as KeyPath, indexes: [...store.indexNames] }] as const;
  });
  db.close();
  return { version: db.version, tables: Object.fromEntries(tables) };
}
