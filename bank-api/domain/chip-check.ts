import { cardMasterKey, sessionKey } from '../../shared/domain/emv/card-keys.ts';
import type { BlockCipher } from '../../shared/domain/emv/block-cipher.ts';
import {
  decodeChipMessage,
  type ChipMessage,
  type ChipMessageFault,
} from '../../shared/domain/emv/chip-message.ts';
import {
  applicationCryptogram,
  issuerAuthentication,
  type CardStatusUpdate,
} from '../../shared/domain/emv/cryptogram.ts';
import { binaryNumber, numberOf } from '../../shared/domain/emv/digits.ts';
import {
  cryptogramInformation,
  decodeIssuerData,
  type CryptogramType,
  type IssuerData,
} from '../../shared/domain/emv/issuer-data.ts';
import { sameBytes, toHex } from '../../shared/lib/bytes.ts';

/**
 * The issuer's look at what a chip said (EMV Book 2, 8.1 and 8.2; P17). The cryptogram proves that the
 * card took part in this transaction; whatever it does not cover is not believed, and whatever it
 * covers must be what the till asks for. Whether its counter was used before is another question: a
 * recorded message proves nothing (`chip-counters.ts`).
 */
export interface ChipQuestion {
  readonly ciphers: Readonly<Partial<Record<BlockCipher['algorithm'], BlockCipher>>>;
  readonly issuerKeys: ReadonlyMap<number, Uint8Array>;
  readonly cardNumber: string;
  readonly cardSequence: string;
  readonly message: Uint8Array;
  readonly amountMinor: number;
  /** Four digits, as in tag 5F2A. */
  readonly currency: string;
}

export type ChipFault =
  | ChipMessageFault
  | 'format-unknown'
  | 'key-unknown'
  | 'cryptogram-wrong'
  | 'type-differs'
  | 'other-transaction'
  | 'counter-used'
  | 'counter-went-back';

export type ChipVerdict = { readonly genuine: false; readonly fault: ChipFault } | GenuineChip;

/** What is booked by; nothing of the card's own data is in it. */
export type ChipSaid =
  | Extract<ChipVerdict, { genuine: false }>
  | Pick<GenuineChip, 'genuine' | 'type' | 'transactionCounter' | 'answer'>;

export interface GenuineChip {
  readonly genuine: true;
  readonly type: CryptogramType;
  readonly transactionCounter: number;
  readonly issuerData: IssuerData;
  readonly message: ChipMessage;
  /** The word that this card will believe, for this transaction only (tag 91). */
  readonly answer: (update: CardStatusUpdate) => Uint8Array;
}

export function checkChip(question: ChipQuestion): ChipVerdict {
  const read = decodeChipMessage(question.message);
  if (!read.ok) return refuse(read.error);
  const message = read.value;
  const issuerData = decodeIssuerData(message.issuerData);
  if (issuerData === null) return refuse('format-unknown');
  const issuerKey = question.issuerKeys.get(issuerData.keyIndex);
  const cipher = question.ciphers[issuerData.algorithm];
  if (issuerKey === undefined || cipher === undefined) return refuse('key-unknown');
  const transactionCounter = binaryNumber(message.transactionCounter);
  const { cardNumber, cardSequence } = question;
  const masterKey = cardMasterKey(cipher, issuerKey, cardNumber, cardSequence);
  const key = sessionKey(cipher, masterKey, transactionCounter);
  const expected = applicationCryptogram(cipher, key, message);
  if (expected === null || !sameBytes(expected, message.cryptogram)) {
    return refuse('cryptogram-wrong');
  }
  const type = issuerData.second ?? issuerData.first;
  const fault = faultIn(question, message, type);
  if (fault !== null) return refuse(fault);
  const answer = (update: CardStatusUpdate) =>
    issuerAuthentication(cipher, key, message.cryptogram, update);
  return { genuine: true, type, transactionCounter, issuerData, message, answer };
}

/** The cryptogram is the card's own. Is it about this transaction? */
function faultIn(
  { amountMinor, currency }: ChipQuestion,
  message: ChipMessage,
  type: CryptogramType,
): ChipFault | null {
  // The information byte stands outside of the cryptogram: anybody could make a yes of a no.
  if (message.cryptogramInformation[0] !== cryptogramInformation(type)) return 'type-differs';
  const isThisOne =
    numberOf(message.amount) === amountMinor && toHex(message.currency) === currency;
  return isThisOne ? null : 'other-transaction';
}

function refuse(fault: ChipFault): ChipVerdict {
  return { genuine: false, fault };
}
