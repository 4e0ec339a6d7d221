import type { Failure } from '../../../shared/contracts/error-codes.ts';
import type { Terminal } from '../../../shared/contracts/host-facts.ts';
import type { Exposure } from '../../../shared/domain/offline-policy.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { OpenPaymentOf } from './payment-settling.ts';
import type { Place } from '../books/sale-writing.ts';

/** What a payment must know of the till around it; gathered by the caller, not looked up. */
export interface PaymentSurroundings {
  readonly terminal: Terminal;
  readonly place: Place;
  readonly lineUsable: boolean;
  readonly exposureOf: (cardToken: string) => Promise<Result<Exposure, Failure>>;
  /** Asked when it is needed: a payment may wait for people for hours (P20). */
  readonly offlineNowMs: () => number;
  readonly clockTrusted: boolean;
  /** A real request to the bank (P14): false when the line is dead, not merely slow. */
  readonly probeLine: () => Promise<boolean>;
  readonly deliveredUpTo: () => Promise<number>;
  /** Undoes at the bank what could not be recorded here, as soon as the store works again (P9). */
  readonly lockCards: (payment: OpenPaymentOf) => void;
}
