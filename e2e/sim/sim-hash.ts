import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { toHex, utf8 } from '../../shared/lib/bytes.ts';

/** What a world hashes with: the platform's own where it answers at once, as Node's does. */
interface Hashing {
  readonly sha256: (data: string | Uint8Array) => Uint8Array;
  readonly sha256Hex: (text: string) => string;
}

/** A browser's own answers later, and the same seed would tell another story. */
const IN_A_BROWSER: Hashing = {
  sha256: (data) => nobleSha256(typeof data === 'string' ? utf8(data) : data),
  sha256Hex: (text) => toHex(nobleSha256(utf8(text))),
};

function inNode(): Hashing | null {
  const node = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (node === undefined) return null;
  return {
    sha256: (data) => node.hash('sha256', data, 'buffer'),
    sha256Hex: (text) => node.hash('sha256', text, 'hex'),
  };
}

export const { sha256, sha256Hex } = inNode() ?? IN_A_BROWSER;
