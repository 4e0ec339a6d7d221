import { hmac as nobleHmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../../shared/lib/bytes.ts';

/** What a world hashes with: the platform's own where it answers at once, as Node's does. */
interface Hashing {
  readonly sha256: (data: string | Uint8Array) => Uint8Array;
  readonly hmac: (key: string, data: string | Uint8Array) => Uint8Array;
}

const bytesOf = (data: string | Uint8Array): Uint8Array =>
  typeof data === 'string' ? utf8(data) : data;

/** A browser's own answers later, and the same seed would tell another story. */
const IN_A_BROWSER: Hashing = {
  sha256: (data) => nobleSha256(bytesOf(data)),
  hmac: (key, data) => nobleHmac(nobleSha256, utf8(key), bytesOf(data)),
};

function inNode(): Hashing | null {
  const node = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (node === undefined) return null;
  return {
    sha256: (data) => node.hash('sha256', data, 'buffer'),
    hmac: (key, data) => node.createHmac('sha256', key).update(data).digest(),
  };
}

export const { sha256, hmac } = inNode() ?? IN_A_BROWSER;
