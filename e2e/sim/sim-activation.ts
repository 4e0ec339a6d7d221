import type { ActivationAnswer, ActivationRequest } from '../../shared/contracts/activation-api.ts';
import { keyText } from '../../shared/contracts/key-renewal.ts';
import { formatActivationCode } from '../../shared/domain/activation-code.ts';
import { DEMO_MERCHANT, DEMO_OPERATOR_LIST } from '../../shared/domain/demo-merchant.ts';
import { fromHex } from '../../shared/lib/bytes.ts';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';
import { asksWhatIsOpen, judgeEnrolment } from '../../bank-api/domain/enrolment.ts';
import { NO_ANCHOR } from '../../bank-api/domain/journal-anchor.ts';
import { BANK_KEYS, CARD_TOKEN_KEY } from './bank-identity.ts';
import type { BankRecords } from './bank-records.ts';
import type { BankTerminal } from './bank-terminal.ts';
import type { SimBank } from './sim-bank.ts';
import { sha256Hex } from './sim-crypto.ts';
import { ok, refused, type BankReply } from './sim-reply.ts';
import { openAt } from './sim-settlement.ts';

/** As its people read it out to a shop; it pins the bank's own key (P25). */
export function newActivationCode(random: Uint8Array): string {
  const fingerprint = fromHex(sha256Hex(canonicalJson(BANK_KEYS.publicKey)));
  return formatActivationCode(random, fingerprint);
}

/**
 * A device brings its key. Nobody guesses codes in this world: the first time the key says which till it
 * is; later codes are those that the bank's people have given out, and the real rules judge.
 */
export function activationReply(bank: SimBank, request: ActivationRequest): BankReply {
  const { records } = bank;
  const issued = records.codes.get(request.code);
  if (issued === undefined) {
    const terminal = [...records.terminals.values()].find(
      ({ activatedWith }) => activatedWith.x === request.devicePublicKey.x,
    );
    return terminal === undefined ? refused('activation-code-invalid') : answer(bank, terminal);
  }
  const keyId = sha256Hex(keyText(request.devicePublicKey));
  const terminal = records.terminal(issued.terminalId);
  // The same till may ask again: its answer may have been lost.
  if (issued.usedBy === keyId) return answer(bank, terminal);
  if (issued.usedBy !== null) return refused('activation-code-used');
  const refusal = enrolled(records, terminal, request, keyId);
  if (refusal !== null) return refusal;
  issued.usedBy = keyId;
  return answer(bank, terminal);
}

function enrolled(
  records: BankRecords,
  terminal: BankTerminal,
  request: ActivationRequest,
  keyId: string,
): BankReply | null {
  const { id: terminalId, keys, isReleased, journalNumber } = terminal;
  const firstKeyId = sha256Hex(keyText(keys.first));
  const known = { terminalId, mode: 'demo', keyId: firstKeyId, isReleased, journalNumber };
  const brought = { ...request, keyId };
  const open = asksWhatIsOpen(known, brought) ? openAt(records, terminal) : null;
  const verdict = judgeEnrolment(known, brought, open);
  if (verdict.type === 'refused') return refused(verdict.code);
  records.enrol(terminal, request.devicePublicKey);
  // Its answer may get lost, and somebody remember the old passphrase: then the till has the other key.
  records.lostKey.get(terminalId)?.();
  terminal.keyStoreLevel = request.keyStoreLevel;
  terminal.journalNumber = verdict.journalNumber;
  if (!verdict.isNewDevice) return null;
  terminal.anchor = NO_ANCHOR;
  terminal.batchNumber += 1;
  terminal.chipCounters.clear();
  return null;
}

function answer(bank: SimBank, { id, tillNumber, journalNumber }: BankTerminal): BankReply {
  const { merchantId, merchantName, shopName } = DEMO_MERCHANT;
  const { bankId, bankKeyId, publicKey, sealingKeyId, sealingPublicKey } = BANK_KEYS;
  return ok({
    terminalId: id,
    journalNumber,
    merchantId,
    merchantName,
    shopName,
    tillNumber,
    mode: 'demo',
    bankId,
    bankKeyId,
    bankPublicKey: publicKey,
    sealingKeyId,
    sealingPublicKey,
    cardTokenKey: CARD_TOKEN_KEY,
    parameters: bank.parameters,
    operators: DEMO_OPERATOR_LIST,
    pinKey: bank.nextPinKey(),
  } satisfies ActivationAnswer);
}
