import { setTimeout as wait } from 'node:timers/promises';

/** What takes longer has failed, and its failure says what was waited for. */
export async function within<Value>(
  limitMs: number,
  work: Promise<Value>,
  failure: string,
): Promise<Value> {
  const limit = new AbortController();
  const late = wait(limitMs, null, { signal: limit.signal }).then(() => {
    throw new Error(failure);
  });
  return Promise.race([work, late]).finally(() => limit.abort());
}
