import type { KeptValue } from './ports.ts';

/** A value that nobody else writes is read from the disk once, however often it is asked for. */
export function remembered<Value>(kept: KeptValue<Value>): KeptValue<Value> {
  let known: { readonly value: Value | null } | null = null;
  let writings = 0;
  /** What is being read meanwhile may be from before. */
  const changes = (now: typeof known): void => {
    writings += 1;
    known = now;
  };
  return {
    read: async () => {
      if (known !== null) return known.value;
      const before = writings;
      const value = await kept.read();
      if (writings === before) known = { value };
      return value;
    },
    write: async (value) => {
      // Of a write that fails nobody knows what it has left.
      changes(null);
      await kept.write(value);
      changes({ value });
    },
  };
}
