import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import {
  GENESIS_HASH,
  hashedText,
  sealOf,
  type JournalDraft,
  type JournalRecord,
  type JournalSeal,
} from '../../../shared/domain/journal.ts';
import { toHex, utf8 } from '../../../shared/lib/bytes.ts';

/** Adds them to the journal, each with its number, hash and MAC. */
export function appendTo(journal: JournalRecord[], drafts: readonly JournalDraft[]): JournalSeal[] {
  return drafts.map((draft) => {
    const last = journal.at(-1);
    const unhashed = {
      ...structuredClone(draft),
      number: (last?.number ?? 0) + 1,
      epoch: 1,
      previousHash: last?.hash ?? GENESIS_HASH,
    };
    const hash = toHex(sha256(utf8(hashedText(unhashed))));
    const mac = toHex(hmac(sha256, utf8('test'), utf8(hash)));
    const record = { ...unhashed, hash, mac };
    journal.push(record);
    return sealOf(record);
  });
}
