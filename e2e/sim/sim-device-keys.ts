import { keyProofText, keyRenewalRequest, keyText } from '../../shared/contracts/key-renewal.ts';
import { judgeNextKey } from '../../bank-api/domain/device-keys.ts';
import type { BankRecords } from './bank-records.ts';
import type { BankTerminal } from './bank-terminal.ts';
import { sha256Hex, signature } from './sim-crypto.ts';
import { ok, refused, type BankReply } from './sim-reply.ts';

/** A till brings its next key (P25). */
export function deviceKeyReply(
  records: BankRecords,
  terminal: BankTerminal,
  body: unknown,
): BankReply {
  const { devicePublicKey, proof, keyStoreLevel } = keyRenewalRequest.parse(body);
  const keyId = sha256Hex(keyText(devicePublicKey));
  const { first } = terminal.keys;
  const isProved = proof === signature(devicePublicKey, keyProofText(terminal.id, keyId));
  const isOfAnother = [...records.terminals.values()].some(({ id, keys }) => {
    return id !== terminal.id && [keys.first.x, keys.next?.x].includes(devicePublicKey.x);
  });
  const verdict = judgeNextKey(
    { keyId: sha256Hex(keyText(first)), keyStoreLevel: terminal.keyStoreLevel },
    { keyId, keyStoreLevel, isProved, isOfAnother },
  );
  if (verdict.type === 'refused') return refused(verdict.code);
  if (verdict.type === 'taken') {
    records.setKeys(terminal, { first, next: devicePublicKey });
    terminal.keyStoreLevel = keyStoreLevel;
  }
  return ok({ keyId });
}

/** The till signs with it: whoever still has the first key signs for nobody. */
export function promoteNextKey(records: BankRecords, terminal: BankTerminal): void {
  const { next } = terminal.keys;
  if (next === null) return;
  records.promoteNextKey(terminal, next);
  records.alarm('device-key-renewed', terminal.id);
}
