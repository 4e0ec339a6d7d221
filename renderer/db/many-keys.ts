/**
 * Many rows by their keys in few requests. Each request of IndexedDB goes to another process and
 * back; ids and keys of a till begin with the time, so that what is wanted together lies together.
 */

/** Below this, one request a key costs no more. */
const FEW = 8;

/**
 * So many rows come at once. They are unpacked on the window's own thread: ten thousand in one go
 * would hold up the cashier for a tenth of a second.
 */
const AT_ONCE = 250;

export function asked<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('a request failed'));
  });
}

/** Those of the keys that are there. The transaction must not be left meanwhile. */
export async function keysThere(
  store: IDBObjectStore,
  keys: readonly string[],
): Promise<Set<string>> {
  const there = await found(keys, {
    one: (key) => store.getKey(key),
    near: (range, most) => store.getAllKeys(range, most),
    keyOf: String,
  });
  return new Set(there.keys());
}

/** The rows with these keys, of those that are there. */
export function rowsWith<Row>(
  store: IDBObjectStore,
  keys: readonly string[],
  keyOf: (row: Row) => string,
): Promise<Map<string, Row>> {
  return found<Row>(keys, {
    one: (key) => store.get(key) as IDBRequest<Row | undefined>,
    near: (range, most) => store.getAll(range, most) as IDBRequest<Row[]>,
    keyOf,
  });
}

/** All rows whose keys begin like this, in the order of their keys. */
export function rowsBeginning<Row>(
  store: IDBObjectStore,
  prefix: string,
  keyOf: (row: Row) => string,
): Promise<Row[]> {
  const near: Ways<Row>['near'] = (range, most) => store.getAll(range, most) as IDBRequest<Row[]>;
  return piecewise({ near, keyOf }, [prefix, `${prefix}\uffff`], Infinity);
}

interface Ways<Value> {
  readonly one: (key: string) => IDBRequest<Value | undefined>;
  readonly near: (range: IDBKeyRange, most: number) => IDBRequest<Value[]>;
  readonly keyOf: (value: Value) => string;
}

async function found<Value>(
  keys: readonly string[],
  { one, near, keyOf }: Ways<Value>,
): Promise<Map<string, Value>> {
  const there = new Map<string, Value>();
  const sorted = [...keys].sort(byCodeUnits);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return there;
  let single = sorted;
  if (sorted.length >= FEW) {
    // One that waits since long ago must not bring everything along that came since.
    const most = 2 * sorted.length;
    const values = await piecewise({ near, keyOf }, [first, last], most);
    const wanted = new Set(sorted);
    for (const value of values) if (wanted.has(keyOf(value))) there.set(keyOf(value), value);
    const end = values.at(-1);
    const isCut = values.length === most && end !== undefined;
    single = isCut ? sorted.filter((key) => key > keyOf(end)) : [];
  }
  const rest = await Promise.all(single.map((key) => asked(one(key))));
  for (const value of rest) if (value !== undefined) there.set(keyOf(value), value);
  return there;
}

/** The first `most` of what lies from `first` to `last`. */
async function piecewise<Value>(
  { near, keyOf }: Pick<Ways<Value>, 'near' | 'keyOf'>,
  [first, last]: readonly [string, string],
  most: number,
): Promise<Value[]> {
  const values: Value[] = [];
  let range = IDBKeyRange.bound(first, last);
  for (;;) {
    const wanted = Math.min(AT_ONCE, most - values.length);
    const piece = await asked(near(range, wanted));
    values.push(...piece);
    const end = piece.at(-1);
    const isAll = piece.length < wanted || values.length === most;
    if (isAll || end === undefined || keyOf(end) === last) return values;
    range = IDBKeyRange.bound(keyOf(end), last, true);
  }
}

/** Takes rows out; a few without looking how they lie, so that a sale's transaction need not wait. */
export function deleteKeys(
  store: IDBObjectStore,
  keys: readonly string[],
): Promise<void> | undefined {
  if (keys.length >= FEW) return deleteRuns(store, keys);
  for (const key of keys) store.delete(key);
  return undefined;
}

/** Whole runs of them at once where nothing lies between that stays. */
async function deleteRuns(store: IDBObjectStore, keys: readonly string[]): Promise<void> {
  const sorted = [...new Set(keys)].sort(byCodeUnits);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return;
  const most = 2 * sorted.length;
  const lying = (await asked(store.getAllKeys(IDBKeyRange.bound(first, last), most))).map(String);
  const leaving = new Set(sorted);
  for (let i = 0; i < lying.length; i += 1) {
    const from = lying[i];
    if (from === undefined || !leaving.has(from)) continue;
    while (leaving.has(lying[i + 1] ?? '')) i += 1;
    store.delete(IDBKeyRange.bound(from, lying[i] ?? from));
  }
  const end = lying.at(-1);
  if (lying.length < most || end === undefined) return;
  for (const key of sorted) if (key > end) store.delete(key);
}

/** As IndexedDB itself orders text. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
