/** An impossible state: a bug in our code, never something a person did. It stops the work at hand. */
export class BugError extends Error {
  override readonly name = 'BugError';
}

/** Always checked, in every build. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new BugError(message);
}

/** The value, or a bug: for look-ups that the caller has already made sure of. */
export function present<Value>(value: Value | null | undefined, what: string): Value {
  assert(value !== null && value !== undefined, `${what} is missing`);
  return value;
}

/** Makes a switch over a union exhaustive: a new member breaks the build here, not a shop. */
export function assertNever(value: never, what = 'value'): never {
  throw new BugError(`unexpected ${what}: ${JSON.stringify(value)}`);
}
