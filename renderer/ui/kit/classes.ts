/** Class names that are there, in one string; `false` and `undefined` fall out. */
export function classes(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
