import type { Result } from '../shared/lib/result.ts';

/** The value, where a failure would be a bug of the test. */
export function valueOf<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
