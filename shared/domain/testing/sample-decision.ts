import { fromHex } from '../../lib/bytes.ts';
import type { BlockCipher } from '../emv/block-cipher.ts';
import { sessionKey } from '../emv/card-keys.ts';
import type { CardState } from '../emv/chip-card.ts';
import { decideFirst, decideSecond } from '../emv/chip-decision.ts';
import { chipInputsOf } from '../emv/chip-inputs.ts';
import { chipRecordOf } from '../emv/chip-record.ts';
import { issuerAuthentication } from '../emv/cryptogram.ts';
import type { BankWord, KernelQuestion } from '../emv/kernel/kernel.ts';
import type { KernelTransaction, PinOutcome, TerminalSettings } from '../emv/kernel/settings.ts';
import type { ReplayableRecord } from '../emv/replay.ts';
import { TEST_CARDS } from '../test-cards.ts';
import { chipOf, inserted, USED_CARD } from './sample-terminal.ts';

/** A payment at a terminal, as far as chip and terminal decide by it. */
export interface DecisionCase {
  readonly cardId: string;
  readonly state?: CardState;
  readonly settings?: Partial<TerminalSettings>;
  readonly transaction?: Partial<KernelTransaction>;
  readonly pin?: PinOutcome;
  readonly authentication?: KernelQuestion['dataAuthentication'];
  readonly isLineUsable?: boolean;
  /** Null where it has not answered. */
  readonly bank?: boolean | null;
}

/** As the reader decides and keeps it: with the card's key, and with the bank's word where it came. */
export function recorded(aes: BlockCipher, given: DecisionCase): ReplayableRecord | null {
  const { cardId, state = USED_CARD, isLineUsable = false, bank = null } = given;
  const chip = chipOf(cardId);
  const { session, question } = inserted(chip, state);
  const asked: KernelQuestion = {
    ...question,
    settings: { ...question.settings, ...given.settings },
    transaction: {
      ...question.transaction,
      isForcedOnline: isLineUsable,
      entryMode: TEST_CARDS.find(({ id }) => id === cardId)?.entryMode ?? 'chip',
      ...given.transaction,
    },
    pin: given.pin ?? question.pin,
    dataAuthentication: given.authentication ?? question.dataAuthentication,
  };
  const memory = { state, limits: chip.limits, pin: session.pin };
  const inputs = chipInputsOf(asked, isLineUsable, memory);
  const decision = decideFirst(aes, session, asked, isLineUsable);
  if (decision.kind !== 'decided') return null;
  const { done, code, session: after } = decision;
  const isOpen = code === null && isLineUsable && asked.transaction.entryMode === 'chip';
  const end =
    isOpen && bank !== null
      ? decideSecond(aes, after, done, bankWord(aes, after, bank)).outcome.done
      : done;
  // As the journal gives it back.
  return JSON.parse(JSON.stringify(chipRecordOf(end, code, inputs))) as ReplayableRecord;
}

function bankWord(
  aes: BlockCipher,
  session: Parameters<typeof decideSecond>[1],
  approves: boolean,
): BankWord {
  const key = sessionKey(aes, fromHex(session.card.masterKey), session.state.transactionCounter);
  const update = { approves, goOnlineNext: false, counters: 'reset' } as const;
  const cryptogram = session.first?.cryptogram ?? new Uint8Array(8);
  const authentication = issuerAuthentication(aes, key, cryptogram, update);
  return { kind: 'answered', approves, responseCode: approves ? '00' : '51', authentication };
}

export function kept(aes: BlockCipher, given: DecisionCase): ReplayableRecord {
  const record = recorded(aes, given);
  if (record === null) throw new Error('not decided');
  return record;
}
