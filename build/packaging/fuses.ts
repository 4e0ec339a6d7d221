import { readFileSync } from 'node:fs';
import type { Configuration } from 'electron-builder';

type FuseSettings = NonNullable<Configuration['electronFuses']>;

/**
 * Electron's fuses: bytes in the executable that turn parts of it off for good. Behind a marker
 * stand a version, a length and one character a fuse: `1` on, `0` off, `r` removed.
 */
const MARKER = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** In the order of the wire; older runtimes have a shorter one. */
const FUSES = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const satisfies readonly (keyof FuseSettings)[];

type Fuse = (typeof FUSES)[number];

/** A till runs its own archive and nothing else: no Node, no debugger, no file beside it. */
const CLOSED: Readonly<Record<Fuse, boolean>> = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  // Linux has no such check; there the archive is protected by its owner, root.
  enableEmbeddedAsarIntegrityValidation: false,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

/**
 * The fuses that this executable has. `inspectable` leaves the debugger on, by which an end-to-end
 * test looks in: such a package is for tests only.
 */
export function fusesFor(executable: string, inspectable: boolean): FuseSettings {
  const wanted = { ...CLOSED, enableNodeCliInspectArguments: inspectable };
  const known = FUSES.slice(0, wireOf(executable).length);
  return Object.fromEntries(known.map((fuse) => [fuse, wanted[fuse]]));
}

/** What the executable says now, read from its bytes and not from what we asked for. */
export function readFuses(executable: string): Partial<Record<Fuse, boolean>> {
  const wire = wireOf(executable);
  const known = FUSES.slice(0, wire.length);
  return Object.fromEntries(known.map((fuse, position) => [fuse, wire[position] === '1']));
}

function wireOf(executable: string): string {
  const bytes = readFileSync(executable);
  const at = bytes.indexOf(MARKER);
  if (at === -1) throw new Error(`${executable} has no fuses`);
  const start = at + MARKER.length + 2;
  return bytes.toString('latin1', start, start + (bytes[start - 1] ?? 0));
}
