import { err, ok, type Result } from '../../../lib/result.ts';
import { binaryNumber } from '../digits.ts';
import { CRYPTOGRAM_TYPES, type CryptogramType } from '../issuer-data.ts';
import { hasFittingLength, TAGS, type DataName } from '../tags.ts';
import { decodeTlv, valueOf } from '../tlv.ts';

/** What a card answers to GENERATE AC (EMV Book 3, 6.5.5.4, format 2), read and not yet believed. */
export interface CardCryptogram {
  readonly type: CryptogramType;
  readonly cryptogramInformation: Uint8Array;
  readonly transactionCounter: Uint8Array;
  readonly cryptogram: Uint8Array;
  readonly issuerData: Uint8Array;
}

export type CardFault = 'no-answer' | 'unreadable' | 'more-than-asked' | 'counter-went-back';

/** TC for ARQC or AAC, ARQC for AAC: a card may give less than it is asked for, never more (10.8). */
const RANK: Readonly<Record<CryptogramType, number>> = { AAC: 0, ARQC: 1, TC: 2 };

/** @param counterBefore what the card said before, to the velocity check; it must not go back. */
export function readCryptogram(
  answer: Uint8Array | null,
  asked: CryptogramType,
  counterBefore: Uint8Array | undefined,
): Result<CardCryptogram, CardFault> {
  if (answer === null) return err('no-answer');
  const elements = decodeTlv(answer);
  if (!elements.ok || elements.value[0]?.tag !== 0x77) return err('unreadable');
  const read = (name: DataName) => valueOf(elements.value, TAGS[name].tag);
  const cryptogramInformation = read('cryptogramInformation');
  const transactionCounter = read('transactionCounter');
  const cryptogram = read('cryptogram');
  const issuerData = read('issuerData');
  if (!cryptogramInformation || !transactionCounter || !cryptogram || !issuerData) {
    return err('unreadable');
  }
  const told = { cryptogramInformation, transactionCounter, cryptogram, issuerData };
  const isWhole = (Object.entries(told) as [DataName, Uint8Array][]).every(([name, value]) =>
    hasFittingLength(name, value),
  );
  const type = CRYPTOGRAM_TYPES[(cryptogramInformation[0] ?? 0) >> 6];
  if (!isWhole || type === undefined) return err('unreadable');
  if (RANK[type] > RANK[asked]) return err('more-than-asked');
  const before = counterBefore ? binaryNumber(counterBefore) : 0;
  if (binaryNumber(transactionCounter) < before) return err('counter-went-back');
  return ok({ type, ...told });
}
