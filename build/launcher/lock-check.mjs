/**
 * @typedef {{ optionalDependencies?: Record<string, string> }} LockEntry
 * @typedef {{ packages?: Record<string, LockEntry> }} Lock
 */

/**
 * Platform packages (one per system, all optional) that a package names and the lock has no entry
 * for. npm leaves out what the registry does not have while the lock is written, without a word;
 * `npm ci` then fails on another machine with a message that names no cause.
 *
 * @param {Lock} lock the parsed package-lock.json
 * @returns {string[]} names, sorted
 */
export function missingPlatformPackages(lock) {
  const entries = lock.packages ?? {};
  const locked = new Set(
    Object.keys(entries).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)),
  );
  const named = Object.values(entries).flatMap((entry) =>
    Object.keys(entry.optionalDependencies ?? {}),
  );
  return [...new Set(named)].filter((name) => !locked.has(name)).sort();
}
