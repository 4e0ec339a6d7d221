import { toHex } from '../../lib/bytes.ts';
import { generateFirst, beginTransaction } from '../emv/card-applet.ts';
import type { BlockCipher } from '../emv/block-cipher.ts';
import { NEW_CARD_STATE } from '../emv/chip-card.ts';
import { cardMasterKey } from '../emv/card-keys.ts';
import { encodeChipMessage } from '../emv/chip-message.ts';
import { askFirst, hearFirst } from '../emv/kernel/kernel.ts';
import { minor } from '../money.ts';
import { chipOf, inserted, SAMPLE_ISSUER_KEY } from './sample-terminal.ts';

/** What a card of any number says of a sale that must be asked for, as field 55 carries it: hex. */
export function sampleChipMessage(
  cipher: BlockCipher,
  sale: {
    readonly cardNumber: string;
    readonly amountMinor: number;
    readonly transactionCounter: number;
  },
): { readonly cardSequence: string; readonly chip: string } {
  const { cardNumber, amountMinor, transactionCounter } = sale;
  const cardSequence = '01';
  const masterKey = toHex(cardMasterKey(cipher, SAMPLE_ISSUER_KEY, cardNumber, cardSequence));
  const card = { ...chipOf('good-tap'), cardNumber, cardSequence, masterKey };
  const state = { ...NEW_CARD_STATE, transactionCounter: transactionCounter - 1 };
  const session = beginTransaction(card, state);
  if (session === null) throw new Error('the card has counted to its end');
  const { question } = inserted(card, state);
  const transaction = {
    ...question.transaction,
    amountMinor: minor(amountMinor),
    isForcedOnline: true,
  };
  const ask = askFirst({ ...question, transaction, dataAuthentication: 'not-done' });
  if ('refused' in ask) throw new Error(ask.refused);
  const { answer } = generateFirst(cipher, session, ask.asks, ask.objects);
  const message = encodeChipMessage(hearFirst(ask, answer).done.elements);
  if (message === null) throw new Error('no message');
  return { cardSequence, chip: toHex(message) };
}
