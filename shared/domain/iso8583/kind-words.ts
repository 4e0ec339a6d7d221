import type { PaymentKind } from '../payment.ts';
import type { Absent } from './message-parts.ts';

export const TRACK: Absent = { fields: [35], why: 'track-not-kept' };
export const CHIP: Absent = { fields: [23, 55], why: 'chip-sealed' };
/** Reference number, and original batch, voucher and date. */
const ORIGINAL: Absent = { fields: [37, 61], why: 'original-by-id' };

/** Of a hold its authorisation code as well. */
const HELD: Absent = { fields: [37, 38, 61], why: 'original-by-id' };

export interface KindWords {
  readonly types: readonly [string, string];
  /** Field 3. */
  readonly processing: string;
  /** Field 25. */
  readonly condition: '00' | '06';
  /** First part of field 60. */
  readonly kind: string;
  readonly unread: readonly Absent[];
}

/** How each kind of payment is asked for (TERMINAL 2a). */
export const WORDS_OF: { readonly [Kind in PaymentKind]: KindWords } = {
  purchase: {
    types: ['0200', '0210'],
    processing: '000000',
    condition: '00',
    kind: '22',
    unread: [TRACK, CHIP],
  },
  void: {
    types: ['0200', '0210'],
    processing: '200000',
    condition: '00',
    kind: '23',
    unread: [TRACK, CHIP],
  },
  // An advice: of money that goes back to its card the host is told, not asked for leave.
  refund: {
    types: ['0220', '0230'],
    processing: '200000',
    condition: '00',
    kind: '25',
    unread: [ORIGINAL],
  },
  'pre-authorisation': {
    types: ['0100', '0110'],
    processing: '030000',
    condition: '06',
    kind: '10',
    unread: [TRACK, CHIP],
  },
  'pre-authorisation-void': {
    types: ['0100', '0110'],
    processing: '200000',
    condition: '06',
    kind: '11',
    unread: [HELD],
  },
  completion: {
    types: ['0200', '0210'],
    processing: '000000',
    condition: '06',
    kind: '20',
    unread: [HELD],
  },
};
