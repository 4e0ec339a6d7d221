import { localTimeText } from '../business-day.ts';
import { sixDigits } from '../field-numbers.ts';
import type { IsoMessage } from './codec.ts';
import type { WireTerminal } from './exchange.ts';

/**
 * What a card terminal would send for an exchange of this till, and what its host would answer
 * (TERMINAL 2a–2c, 4). Only what the till really told the bank, or heard from it, becomes a field;
 * what a terminal's message would hold besides is named with the reason why it is not there.
 */
export interface WireMessage extends IsoMessage {
  readonly absent: readonly Absent[];
}

export interface Absent {
  readonly fields: readonly number[];
  readonly why: AbsentReason;
}

/**
 * - `track-not-kept`: nobody keeps a track (P27).
 * - `chip-sealed`: the chip's data travel with the card number, sealed to the bank (P27).
 * - `pin-sealed`: so does a PIN, in an envelope of its own.
 * - `original-by-id`: the bank knows the sale by the id of its payment, which is signed with the rest.
 * - `original-not-here`: a void has other words where it takes a completion back, and the till no longer
 *   has what it takes back.
 * - `signed`: instead of a MAC over some fields the whole request, or answer, is signed (P26).
 * - `signed-in-batch`: the same, once for everything that travels together (P12).
 * - `time-not-kept`: every answer carries the bank's time; what is written down is the outcome.
 * - `no-trace`: this till numbers transactions only (P2).
 * - `keys-on-device`: the bank hands out no working keys: the till's are made on it (P25).
 * - `currency-agreed`: a day end names no currency; the bank says in its totals which one they are in.
 * - `no-room`: a field of the terminals has fewer digits than this number (three for a count).
 */
export type AbsentReason =
  | 'track-not-kept'
  | 'chip-sealed'
  | 'pin-sealed'
  | 'original-by-id'
  | 'original-not-here'
  | 'signed'
  | 'signed-in-batch'
  | 'time-not-kept'
  | 'no-trace'
  | 'keys-on-device'
  | 'currency-agreed'
  | 'no-room';

export interface Translation {
  readonly request: WireMessage;
  /** Null while nothing has come that a host would answer. */
  readonly answer: WireMessage | null;
}

export type Fields = Readonly<Record<number, string>>;

/** A moment by the shop's clock: fields 12 and 13. */
export type Clock = (ms: number) => Fields;

export const SIGNED: Absent = { fields: [64], why: 'signed' };
export const NO_TRACE: Absent = { fields: [11], why: 'no-trace' };

export function currencyField(currency: string): string {
  return currency === 'CNY' ? '156' : currency;
}

export function placeFields({
  terminalId,
  merchantId,
}: Pick<WireTerminal, 'terminalId' | 'merchantId'>) {
  return { 41: terminalId, 42: merchantId };
}

/** Field 60: kind of message, batch, code of management. */
export function batchField(kind: string, batchNumber: number, code: string): string {
  return `${kind}${sixDigits(batchNumber)}${code}`;
}

export function timeFields(ms: number, utcOffsetMinutes: number): Fields {
  const [day = '', time = ''] = localTimeText(ms, utcOffsetMinutes).split(' ');
  return { 12: time.replaceAll(':', ''), 13: day.slice(5).replace('-', '') };
}

export function twelve(amountMinor: number): string {
  return String(amountMinor).padStart(12, '0');
}

export function message(type: string, fields: Fields, absent: readonly Absent[]): WireMessage {
  const numbers = Object.keys(fields).map(Number);
  return { type, fields: new Map(numbers.map((field) => [field, fields[field] ?? ''])), absent };
}
