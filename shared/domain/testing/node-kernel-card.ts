import { fromHex } from '../../lib/bytes.ts';
import { generateFirst, generateSecond, type CardSession } from '../emv/card-applet.ts';
import { sessionKey } from '../emv/card-keys.ts';
import type { CardState, ChipApplication } from '../emv/chip-card.ts';
import { issuerAuthentication } from '../emv/cryptogram.ts';
import {
  askFirst,
  askSecond,
  hearFirst,
  hearSecond,
  type BankWord,
  type FirstOutcome,
  type KernelAsk,
  type KernelQuestion,
} from '../emv/kernel/kernel.ts';
import type { TraceStep } from '../emv/kernel/trace.ts';
import { AES } from './node-ciphers.ts';
import { chipOf, inserted, USED_CARD } from './sample-terminal.ts';

export const OFFLINE_CARD = chipOf('good-chip');

export const NO_LINE: BankWord = { kind: 'no-line' };

export const asked = (question: KernelQuestion): KernelAsk => {
  const ask = askFirst(question);
  if ('refused' in ask) throw new Error(ask.refused);
  return ask;
};

export type Change = (question: KernelQuestion) => KernelQuestion;
export const same: Change = (question) => question;

export const sale =
  (transaction: Partial<KernelQuestion['transaction']>): Change =>
  (question) => ({ ...question, transaction: { ...question.transaction, ...transaction } });

/** From the card in the slot to the outcome of its first cryptogram. */
export const firstOf = (
  chip: ChipApplication,
  change: Change = same,
  state: CardState = USED_CARD,
) => {
  const { session, question } = inserted(chip, state);
  const ask = asked(change(question));
  const { answer, session: after } = generateFirst(AES, session, ask.asks, ask.objects);
  return { ask, session: after, answer, outcome: hearFirst(ask, answer) };
};

export const secondOf = (session: CardSession, outcome: FirstOutcome, word: BankWord) => {
  const ask = askSecond(outcome.done, word);
  const { answer } = generateSecond(AES, session, ask.asks, ask.objects);
  return hearSecond(ask, answer);
};

export const bankSays = (session: CardSession, approves: boolean, genuine = true): BankWord => {
  const key = sessionKey(AES, fromHex(session.card.masterKey), session.state.transactionCounter);
  const update = { approves, goOnlineNext: false, counters: 'reset' } as const;
  const cryptogram = session.first?.cryptogram ?? new Uint8Array(8);
  const authentication = issuerAuthentication(AES, key, cryptogram, update);
  if (!genuine) authentication[0] = (authentication[0] ?? 0) ^ 1;
  return { kind: 'answered', approves, responseCode: approves ? '00' : '51', authentication };
};

export const stepIn = <Name extends TraceStep['step']>(steps: readonly TraceStep[], name: Name) => {
  const found = steps.find((one): one is Extract<TraceStep, { step: Name }> => one.step === name);
  if (found === undefined) throw new Error(`no step ${name}`);
  return found;
};
